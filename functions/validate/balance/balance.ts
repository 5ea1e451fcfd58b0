/** From the series of a file to the readings of its sites. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { MEASURES, type Measure } from '../../../shared/tables/schema.ts';
import type { Energies } from '../convert/to-energy.ts';
import { MINUTE_US } from '../settle/intervals.ts';
import { type Meaning, meaningsOf } from './meanings.ts';

export interface Balance {
  /** SQL relation with the columns of raw_energy_data. */
  readonly readings: string;
  /** The readings are those that were read, row by row: what is known of these is known of them. */
  readonly plain: boolean;
  readonly measures: readonly Measure[];
}

/** @param energies at least one; the table `series` describes them */
export async function balanceOf(energies: Energies, layout: Layout, db: Database): Promise<Balance> {
  const meanings = await meaningsOf(layout, db);
  const measures = MEASURES.filter((measure) => meanings.some((each) => measureOfFlow(each) === measure));
  const timed = await withInterval(energies, db);
  const plain =
    measures.length === 1 && measures[0] === 'consumption' && meanings.every(({ key, name }) => key === name);
  if (plain) return { readings: `(SELECT *, NULL::DECIMAL(18,9) AS generated_kwh FROM ${timed})`, plain, measures };
  await createMeanings(meanings, db);
  const spans = energies.spans ? ', series_minutes, hours_known' : '';
  const of = (measure: Measure) => `sum(kwh) FILTER (measure = '${measure}')`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE balanced AS SELECT site_id, name AS appliance, timestamp, utc, end_utc${spans}, max(interval_minutes) AS interval_minutes, ` +
      `${of('consumption')} AS kwh, ${of('generation')} AS generated_kwh ` +
      `FROM ${timed} JOIN meanings USING (site_id, appliance) GROUP BY site_id, name, timestamp, utc, end_utc${spans}`,
  );
  return { readings: 'balanced', plain, measures };
}

function measureOfFlow({ flow }: Meaning): Measure {
  return flow === 'production' || flow === 'export' ? 'generation' : 'consumption';
}

/** The table `meanings`: `site_id, appliance` (the key), `name, measure`. */
async function createMeanings(meanings: readonly Meaning[], db: Database): Promise<void> {
  const rows = meanings.map((each) => ({
    site_id: each.site,
    appliance: each.key,
    name: each.name,
    measure: measureOfFlow(each),
  }));
  const structure = JSON.stringify([{ site_id: 'VARCHAR', appliance: 'VARCHAR', name: 'VARCHAR', measure: 'VARCHAR' }]);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE meanings AS SELECT unnest(from_json($rows, '${structure}'), recursive := true)`,
    { rows: JSON.stringify(rows) },
  );
}

const intervalSchema = z.tuple([z.object({ interval: z.number().nullable() })]);

/** The energies with `interval_minutes` and `end_utc`. One interval of all series is the rule: a constant costs no join. */
async function withInterval(energies: Energies, db: Database): Promise<string> {
  if (energies.spans) return energies.accepted;
  const end = `utc + to_microseconds(CAST(round(coalesce(interval_minutes, 0) * ${MINUTE_US}) AS BIGINT)) AS end_utc`;
  const ofReading = 'site_id, appliance, timestamp, utc, kwh';
  return `(SELECT ${ofReading}, interval_minutes, ${end} FROM ${await withSeriesInterval(energies, db)})`;
}

async function withSeriesInterval({ accepted, changes }: Energies, db: Database): Promise<string> {
  if (changes) {
    return (
      `(SELECT a.*, coalesce(in_force / ${MINUTE_US}.0::DOUBLE, interval_minutes) AS interval_minutes ` +
      `FROM ${accepted} a JOIN (SELECT site_id, appliance, interval_minutes FROM series) USING (site_id, appliance) ` +
      `LEFT JOIN (SELECT site_id, appliance, utc, in_force FROM odd_intervals) USING (site_id, appliance, utc))`
    );
  }
  const [{ interval }] = intervalSchema.parse(
    await db.rows(
      'SELECT CASE WHEN count(interval_minutes) = count(*) AND min(interval_minutes) = max(interval_minutes) THEN min(interval_minutes) END AS interval FROM series',
    ),
  );
  if (interval !== null) return `(SELECT *, ${interval}::DOUBLE AS interval_minutes FROM ${accepted})`;
  return `(SELECT a.*, interval_minutes FROM ${accepted} a JOIN (SELECT site_id, appliance, interval_minutes FROM series) USING (site_id, appliance))`;
}
