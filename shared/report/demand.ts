/** What the demand of the sites looks like, see shared/readings/load-shape.ts. Powers kW. */
import { z } from 'zod';
import { MEASURES } from '../tables/schema.ts';

const kw = z.number().nullable();
const share = z.number().nullable();

export const DAY_TYPES = ['weekday', 'weekend'] as const;

export const demandSchema = z.object({
  sites: z
    .array(
      z.object({
        site_id: z.string().describe('Site: home, building, plant'),
        measure: z.enum(MEASURES),
        mean_kw: kw.describe('Mean demand; null where readings are of more than an hour'),
        base_load_kw: kw.describe('Demand that 97.5 % of the hours exceed'),
        peak_kw: kw.describe('Demand of the highest quarter hour, or interval up to an hour'),
        peak_at: z.string().nullable().describe('Start of that interval, wall clock at the site; the first on a tie'),
        peak_minutes: z.number().int().nullable().default(null).describe('Length of that interval, minutes'),
        load_factor: share.describe('Mean / peak demand'),
        night_share: share.describe('Share of the demand between 22:00 and 06:00; an even load has 1/3'),
        weekday_kwh: z.number().nullable().describe('Mean complete day from Monday to Friday'),
        weekend_kwh: z.number().nullable().describe('Mean complete Saturday or Sunday'),
        compared_days: z
          .number()
          .int()
          .nullable()
          .describe('Length of the two periods compared; null with too few days'),
        recent_kwh: z.number().nullable().describe('Mean complete day of the last period'),
        previous_kwh: z.number().nullable().describe('Mean complete day of the period just before'),
        change: z.number().nullable().describe('recent / previous - 1'),
        year_days: z
          .number()
          .int()
          .nullable()
          .default(null)
          .describe('Of the last four weeks, days complete both now and 52 weeks before; null with less than half'),
        year_recent_kwh: z.number().nullable().default(null).describe('Mean of these days'),
        year_previous_kwh: z.number().nullable().default(null).describe('Mean of the days 52 weeks before them'),
        year_change: z.number().nullable().default(null).describe('year_recent / year_previous - 1'),
        kwh_per_m2_year: z.number().nullable().default(null).describe('Of the last year; null without an area'),
        kwh_per_person_day: z.number().nullable().default(null).describe('As far as known; null without persons'),
      }),
    )
    .describe('The largest consumers first, at most 40. All of them are in the table load_shape_data and in load.csv'),
  months: z
    .array(
      z.object({
        site_id: z.string().describe('Site: home, building, plant'),
        month: z.string().describe('Local month, `2026-10`'),
        peak_kw: z.number().describe('Mean power from the grid in its highest interval'),
        peak_at: z.string().describe('Start of that interval, wall clock at the site'),
        peak_minutes: z.number().int().describe('Length of that interval: 15, 30 or 60'),
        load_factor: share.describe('Mean / peak demand of the month'),
        demand_cost: z.number().nullable().describe('What the peak cost, before taxes; null without a demand charge'),
        currency: z.string().nullable(),
      }),
    )
    .default([])
    .describe('Demand from the grid by month, the highest peaks first, at most 40; all of them are in demand.csv'),
  years: z
    .array(
      z.object({
        site_id: z.string().describe('Site: home, building, plant'),
        year: z.string().describe('Local year, `2026`'),
        months: z.number().int().describe('Months of it with known demand'),
        peak_kw: z.number().describe('Highest peak of its months'),
        peak_at: z.string().describe('Start of that interval, wall clock at the site'),
        demand_cost: z.number().nullable().describe('What the peaks of its months cost; null without a demand charge'),
        currency: z.string().nullable(),
      }),
    )
    .default([])
    .describe('Demand from the grid by year, the highest peaks first, at most 40'),
  duration: z
    .object({
      site_id: z.string().describe('The site with the highest peak'),
      hours: z.number().describe('Known time, hours'),
      points: z
        .array(
          z.object({
            percent: z.number().int().min(0).max(100).describe('Share of the known time'),
            kw: z.number().describe('Demand that is reached or exceeded for so long'),
          }),
        )
        .describe('From the peak, at 0 percent, to the lowest demand, at 100'),
    })
    .nullable()
    .default(null)
    .describe('How long which demand lasts; all sites are in the table load_duration_data. null where it is not known'),
  profile: z
    .array(
      z.object({
        measure: z.enum(MEASURES),
        day_type: z.enum(DAY_TYPES),
        hour: z.number().int().min(0).max(23),
        mean_kw: z.number(),
      }),
    )
    .describe('Mean demand of all sites together by hour of day; site by site in the table load_profile_data'),
});
export type Demand = z.infer<typeof demandSchema>;
