/** What readings come to by day, hour of day and tariff band, what they cost and where they are missing. */
import type { Database } from '../database/duckdb.ts';
import type { HourlyBuckets } from '../readings/fetch-hourly-buckets.ts';
import type { TableName } from '../tables/schema.ts';
import type { Tariffs } from '../tariff/timeline.ts';
import { createBillLines } from './bill-lines.ts';
import { billLineQuery, billQuery, createBillDays } from './bills.ts';
import { costQuery, createCosts } from './costs.ts';
import { createDemandCharges, createDemandSlots, demandQuery } from './demand.ts';
import { createDays } from './expected.ts';
import { datesOf, spreadOverHours } from './hours.ts';
import { missingBefore, missingBetweenSpans, missingQuery, nothingMissing } from './missing.ts';
import { createPrices } from './prices.ts';
import { createDaily, dailyQuery, hourlyQuery } from './rollups.ts';
import { createSeries } from './series.ts';
import { createSiteFlows } from './site-flows.ts';
import { changedHours, clocksOn, type Zones } from './zones.ts';

export const AGGREGATES = [
  'daily_energy_data',
  'hourly_energy_data',
  'cost_data',
  'bill_data',
  'bill_line_data',
  'demand_data',
  'missing_data',
] as const satisfies readonly TableName[];
export type Aggregate = (typeof AGGREGATES)[number];

export interface Aggregated {
  readonly buckets: HourlyBuckets;
  readonly zones: Zones;
  readonly tariffs: Tariffs;
  /** SQL: the tariff that a site pays, its position among the plans. */
  readonly plan: string;
  /** Relation of balance_data. */
  readonly balance: string;
  /** Brings the readings; asked only where a bucket lacks some. */
  readonly readings: () => Promise<string>;
  /** SQL: what sites share whose bills have to do with each other; each has its own where nothing is said. */
  readonly account?: string | undefined;
  /** What is known of the time before; nothing where readings begin with their first. */
  readonly before?: Before | undefined;
}

/** The time before the readings. */
export interface Before {
  /**
   * Relation of each series' last reading before: `site_id, appliance, measure, ends_utc, ends_local, minutes` (how
   * long it lasted).
   */
  readonly tails: string;
  /** The local date on which the earliest of them ends. */
  readonly day: string;
}

/**
 * Creates `series`, `days`, `daily` and what the queries read beside them.
 * @returns the queries, each with the columns of its table, in a total order
 */
export async function createAggregates(
  { buckets, zones, tariffs, plan, account = 'site_id', balance, readings, before }: Aggregated,
  db: Database,
): Promise<Readonly<Record<Aggregate, string>>> {
  const { longestMinutes, gaps } = await createSeries(db, buckets, zones, plan);
  const hours = spreadOverHours(buckets.relation, longestMinutes, buckets.spans);
  const dates = await datesOf(db, hours);
  const clocks = clocksOn(zones, dates);
  await createDays(db, dates, clocks);
  const prices = await createPrices(db, tariffs, dates, clocks);
  await createDaily(db, buckets);
  await createCosts(db, buckets, prices, readings, account);
  await createSiteFlows(db, balance, prices, account);
  await createBillDays(db, hours, buckets.spans);
  await createDemandSlots(db, balance, buckets.relation);
  await createDemandCharges(db, prices, account);
  await createBillLines(db);
  const longer = before ? clocksOn(zones, [before.day, ...dates]) : clocks;
  const missing = async () => {
    const tails = before?.tails ?? null;
    if (buckets.spans) return missingBetweenSpans(buckets, longer, tails);
    if (gaps) return missingQuery(db, buckets, longer, readings, tails);
    return tails === null ? nothingMissing() : missingBefore(tails, longer);
  };
  return {
    daily_energy_data: dailyQuery(),
    hourly_energy_data: hourlyQuery(buckets, changedHours(clocks)),
    cost_data: costQuery(),
    bill_data: billQuery(),
    bill_line_data: billLineQuery(),
    demand_data: demandQuery(),
    missing_data: await missing(),
  };
}
