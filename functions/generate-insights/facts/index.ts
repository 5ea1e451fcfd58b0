/**
 * What the texts are written from: aggregates of the run's tables, bounded in size whatever the file's size. Energies
 * are kWh, powers kW, shares 0 to 1.
 */
import { z } from 'zod';
import type { InsightsInput } from '../../../shared/contract.ts';
import type { Database } from '../../../shared/database/duckdb.ts';
import { IS_SERIOUS_SQL, SEVERITIES } from '../../../shared/energy/anomalies.ts';
import type { Basis } from '../../../shared/energy/flows.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { MEASURES } from '../../../shared/tables/schema.ts';
import { type DemandFacts, demandFacts } from './demand.ts';
import { type EventFacts, eventFacts } from './events.ts';
import { type MoneyFacts, moneyFacts, seriesCosts } from './money.ts';
import { type PeakFacts, peakFacts } from './peaks.ts';
import { type PowerFactorFacts, powerFactorFacts } from './power-factor.ts';
import { siteClass, type Told } from './site-class.ts';

const TOP_APPLIANCES = 20;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const MINUTES_PER_YEAR = 365 * 24 * 60;
/** Estimates for a year are given from a week of readings on: less does not show a weekday and a weekend. */
const MINUTES_FOR_A_YEAR = 7 * 24 * 60;

export interface Tables {
  readonly processed: string;
  readonly hourly: string;
  readonly daily: string;
  readonly anomalies: string;
  readonly events: string;
  readonly costs: string;
  readonly bills: string;
  readonly load: string;
  readonly demand: string;
  readonly duration: string;
  /** Undefined where the upload has no reactive energy. */
  readonly powerFactors: string | undefined;
}

const applianceSchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  total_kwh: z.number(),
  /** Part of all sites' consumption; null when that is 0. */
  share: z.number().nullable(),
  /** Null where no reading tells its hours. */
  peak_hour: z.number().nullable(),
  completeness: z.number(),
  /** Extrapolated from the measured time; null when that is unknown or less than a week. */
  kwh_per_year: z.number().nullable(),
  /** Energy by hour of day, kWh. */
  by_hour: z.array(z.number()).length(24),
  /** At the prices of its hours; null without a valid tariff in the currency of the facts. */
  cost: z.number().nullable(),
  /** Mean price of its kWh. */
  price: z.number().nullable(),
  /** Energy in each day's dearest band, and what using it in the cheapest one would have saved. */
  shift_kwh: z.number().nullable(),
  shift_saving: z.number().nullable(),
});
export type ApplianceFacts = z.infer<typeof applianceSchema>;

const measureSchema = z.object({
  measure: z.enum(MEASURES),
  series: z.number(),
  sites: z.number(),
  total_kwh: z.number(),
  /** Readings that are there; of a generation, days with one. */
  completeness: z.number(),
  kwh_per_year: z.number().nullable(),
});

const hourSchema = z.object({
  measure: z.enum(MEASURES),
  hour: z.number().int().min(0).max(23),
  kwh: z.number(),
  kw: z.number().nullable(),
});

export interface MeasureFacts extends z.infer<typeof measureSchema> {
  /** Energy by hour of day, kWh. */
  readonly by_hour: readonly number[];
  /** Mean power by hour of day, kW, all series together; null when an interval is unknown. */
  readonly power_by_hour: readonly number[] | null;
}

const weekSchema = z.tuple([z.object({ weekdays: z.number(), weekend_days: z.number() })]);

const anomaliesSchema = z.object({
  count: z.number(),
  negative: z.number(),
  serious: z.number(),
  /** The series with the most of them. */
  site_id: z.string().nullable(),
  appliance: z.string().nullable(),
  in_series: z.number(),
});

const worstSchema = z.object({
  site_id: z.string(),
  appliance: z.string(),
  timestamp: z.string(),
  kwh: z.coerce.number(),
  mean_kwh: z.number(),
  severity: z.enum(SEVERITIES),
});

const nightSchema = z.object({ site_id: z.string(), appliance: z.string(), total_kwh: z.number() });

