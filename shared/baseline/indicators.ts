/** Energy performance indicators of a period, ISO 50006: what a baseline and a reporting period are compared by. */
import { z } from 'zod';
import { type Baseline, type ClimateDay, expectedKwh } from './change-point.ts';

/** What a person says of a site in `config/sites.json`. */
const siteFactsSchema = z.strictObject({
  area_m2: z.number().positive().optional().describe('Heated floor area'),
  group: z.string().optional().describe('Sites of one group are compared with one another'),
  persons: z.number().positive().optional().describe('Who live or work there'),
});
export type SiteFacts = z.infer<typeof siteFactsSchema>;

/** `config/sites.json`: by pattern, in which `*` stands for any characters; the first that fits a site holds. */
export const sitesSchema = z.record(z.string(), siteFactsSchema);
export type Sites = z.infer<typeof sitesSchema>;

export const DAYS_OF_YEAR = 365;

/** The indicators, in the order of their table; `compared` tells of the site, the others of its weather. */
export const INDICATORS = {
  kwh_per_day: { title: 'Energy a day', unit: 'kWh', compared: true },
  mean_temperature: { title: 'Mean temperature', unit: '°C', compared: false },
  heating_degree_days: { title: 'Heating degree days', unit: 'K·d', compared: false },
  cooling_degree_days: { title: 'Cooling degree days', unit: 'K·d', compared: false },
  kwh_per_degree_day: { title: 'Energy above the base, per degree day', unit: 'kWh', compared: true },
  kwh_per_m2_year: { title: 'Energy per m² and year', unit: 'kWh', compared: true },
  kwh_per_person_day: { title: 'Energy per person and day', unit: 'kWh', compared: true },
  used_by_expected: { title: 'Used / expected at this weather', unit: '', compared: true },
} as const;
export type Indicator = keyof typeof INDICATORS;
export type Indicators = Readonly<Record<Indicator, number | null>>;

/**
 * Each is null where it is not known or says nothing: degree days without that branch in the baseline, an area that
 * nobody gave, a year of a period that is too short to stand for one.
 * @param days at least one
 */
export function indicatorsOf(baseline: Baseline, days: readonly ClimateDay[], facts: SiteFacts): Indicators {
  const n = days.length;
  const sum = (ofDay: (day: ClimateDay) => number) => days.reduce((all, day) => all + ofDay(day), 0);
  const used = sum(({ kwh }) => kwh);
  const { heating, cooling } = baseline;
  const cold = heating && sum(({ temperature }) => Math.max(0, heating.change_point - temperature));
  const warm = cooling && sum(({ temperature }) => Math.max(0, temperature - cooling.change_point));
  const degreeDays = (cold ?? 0) + (warm ?? 0);
  const wholeYear = n >= WHOLE_YEAR_DAYS;
  return {
    kwh_per_day: used / n,
    mean_temperature: sum(({ temperature }) => temperature) / n,
    heating_degree_days: cold,
    cooling_degree_days: warm,
    kwh_per_degree_day: degreeDays > 0 ? (used - baseline.base_kwh * n) / degreeDays : null,
    kwh_per_m2_year: facts.area_m2 !== undefined && wholeYear ? ((used / n) * DAYS_OF_YEAR) / facts.area_m2 : null,
    kwh_per_person_day: facts.persons === undefined ? null : used / n / facts.persons,
    used_by_expected: used / sum(({ temperature }) => expectedKwh(baseline, temperature)),
  };
}

/** Nine of ten days of a year: what CalTRACK asks of a baseline, and what can stand for a year. */
export const WHOLE_YEAR_DAYS = 328;
