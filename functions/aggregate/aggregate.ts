import { createBillLines } from '../../shared/aggregates/bill-lines.ts';
import { billLineQuery, billQuery, createBillDays } from '../../shared/aggregates/bills.ts';
import { costQuery, createCosts } from '../../shared/aggregates/costs.ts';
import { createDemandCharges, createDemandSlots, demandQuery, durationQuery } from '../../shared/aggregates/demand.ts';
import { createDays } from '../../shared/aggregates/expected.ts';
import { datesOf, spreadOverHours } from '../../shared/aggregates/hours.ts';
import { missingBetweenSpans, missingQuery, nothingMissing } from '../../shared/aggregates/missing.ts';
import { createPrices } from '../../shared/aggregates/prices.ts';
import { createDaily, dailyQuery, hourlyQuery, processedQuery } from '../../shared/aggregates/rollups.ts';
import { createSeries } from '../../shared/aggregates/series.ts';
import { createSiteFlows } from '../../shared/aggregates/site-flows.ts';
import { changedHours, clocksOn, zonesOf } from '../../shared/aggregates/zones.ts';
import type { AggregateOutput, Validated } from '../../shared/contract.ts';
import { type Database, withDatabase } from '../../shared/database/duckdb.ts';
import { fetchNamed, fetchReadings, withFolder, writeTables } from '../../shared/lake/run-files.ts';
import { fetchLayout } from '../../shared/readings/applied-layout.ts';
import type { Clock } from '../../shared/readings/clock.ts';
import { earlierDays } from '../../shared/readings/earlier-days.ts';
import { fetchHourlyBuckets, type HourlyBuckets } from '../../shared/readings/fetch-hourly-buckets.ts';
import { COMPARED_DAYS } from '../../shared/readings/load-shape.ts';
import { LOG } from '../../shared/runtime/log.ts';
import { settleAll } from '../../shared/runtime/settle-all.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { planOf, readTariffs } from '../../shared/tariff/plans.ts';
import { createLoad, profileQuery, shapeQuery } from './load-shape.ts';
import { createPeaks } from './peaks.ts';

/**
 * Describes a run's readings: figures per series, totals per local day, profile per local hour of day; what they cost
 * by tariff band, and what each site pays.
 * @returns where the tables were written
 * @throws InputRejected SETTING_INVALID when the lake's tariffs cannot be used
 */
export async function aggregate(input: Validated, context: StepContext): Promise<AggregateOutput> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const readings = once(() => fetchReadings(input, context, folder));
      const [buckets, tariffs, layout, balance] = await settleAll(
        input.data.cells
          ? fetchHourlyBuckets(input, db, context, folder)
          : readings().then((relation) => fetchHourlyBuckets(input, db, context, folder, relation)),
        readTariffs(context),
        fetchLayout(input, context),
        fetchNamed('balance_data', input.tables, context, folder),
      );
      const zones = zonesOf(input.timeZone, layout?.zones);
      const { longestMinutes, gaps } = await createSeries(db, buckets, zones, planOf(tariffs.plans));
      const hours = spreadOverHours(buckets.relation, longestMinutes, buckets.spans);
      const dates = await datesOf(db, hours);
      const clocks = clocksOn(zones, dates);
      await createDays(db, dates, clocks);
      const prices = await createPrices(db, tariffs, dates, clocks);
      await createDaily(db, buckets);
      await createLoad(db, buckets, await historyOf(input, buckets.relation, db, context, folder));
      await createPeaks(db, buckets, readings);
      await createCosts(db, buckets, prices, readings);
      await createSiteFlows(db, balance, prices);
      await createBillDays(db, hours, buckets.spans);
      await createDemandSlots(db, balance, buckets.relation);
      await createDemandCharges(db, prices);
      await createBillLines(db);
      const tables = await writeTables(
        [
          { table: 'processed_energy_data', query: processedQuery(buckets.survey) },
          { table: 'daily_energy_data', query: dailyQuery() },
          { table: 'hourly_energy_data', query: hourlyQuery(buckets, changedHours(clocks)) },
          { table: 'cost_data', query: costQuery() },
          { table: 'bill_data', query: billQuery() },
          { table: 'bill_line_data', query: billLineQuery() },
          { table: 'demand_data', query: demandQuery() },
          { table: 'load_duration_data', query: durationQuery() },
          { table: 'load_shape_data', query: shapeQuery() },
          { table: 'load_profile_data', query: profileQuery() },
          { table: 'missing_data', query: await missingOf(buckets, gaps, clocks, readings, db) },
        ],
        input,
        db,
        context,
        folder,
      );
      context.log.info(LOG.usageAggregated, { series: tables[0]?.rows, days: tables[1]?.rows });
      return { status: 'OK', tables };
    }),
  );
}

async function missingOf(
  buckets: HourlyBuckets,
  gaps: boolean,
  clocks: readonly Clock[],
  readings: () => Promise<string>,
  db: Database,
): Promise<string> {
  if (buckets.spans) return missingBetweenSpans(buckets, clocks);
  return gaps ? await missingQuery(db, buckets, clocks, readings) : nothingMissing();
}

/**
 * Days to compare an upload with that is too short to compare with itself; null for a longer one, or where there are
 * none.
 */
async function historyOf(
  input: Validated,
  buckets: string,
  db: Database,
  context: StepContext,
  folder: string,
): Promise<string | null> {
  if (input.period.days >= 2 * COMPARED_DAYS.unit) return null;
  return (await earlierDays(buckets, input, context, db, folder)).relation;
}

/** Does the work when it is first asked for, and never again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
