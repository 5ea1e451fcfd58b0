/**
 * Intervals between uploads: from the last stand that one of them read from a register to the first one of the next.
 * They are worked out whenever a month is made, from the stands of the uploads that are published then, so they depend
 * on no order, and go and come with either upload. docs/RECORD.md, "Registers across files", has the rules.
 */
import pMap from 'p-map';
import { type Database, literal } from '../database/duckdb.ts';
import { keysOf } from '../keys-of.ts';
import { generationFile } from '../lake/keys.ts';
import { type RegisterStands, SEAM_HOURS } from '../register-stands.ts';
import { HOUR_US } from '../time-units.ts';
import type { LakeFiles } from './files.ts';
import { type Change, gather, type Published, presentOf, TRANSFERS_AT_ONCE, uploadedAt } from './gather.ts';

/** A name of a table of versions that the catalogue does not have. */
export const STANDS_TABLE = 'register_stands';

/** Energy between two uploads is believed up to this many times the fastest step of either. */
const TIMES_BELIEVED = 3;

/** The columns of the table `stands`; `first_…` and `last_…` are the stands. */
const COLUMNS = {
  site_id: 'VARCHAR',
  dataset: 'VARCHAR',
  uploaded: 'TIMESTAMP',
  appliance: 'VARCHAR',
  measure: 'VARCHAR',
  flow: 'VARCHAR',
  basis: 'VARCHAR',
  series: 'VARCHAR',
  meter: 'VARCHAR',
  minutes: 'DOUBLE',
  fastest_kw: 'DOUBLE',
  first_at: 'TIMESTAMP',
  first_utc: 'TIMESTAMP',
  first_kwh: 'DECIMAL(18,9)',
  last_at: 'TIMESTAMP',
  last_utc: 'TIMESTAMP',
  last_kwh: 'DECIMAL(18,9)',
  last_month: 'VARCHAR',
} as const;
export const STANDS_COLUMNS = keysOf(COLUMNS).join(', ');

/** The stands of an upload that changed. */
interface PresentStands {
  readonly dataset: string;
  readonly uploaded: string;
  readonly stands: readonly RegisterStands[];
}

/**
 * Creates `stands`: those that the versions of the months have, with the present ones of the datasets that changed.
 * @returns whether there are any
 */
