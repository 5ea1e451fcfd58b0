import { z } from 'zod';
import { AGGREGATES, createAggregates } from '../../shared/aggregates/aggregates.ts';
import { durationQuery } from '../../shared/aggregates/demand.ts';
import { processedQuery } from '../../shared/aggregates/rollups.ts';
import { zonesOf } from '../../shared/aggregates/zones.ts';
import type { AggregateOutput, Validated } from '../../shared/contract.ts';
import { type Database, withDatabase } from '../../shared/database/duckdb.ts';
import { fetchNamed, fetchReadings, type TableQuery, withFolder, writeTables } from '../../shared/lake/run-files.ts';
import { fetchLayout } from '../../shared/readings/applied-layout.ts';
import { fetchHourlyBuckets } from '../../shared/readings/fetch-hourly-buckets.ts';
import type { AppliedLayout } from '../../shared/readings/layout.ts';
import { COMPARED_DAYS, YEAR_DAYS } from '../../shared/readings/load-shape.ts';
import { earlierDays } from '../../shared/record/earlier-days.ts';
import { LOG } from '../../shared/runtime/log.ts';
import { settleAll } from '../../shared/runtime/settle-all.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { digestsOf } from '../../shared/tariff/digest.ts';
import { planOfSiteSql, readTariffs } from '../../shared/tariff/plans.ts';
import type { Plan } from '../../shared/tariff/schema.ts';
import type { Tariffs } from '../../shared/tariff/timeline.ts';
import { createLoad, profileQuery, shapeQuery } from './load-shape.ts';
import { createPeaks } from './peaks.ts';
import { powerQueries, powerReadingsIn } from './power.ts';
import { readSiteFacts } from './site-facts.ts';
import { outdoorSeries, temperatureQuery } from './temperatures.ts';

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
      const [buckets, tariffs, layout, balance, sites] = await settleAll(
        input.data.cells
          ? fetchHourlyBuckets(input, db, context, folder)
          : readings().then((relation) => fetchHourlyBuckets(input, db, context, folder, relation)),
        readTariffs(context),
        fetchLayout(input, context),
        fetchNamed('balance_data', input.tables, context, folder),
        readSiteFacts(context),
      );
      const zones = zonesOf(input.timeZone, layout?.zones);
      const plan = planOfSiteSql(tariffs.plans);
      const queries = await createAggregates({ buckets, zones, tariffs, plan, balance, readings }, db);
      const earlier = await historyOf(input, buckets.relation, db, context, folder);
      await createLoad(db, buckets, earlier, input.period.days < 2 * COMPARED_DAYS.unit);
      await createPeaks(db, buckets, readings);
      const tables = await writeTables(
        [
          { table: 'processed_energy_data', query: processedQuery(buckets.survey) },
          ...AGGREGATES.map((table) => ({ table, query: queries[table] })),
          { table: 'load_duration_data', query: durationQuery() },
          { table: 'load_shape_data', query: shapeQuery(sites) },
          { table: 'load_profile_data', query: profileQuery() },
          ...(await measuredQueries(input, layout, balance, context, folder)),
        ],
        input,
        db,
        context,
        folder,
      );
      context.log.info(LOG.usageAggregated, { series: tables[0]?.rows, days: tables[1]?.rows });
      return { status: 'OK', tables, prices: digestsOf(await usedPlans(tariffs, db), tariffs, input.period) };
    }),
  );
}

/** What readings beside the energies tell; the parts of a day that a small upload has tell nothing of a month. */
async function measuredQueries(
  input: Validated,
  layout: AppliedLayout | null,
  balance: string,
  context: StepContext,
  folder: string,
): Promise<TableQuery[]> {
  const power = powerReadingsIn(layout);
  const outdoors = outdoorSeries(layout);
  const tells = power.reactive || power.phases.length > 0 || outdoors !== undefined;
  if (input.way === 'SHORT' || !tells) return [];
  const readings = await fetchNamed('upload_readings', input.tables, context, folder);
  return [
    ...powerQueries(power, readings, balance),
    ...(outdoors === undefined
      ? []
      : [{ table: 'temperature_data', query: temperatureQuery(readings, outdoors) } as const]),
  ];
}

/** How far back the last weeks are compared, days. */
const COMPARED_REACH = YEAR_DAYS + COMPARED_DAYS.most;

const usedSchema = z.array(z.object({ plan: z.number() }));
/** A result stays a few KB; the report shows no more bills than this. */
const USED_PLANS = 20;

/** The tariffs that the sites pay. */
async function usedPlans({ plans }: Tariffs, db: Database): Promise<Plan[]> {
  const used = usedSchema.parse(
    await db.rows(`SELECT plan FROM priced_sites GROUP BY plan ORDER BY count(*) DESC, plan LIMIT ${USED_PLANS}`),
  );
  return used.flatMap(({ plan }) => plans[plan] ?? []);
}

/**
 * Days to compare an upload with that does not reach back a year itself; null for a longer one, or where there are
 * none.
 */
async function historyOf(
  input: Validated,
  buckets: string,
  db: Database,
  context: StepContext,
  folder: string,
): Promise<string | null> {
  if (input.period.days >= COMPARED_REACH) return null;
  return (await earlierDays(buckets, input, context, db, folder, COMPARED_REACH)).relation;
}

/** Does the work when it is first asked for, and never again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