export interface Facts {
  /** What the sites are, and what told it. */
  readonly kind: Told;
  /** Whether energy is what sites use, or what they take at their grid meters; `mixed` where sites differ. */
  readonly basis: Basis | 'mixed';
  /** Local dates of the first and the last reading, and how many dates have readings. */
  readonly period: { readonly from: string; readonly to: string; readonly days: number };
  readonly tariff: {
    /** Mean price of a kWh. */
    readonly rate: number;
    /** What a kWh less from the grid saves, network and taxes included. */
    readonly saved: number;
    /** Price of a kWh from 22:00 to 06:00, of the settings; null when the lake has a tariff of its own. */
    readonly offPeakRate: number | null;
    readonly currency: string;
    /** Whether it is that of the settings, because no tariff is kept for the sites. */
    readonly assumed: boolean;
  };
  /** Null when no day has a valid tariff. */
  readonly money: MoneyFacts | null;
  readonly events: EventFacts;
  readonly load: DemandFacts;
  /** Null without a demand charge. */
  readonly peaks: PeakFacts | null;
  /** Null without reactive energy. */
  readonly powerFactor: PowerFactorFacts | null;
  readonly consumption: MeasureFacts | null;
  readonly generation: MeasureFacts | null;
  /** The largest consumers, largest first. */
  readonly appliances: readonly ApplianceFacts[];
  /** Weekdays and days of the weekend with readings, the first and the last day left out. */
  readonly week: z.infer<typeof weekSchema>[0] | null;
  readonly anomalies: z.infer<typeof anomaliesSchema>;
  /** What is generated between 23:00 and 04:00, kWh, and the series with the most of it; null without generation. */
  readonly night: z.infer<typeof nightSchema> | null;
  /** The anomaly that is farthest from its mean, in kWh. */
  readonly worst: z.infer<typeof worstSchema> | null;
}

/** @param tables relations with the columns of the run's tables */
export async function gatherFacts(
  db: Database,
  tables: Tables,
  { period, bases, kind }: Pick<Facts, 'period'> & Pick<InsightsInput, 'bases' | 'kind'>,
  settings: Settings,
): Promise<Facts> {
  const measures = await measureFacts(db, tables);
  const consumption = measures.find(({ measure }) => measure === 'consumption') ?? null;
  const generation = measures.find(({ measure }) => measure === 'generation') ?? null;
  const [night] = generation ? z.array(nightSchema).parse(await db.rows(nightQuery(tables))) : [];
  const [worst] = z.array(worstSchema).parse(await db.rows(worstQuery(tables)));
  const [anomalies] = z.tuple([anomaliesSchema]).parse(await db.rows(anomaliesQuery(tables)));
  const money = (await moneyFacts(db, tables)) ?? null;
  const currency = money?.currency ?? settings.ENERGY_CURRENCY;
  return {
    kind: await siteClass(db, tables, bases, kind),
    period,
    basis: new Set(bases).size > 1 ? 'mixed' : (bases[0] ?? 'house'),
    tariff: {
      rate: money?.price ?? settings.ENERGY_TARIFF_RATE,
      saved: money?.import_price ?? money?.price ?? settings.ENERGY_TARIFF_RATE,
      offPeakRate: money && !money.by_settings ? null : settings.ENERGY_TARIFF_OFF_PEAK_RATE,
      currency,
      assumed: money?.by_settings !== false,
    },
    money,
    events: await eventFacts(db, tables.events),
    load: await demandFacts(db, tables.load),
    peaks: (await peakFacts(db, tables, currency)) ?? null,
    powerFactor: await powerFactorFacts(db, tables.powerFactors),
    consumption,
    generation,
    appliances: z.array(applianceSchema).parse(await db.rows(appliancesQuery(tables, currency))),
    week: consumption && weekSchema.parse(await db.rows(weekQuery(tables)))[0],
    anomalies,
    night: night ?? null,
    worst: worst ?? null,
  };
}

/** An energy extrapolated to a year from the time that its readings cover. */
function perYear(total: string, minutes: string): string {
  return (
    `CASE WHEN ${minutes} >= ${MINUTES_FOR_A_YEAR} THEN CAST(${total} AS DOUBLE) ` +
    `* ${MINUTES_PER_YEAR} / (${minutes}) END`
  );
}

async function measureFacts(db: Database, tables: Tables): Promise<MeasureFacts[]> {
  const measures = z.array(measureSchema).parse(
    await db.rows(`
      SELECT measure, CAST(count(*) AS INTEGER) AS series, CAST(count(DISTINCT site_id) AS INTEGER) AS sites,
        CAST(sum(total_kwh) AS DOUBLE) AS total_kwh,
        CASE WHEN measure = 'generation' THEN any_value(days.share)
          ELSE CAST(sum(readings) AS DOUBLE) / CAST(sum(expected) AS DOUBLE) END AS completeness,
        ${perYear('sum(total_kwh)', 'max(readings * interval_minutes)')} AS kwh_per_year
      FROM ${tables.processed} LEFT JOIN (${daysOfGeneration(tables)}) days USING (measure) GROUP BY measure`),
  );
  const hours = z.array(hourSchema).parse(
    await db.rows(`
      SELECT measure, hour, CAST(sum(total_kwh) AS DOUBLE) AS kwh,
        CASE WHEN bool_and(interval_minutes > 0)
          THEN CAST(sum(CAST(h.avg_kwh * 60 / interval_minutes AS DECIMAL(38, 9))) AS DOUBLE) END AS kw
      FROM (SELECT site_id, appliance, measure, hour, total_kwh, avg_kwh FROM ${tables.hourly}) h
      JOIN (SELECT site_id, appliance, measure, interval_minutes FROM ${tables.processed})
        USING (site_id, appliance, measure)
      GROUP BY measure, hour`),
  );
  return measures.map((facts) => {
    const own = hours.filter(({ measure }) => measure === facts.measure);
    const at = (hour: number) => own.find((each) => each.hour === hour);
    return {
      ...facts,
      by_hour: HOURS.map((hour) => at(hour)?.kwh ?? 0),
      power_by_hour:
        own.length > 0 && own.every(({ kw }) => kw !== null) ? HOURS.map((hour) => at(hour)?.kw ?? 0) : null,
    };
  });
}

