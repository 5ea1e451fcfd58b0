/** What the report says of energy, read from the tables of series, days and hours. */
import { z } from 'zod';
import type { Database } from '../../../../shared/database/duckdb.ts';
import { type Report, reportApplianceSchema } from '../../../../shared/report/report.ts';
import { MEASURES, type Measure } from '../../../../shared/tables/schema.ts';
import type { Relations } from '../../relations.ts';

/** On which clocks go back; the mean interval of days is a little more than 24 hours there. */
const LONGEST_DAY_MINUTES = 25 * 60;
/** A picture of more rows than this is not read any more. */
const SERIES_IN_PICTURE = 12;

const measure = z.enum(MEASURES);
/** BIGINT reaches JavaScript as text. */
const bigint = z.coerce.number().int().nonnegative();

const seriesSchema = reportApplianceSchema.extend({ measure, readings: bigint, measure_total_kwh: z.number() });
const totalSchema = z.object({ measure, longest_minutes: z.number().nullable(), impossible_kwh: z.number() });
const hourSchema = z.object({ measure, hour: z.number().int(), mean_kwh: z.number() });
const seriesHourSchema = hourSchema.extend({ site_id: z.string(), appliance: z.string() });
const daySchema = z.object({ measure, day: z.iso.date(), kwh: z.number() });

const energyFactsSchema = z.object({
  /** Every site, appliance and measure, the largest first, with the exact total of its measure. */
  series: z.array(seriesSchema),
  /** The longest interval of each measure, and what of its energy is in readings that are not believed. */
  totals: z.array(totalSchema),
  /** Mean reading of all series together by hour of day. */
  hours: z.array(hourSchema),
  /** The same for each of the largest series. */
  seriesHours: z.array(seriesHourSchema),
  /** Totals of all sites by local day. */
  days: z.array(daySchema),
});
export type EnergyFacts = z.infer<typeof energyFactsSchema>;

/** Sums are exact decimals, rounded once when they leave SQL; each order is total, so that two runs read the same. */
export async function readEnergy(db: Database, tables: Relations): Promise<EnergyFacts> {
  const appliances = tables.of('processed_energy_data');
  const hourly = tables.of('hourly_energy_data');
  return energyFactsSchema.parse({
    series: await db.rows(`
      SELECT measure, site_id, appliance, readings, total_kwh::DOUBLE AS total_kwh, avg_kwh, std_kwh,
             min_kwh::DOUBLE AS min_kwh, max_kwh::DOUBLE AS max_kwh, share, peak_hour, completeness,
             (SUM(series.total_kwh) OVER (PARTITION BY measure))::DOUBLE AS measure_total_kwh
      FROM ${appliances} AS series
      ORDER BY series.total_kwh DESC, site_id, appliance, measure`),
    totals: await db.rows(`
      SELECT measure, longest_minutes, coalesce(impossible_kwh, 0)::DOUBLE AS impossible_kwh
      FROM (SELECT measure, max(interval_minutes)::DOUBLE AS longest_minutes FROM ${appliances} GROUP BY measure)
      LEFT JOIN (
        SELECT measure, sum(impossible_kwh) AS impossible_kwh FROM ${tables.of('daily_energy_data')} GROUP BY measure
      ) USING (measure) ORDER BY measure`),
    hours: await db.rows(`
      SELECT measure, hour, SUM(total_kwh) / SUM(readings) AS mean_kwh
      FROM ${hourly} GROUP BY measure, hour HAVING SUM(readings) > 0 ORDER BY measure, hour`),
    seriesHours: await db.rows(`
      WITH largest AS (
        SELECT site_id, appliance, measure, total_kwh FROM ${appliances}
        QUALIFY ROW_NUMBER() OVER (PARTITION BY measure ORDER BY total_kwh DESC, site_id, appliance)
          <= ${SERIES_IN_PICTURE}
      )
      SELECT site_id, appliance, measure, hour, avg_kwh AS mean_kwh
      FROM ${hourly} JOIN largest USING (site_id, appliance, measure)
      WHERE readings > 0
      ORDER BY measure, largest.total_kwh DESC, site_id, appliance, hour`),
    days: await db.rows(`
      SELECT measure, strftime(day, '%Y-%m-%d') AS day, SUM(total_kwh)::DOUBLE AS kwh
      FROM ${tables.of('daily_energy_data')} AS daily
      GROUP BY measure, daily.day ORDER BY measure, daily.day`),
  });
}

/** @param days local dates with readings */
export function reportConsumption(facts: EnergyFacts, days: number): Report['consumption'] {
  const total = totalOf(facts, 'consumption');
  if (total === undefined) return null;
  return {
    total_kwh: total,
    impossible_kwh: impossibleOf(facts, 'consumption'),
    daily_average_kwh: total / days,
    peak_hour: peakHour(facts, 'consumption'),
    peak_day: peakDay(facts, 'consumption'),
    appliances: seriesOf(facts, 'consumption'),
  };
}

export function reportGeneration(facts: EnergyFacts): Report['generation'] {
  const generated = totalOf(facts, 'generation');
  const consumed = totalOf(facts, 'consumption');
  if (generated === undefined) return null;
  return {
    total_kwh: generated,
    impossible_kwh: impossibleOf(facts, 'generation'),
    net_kwh: consumed === undefined ? null : generated - consumed,
    sites: seriesOf(facts, 'generation'),
  };
}

function seriesOf(facts: EnergyFacts, wanted: Measure) {
  return facts.series.flatMap(({ measure: of, measure_total_kwh: _, ...rest }) => (of === wanted ? [rest] : []));
}

/** The exact sum of all series of a measure, kWh; undefined when the file does not give it. */
export function totalOf(facts: EnergyFacts, wanted: Measure): number | undefined {
  return facts.series.find((each) => each.measure === wanted)?.measure_total_kwh;
}

function impossibleOf(facts: EnergyFacts, wanted: Measure): number {
  return facts.totals.find((each) => each.measure === wanted)?.impossible_kwh ?? 0;
}

/** Hour of day with the highest mean of all series together, the earliest on a tie. */
function peakHour(facts: EnergyFacts, wanted: Measure): number | null {
  let peak: EnergyFacts['hours'][number] | undefined;
  for (const hour of facts.hours) {
    if (hour.measure === wanted && (!peak || hour.mean_kwh > peak.mean_kwh)) peak = hour;
  }
  return peak?.hour ?? null;
}

/** Local date with the most of all series together; null where readings of more than a day do not tell it. */
function peakDay(facts: EnergyFacts, wanted: Measure): NonNullable<Report['consumption']>['peak_day'] {
  const longest = facts.totals.find((each) => each.measure === wanted)?.longest_minutes;
  if ((longest ?? 0) > LONGEST_DAY_MINUTES) return null;
  let peak: EnergyFacts['days'][number] | undefined;
  for (const each of facts.days) if (each.measure === wanted && (!peak || each.kwh > peak.kwh)) peak = each;
  return peak ? { day: peak.day, kwh: peak.kwh } : null;
}