async function createStands(
  changes: readonly Change[],
  present: readonly PresentStands[],
  files: LakeFiles,
  db: Database,
): Promise<boolean> {
  const columns = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`);
  await db.run(`CREATE OR REPLACE TEMP TABLE stands (${columns.join(', ')})`);
  const keys = changes.flatMap(({ record, month }) => {
    const known = record.months[month];
    const has = known?.tables.some(({ table }) => table === STANDS_TABLE);
    return known && has ? [generationFile(known.generation, STANDS_TABLE)] : [];
  });
  const kept = await pMap(keys, (key) => files.fetch(key), { concurrency: TRANSFERS_AT_ONCE });
  if (kept.length > 0)
    await db.run(
      `INSERT INTO stands SELECT DISTINCT ${STANDS_COLUMNS} ` +
        `FROM read_parquet([${kept.map(literal).join(', ')}], hive_partitioning = false) ` +
        `ANTI JOIN (SELECT site_id, dataset FROM replaced) USING (site_id, dataset)`,
    );
  const rows = present.flatMap(({ dataset, uploaded, stands }) =>
    stands.map((each) => valuesOf(dataset, uploaded, each)),
  );
  if (rows.length > 0)
    await db.run(
      `INSERT INTO stands SELECT * FROM (VALUES ${rows.join(', ')}) t(${STANDS_COLUMNS}) ` +
        `SEMI JOIN (SELECT site_id, dataset FROM replaced) USING (site_id, dataset)`,
    );
  return kept.length + rows.length > 0;
}

function valuesOf(dataset: string, uploaded: string, stands: RegisterStands): string {
  const { first, last } = stands;
  const text = (value: string | null) => (value === null ? 'NULL' : literal(value));
  const number = (value: number | null) => (value === null ? 'NULL' : String(value));
  const values = {
    site_id: text(stands.site),
    dataset: text(dataset),
    uploaded: text(uploaded),
    appliance: text(stands.appliance),
    measure: text(stands.measure),
    flow: text(stands.flow),
    basis: text(stands.basis),
    series: text(stands.series),
    meter: text(stands.meter),
    minutes: number(stands.minutes),
    fastest_kw: number(stands.fastest_kw),
    first_at: text(first.at),
    first_utc: text(first.utc),
    first_kwh: text(first.kwh),
    last_at: text(last.at),
    last_utc: text(last.utc),
    last_kwh: text(last.kwh),
    last_month: text(stands.last_month),
  } satisfies Record<keyof typeof COLUMNS, string>;
  return `(${keysOf(COLUMNS)
    .map((name) => `CAST(${values[name]} AS ${COLUMNS[name]})`)
    .join(', ')})`;
}

/**
 * Creates `seams`: the intervals between uploads, with the columns of raw_energy_data and `month, dataset, uploaded,
 * time_zone`. Each belongs to the upload whose first stand ends it, and to the month in which it begins.
 * @param rows relation of the readings of the months
 * @returns whether there are any
 */
async function createSeams(rows: string, db: Database): Promise<boolean> {
  const same = 'site_id, appliance, measure, flow, basis';
  const on = (a: string, b: string) =>
    same
      .split(', ')
      .map((name) => `${a}.${name} = ${b}.${name}`)
      .join(' AND ');
  const hours = `((epoch_us(f.first_utc) - epoch_us(l.last_utc)) / ${HOUR_US}.0::DOUBLE)`;
  const energy = (measure: string) => `CASE WHEN measure = '${measure}' THEN kwh END`;
  await db.run(`CREATE OR REPLACE TEMP TABLE seams AS
    WITH pairs AS (
      SELECT f.*, l.last_at AS since_at, l.last_utc AS since_utc, f.first_kwh - l.last_kwh AS kwh, ${hours} AS hours,
        greatest(f.fastest_kw, l.fastest_kw) AS fastest,
        coalesce(f.meter = l.meter, true) AS same_meter
      FROM stands f JOIN stands l ON ${on('f', 'l')} AND f.dataset <> l.dataset AND l.last_utc < f.first_utc
      QUALIFY row_number() OVER (
        PARTITION BY f.site_id, f.appliance, f.measure, f.dataset
        ORDER BY l.last_utc DESC, l.uploaded DESC, l.dataset DESC
      ) = 1
    ), open AS (
      SELECT * FROM pairs f WHERE same_meter AND kwh >= 0 AND hours <= ${SEAM_HOURS}
        AND CAST(kwh AS DOUBLE) <= ${TIMES_BELIEVED} * fastest * hours
        AND NOT EXISTS (
          SELECT 1 FROM stands c
          WHERE ${on('c', 'f')} AND c.dataset <> f.dataset AND c.first_utc < f.first_utc AND c.last_utc >= f.first_utc
        )
    )
    SELECT site_id, appliance, since_at AS timestamp, since_utc AS utc, minutes AS interval_minutes,
      ${energy('use')} AS kwh, ${energy('generation')} AS generated_kwh, flow, basis, 'calculated' AS quality, series,
      first_utc AS end_utc, strftime(since_at, '%Y-%m') AS month, dataset, uploaded, time_zone
    FROM open
    JOIN (SELECT site_id, dataset, any_value(time_zone) AS time_zone FROM ${rows} GROUP BY ALL) USING (site_id, dataset)
    SEMI JOIN changes ON changes.site_id = open.site_id AND changes.month = strftime(open.since_at, '%Y-%m')`);
  return (await db.rows('SELECT 1 FROM seams LIMIT 1')).length > 0;
}

/** The readings of months, and what is between their uploads. */
export interface Joined {
  /** Relation of both. */
  readonly rows: string;
  /** Relation of the readings that uploads have themselves. */
  readonly own: string;
  /** Whether the table `seams` has rows. */
  readonly seams: boolean;
}

/**
 * All rows of the months as `gather` has them, with the intervals between uploads in place of those of their last
 * version.
 * @param looked the changes, and months that are only looked at
 * @returns null where there are none
 */
export async function gatherJoined(
  changes: readonly Change[],
  looked: readonly Change[],
  published: Published,
  files: LakeFiles,
  db: Database,
): Promise<Joined | null> {
  const rows = await gather(looked, published, files, db);
  if (rows === null) return null;
  const present = presentOf(changes, published).map(({ dataset, publication }) => ({
    ...{ dataset, uploaded: uploadedAt(publication), stands: publication.stands },
  }));
  if (!(await createStands(changes, present, files, db))) return { rows, own: rows, seams: false };
  // No reading of an upload ends before its first stand.
  const own = `(SELECT r.* FROM ${rows} r ANTI JOIN stands s ON r.site_id = s.site_id AND r.dataset = s.dataset
    AND r.appliance = s.appliance AND r.end_utc <= s.first_utc
    AND CASE WHEN s.measure = 'use' THEN r.kwh ELSE r.generated_kwh END IS NOT NULL)`;
  if (!(await createSeams(own, db))) return { rows: own, own, seams: false };
  return { rows: `(SELECT * FROM ${own} UNION ALL BY NAME SELECT * FROM seams)`, own, seams: true };
}

/**
 * SQL: the stands that the versions of months keep: each where its readings begin and end, and where an interval
 * begins with the last one.
 */
export const KEPT_STANDS = `(
  SELECT DISTINCT * FROM (
    SELECT *, unnest([strftime(first_at, '%Y-%m'), last_month, strftime(last_at, '%Y-%m')]) AS month FROM stands
  ))`;