/**
 * SQL: on which part of its days a generation has a reading, all series together. A logger of panels sleeps by night,
 * which is no gap.
 */
function daysOfGeneration({ daily }: Tables): string {
  return `
    SELECT measure, CAST(sum(days) AS DOUBLE) / CAST(sum(all_days) AS DOUBLE) AS share FROM (
      SELECT measure, count(DISTINCT day) AS days, date_diff('day', min(day), max(day)) + 1 AS all_days
      FROM ${daily} WHERE measure = 'generation' GROUP BY site_id, appliance, measure
    ) GROUP BY measure`;
}

function appliancesQuery(tables: Tables, currency: string): string {
  return `
    WITH series AS (
      SELECT *, CAST(total_kwh AS DOUBLE) / nullif((SELECT CAST(sum(total_kwh) AS DOUBLE) FROM ${tables.processed}
        WHERE measure = 'consumption'), 0) AS part
      FROM ${tables.processed} WHERE measure = 'consumption'
      ORDER BY total_kwh DESC, site_id, appliance LIMIT ${TOP_APPLIANCES}
    )
    SELECT s.site_id, s.appliance, CAST(s.total_kwh AS DOUBLE) AS total_kwh,
      s.part AS share, s.peak_hour, s.completeness,
      ${perYear('s.total_kwh', 's.readings * s.interval_minutes')} AS kwh_per_year,
      list_transform(range(24), lambda h: coalesce(p.profile[h], 0)) AS by_hour, m.cost, m.price, m.shift_kwh,
      m.shift_saving
    FROM series s LEFT JOIN (
      SELECT site_id, appliance, map(list(CAST(hour AS BIGINT)), list(CAST(total_kwh AS DOUBLE))) AS profile
      FROM ${tables.hourly} WHERE measure = 'consumption' GROUP BY site_id, appliance
    ) p USING (site_id, appliance)
    LEFT JOIN (${seriesCosts(tables.costs, currency)}) m USING (site_id, appliance)
    ORDER BY s.total_kwh DESC, s.site_id, s.appliance`;
}

function weekQuery(tables: Tables): string {
  return `
    WITH days AS (
      SELECT isodow(day) > 5 AS weekend, day = min(day) OVER () OR day = max(day) OVER () AS edge
      FROM ${tables.daily} WHERE measure = 'consumption' GROUP BY day
    )
    SELECT CAST(count(*) FILTER (NOT weekend) AS INTEGER) AS weekdays,
      CAST(count(*) FILTER (weekend) AS INTEGER) AS weekend_days
    FROM days WHERE NOT edge`;
}

function nightQuery(tables: Tables): string {
  return `
    SELECT site_id, appliance, CAST(sum(sum(total_kwh)) OVER () AS DOUBLE) AS total_kwh
    FROM ${tables.hourly} WHERE measure = 'generation' AND (hour >= 23 OR hour < 4)
    GROUP BY site_id, appliance ORDER BY sum(total_kwh) DESC, site_id, appliance LIMIT 1`;
}

function anomaliesQuery(tables: Tables): string {
  return `
    WITH series AS (
      SELECT site_id, appliance, count(*) AS n, count(*) FILTER (kind = 'NEGATIVE') AS negative,
        count(*) FILTER (${IS_SERIOUS_SQL}) AS serious
      FROM ${tables.anomalies} GROUP BY site_id, appliance
    ),
    most AS (SELECT * FROM series ORDER BY n DESC, site_id, appliance LIMIT 1)
    SELECT CAST(coalesce(sum(n), 0) AS INTEGER) AS count, CAST(coalesce(sum(negative), 0) AS INTEGER) AS negative,
      CAST(coalesce(sum(serious), 0) AS INTEGER) AS serious,
      (SELECT site_id FROM most) AS site_id, (SELECT appliance FROM most) AS appliance,
      CAST(coalesce((SELECT n FROM most), 0) AS INTEGER) AS in_series
    FROM series`;
}

function worstQuery(tables: Tables): string {
  return `
    SELECT site_id, appliance, strftime(timestamp, '%Y-%m-%d %H:%M') AS timestamp, kwh, mean_kwh, severity
    FROM ${tables.anomalies} WHERE kind = 'Z_SCORE' AND direction = 'HIGH'
    ORDER BY kwh - mean_kwh DESC, utc, site_id, appliance, measure LIMIT 1`;
}
