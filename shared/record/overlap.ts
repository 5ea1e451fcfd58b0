/**
 * What readings that are about to be published have in common with what the record of their sites holds from other
 * uploads.
 */
import pMap from 'p-map';
import { z } from 'zod';
import { type Database, literal } from '../database/duckdb.ts';
import { IS_ESTIMATED_SQL } from '../energy/flows.ts';
import { OVERLAP_NAMES, type Overlap } from '../energy/overlap.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import type { LakeFiles } from './files.ts';
import { ENDS, ENERGIES, FOLDED_MEASURES, thingOf } from './fold.ts';
import { type Change, createFiles, type KeptFile, keptFiles } from './gather.ts';
import { REACHES } from './neighbours.ts';
import { readRecord, type SiteRecord } from './site-record.ts';

const SITES_AT_ONCE = 16;
/** Of a figure. */
const LITTLE = 0.01;

/** Readings of a site and those of others in the very same intervals. */
export interface Contradiction {
  readonly site: string;
  /** Intervals that both tell of, both measured. */
  readonly shared: number;
  /** How many of them differ beyond what is rounded. */
  readonly differing: number;
  /** Another upload, of several that with the most readings. */
  readonly other: string;
}

export interface Overlaps {
  /** null where no time is told of twice. */
  readonly overlap: Overlap | null;
  readonly sites: readonly Contradiction[];
}

const NONE: Overlaps = { overlap: null, sites: [] };

/**
 * Creates TEMP tables `record_files`, `both_claims` and `met_claims`.
 * @param readings relation with the columns of raw_energy_data
 * @param datasets what they have in the record already is left out; the first is the one whose readings these are
 */
export async function findOverlaps(
  readings: string,
  datasets: readonly [own: string, ...others: string[]],
  lake: LakeStore,
  files: LakeFiles,
  db: Database,
): Promise<Overlaps> {
  const kept = await keptFiles(await monthsInTheRecord(readings, lake, db), files);
  if (kept.length === 0) return NONE;
  await createFiles(
    'record_files',
    kept.map(({ file, site, table }) => [file, site, table]),
    ['file', 'site_id', 'table_name'],
    db,
  );
  await createBoth(readings, kept, datasets, db);
  await db.run(MEETINGS);
  const [{ from, to, ...sums }] = sumsSchema.parse(await db.rows(SUMS));
  if (from === null || to === null) return NONE;
  const others = othersSchema.parse(await db.rows(OTHERS));
  return {
    overlap: {
      ...sums,
      from,
      to,
      datasets: others.slice(0, OVERLAP_NAMES).map((each) => each.dataset),
      left_out: Math.max(0, others.length - OVERLAP_NAMES),
    },
    sites: contradictionsSchema.parse(await db.rows(CONTRADICTIONS)),
  };
}

const siteSchema = z.array(z.object({ site_id: z.string(), first: z.string(), last: z.string() }));

/** The months of the record whose readings may meet these, also those that last into them. */
async function monthsInTheRecord(readings: string, lake: LakeStore, db: Database): Promise<Change[]> {
  const sites = siteSchema.parse(
    await db.rows(
      `SELECT site_id, strftime(min(timestamp), '%Y-%m') AS first,
        ${REACHES} AS last
      FROM ${readings} GROUP BY site_id ORDER BY site_id`,
    ),
  );
  const found = await pMap(
    sites,
    async ({ site_id, first, last }) => {
      const { record } = await readRecord(lake, site_id);
      return monthsBetween(record, first, last).map((month): Change => ({ record, month, datasets: [] }));
    },
    { concurrency: SITES_AT_ONCE },
  );
  return found.flat();
}

function monthsBetween({ months }: SiteRecord, first: string, last: string): string[] {
  return Object.entries(months).flatMap(([month, { reaches = month }]) =>
    month <= last && reaches >= first ? [month] : [],
  );
}

const THING = 'site_id, thing, measure';

/** SQL: the energies of rows, one a row. @param who names whose they are */
function claims(rows: string, who: string): string {
  const each = FOLDED_MEASURES.map(
    (measure) => `
      SELECT site_id, ${thingOf(measure)} AS thing, '${measure}' AS measure, timestamp, utc, ${ENDS} AS ends,
        CAST(${ENERGIES[measure]} AS DECIMAL(18,9)) AS energy,
        NOT ${IS_ESTIMATED_SQL} AS measured, ${who}
      FROM ${rows} WHERE ${ENERGIES[measure]} IS NOT NULL`,
  );
  return each.join(' UNION ALL ');
}

/**
 * Creates `both_claims`: the energies of others, and of the readings those that are of the same things and of about the
 * same time. Of others, those count that do in the record, or would if the dataset were not there.
 */
async function createBoth(
  readings: string,
  kept: readonly KeptFile[],
  datasets: readonly [own: string, ...others: string[]],
  db: Database,
): Promise<void> {
  const [own] = datasets;
  const out = datasets.map(literal).join(', ');
  const list = kept.map(({ file }) => literal(file)).join(', ');
  const shadowed = kept.some(({ table }) => table === 'shadowed_readings');
  const counts = shadowed ? ` AND (k.table_name <> 'shadowed_readings' OR r.shadowed_by IN (${out}))` : '';
  const others =
    `(SELECT k.site_id, r.* FROM read_parquet([${list}], filename = true, union_by_name = true, ` +
    `hive_partitioning = false) r JOIN record_files k ON k.file = r.filename ` +
    `WHERE r.dataset NOT IN (${out})${counts})`;
  await db.run(`CREATE OR REPLACE TEMP TABLE both_claims AS ${claims(others, 'false AS own, dataset')}`);
  await db.run(`INSERT INTO both_claims
    SELECT c.* FROM (${claims(readings, `true AS own, ${literal(own)} AS dataset`)}) c
    JOIN (SELECT ${THING}, min(utc) AS since, max(ends) AS upto FROM both_claims GROUP BY ALL) USING (${THING})
    WHERE c.utc < upto AND c.ends > since`);
}

const BEFORE = `(PARTITION BY ${THING} ORDER BY utc ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
const AFTER = `(PARTITION BY ${THING} ORDER BY utc ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)`;
/** SQL: whether one of these, `own` or `NOT own`, meets the row. */
const meets = (whose: string) =>
  `coalesce(max(CASE WHEN ${whose} THEN epoch_us(ends) END) OVER ${BEFORE} > epoch_us(utc), false)
    OR coalesce(min(CASE WHEN ${whose} THEN epoch_us(utc) END) OVER ${AFTER} < epoch_us(ends), false)`;

/** Creates `met_claims`: the energies of either side that meet one of the other. */
const MEETINGS = `CREATE OR REPLACE TEMP TABLE met_claims AS
  SELECT * EXCLUDE (met) FROM (
    SELECT *, CASE WHEN own THEN ${meets('NOT own')} ELSE ${meets('own')} END AS met FROM both_claims
  ) WHERE met`;

const number = z.coerce.number();
const sumsSchema = z.tuple([
  z.object({
    readings: number,
    from: z.string().nullable(),
    to: z.string().nullable(),
    kwh: z.number().nullable(),
    others_kwh: z.number().nullable(),
    generated_kwh: z.number().nullable(),
    others_generated_kwh: z.number().nullable(),
  }),
]);

/** SQL: an energy of what is told of by both; of a reading that goes beyond it the share of its time that is in it. */
const sumOf = (measure: (typeof FOLDED_MEASURES)[number], whose: string) =>
  `CAST(sum(within) FILTER (measure = '${measure}' AND ${whose}) AS DOUBLE)`;
const ISO = "'%Y-%m-%dT%H:%M:%S'";
const SUMS = `
  SELECT count(*) FILTER (own) AS readings, strftime(min(timestamp) FILTER (own), ${ISO}) AS from,
    strftime(max(timestamp + (ends - utc)) FILTER (own), ${ISO}) AS to,
    ${sumOf('use', 'own')} AS kwh, ${sumOf('use', 'NOT own')} AS others_kwh,
    ${sumOf('generation', 'own')} AS generated_kwh, ${sumOf('generation', 'NOT own')} AS others_generated_kwh
  FROM (
    SELECT m.*, CAST(CAST(energy AS DOUBLE) *
      ((epoch_us(least(ends, upto)) - epoch_us(greatest(utc, since))) / (epoch_us(ends) - epoch_us(utc)))
      AS DECIMAL(18,9)) AS within
    FROM met_claims m JOIN (
      SELECT ${THING}, greatest(min(utc) FILTER (own), min(utc) FILTER (NOT own)) AS since,
        least(max(ends) FILTER (own), max(ends) FILTER (NOT own)) AS upto
      FROM met_claims GROUP BY ALL
    ) USING (${THING})
  )`;

const othersSchema = z.array(z.object({ dataset: z.string() }));
const OTHERS = 'SELECT dataset FROM met_claims WHERE NOT own GROUP BY 1 ORDER BY count(*) DESC, 1';

const contradictionsSchema = z.array(
  z.object({ site: z.string(), shared: number, differing: number, other: z.string() }),
);

/** SQL: the least step that figures with these decimals are written in. */
const unitOf = (energy: string) =>
  `pow(10.0, -max(length(rtrim(split_part(CAST(${energy} AS VARCHAR), '.', 2), '0'))))`;
/**
 * SQL: what rounding explains. Of unequal precision each is off by half a step at most; of equal precision they should
 * be the same, apart from a last digit that matters little.
 */
const ROUNDED = `CASE WHEN own_unit = other_unit
  THEN least(own_unit, ${LITTLE} * greatest(abs(own_energy), abs(other_energy))::DOUBLE)
  ELSE (own_unit + other_unit) / 2 END`;
/**
 * What two tell of the same interval, where both measured it or neither did: a figure that was measured later replaces
 * an estimate, and contradicts nothing.
 */
const CONTRADICTIONS = `
  WITH pairs AS MATERIALIZED (
    SELECT ${THING}, a.energy AS own_energy, b.energy AS other_energy, b.dataset
    FROM (SELECT * FROM met_claims WHERE own) a JOIN (SELECT * FROM met_claims WHERE NOT own) b
      USING (${THING}, utc, ends, measured)
  )
  SELECT site_id AS site, count(*) AS shared,
    count(*) FILTER (abs(own_energy - other_energy)::DOUBLE > ${ROUNDED} + 1e-6) AS differing,
    min(dataset) AS other
  FROM pairs JOIN (
    SELECT ${THING}, ${unitOf('own_energy')} AS own_unit, ${unitOf('other_energy')} AS other_unit
    FROM pairs GROUP BY ALL
  ) USING (${THING})
  GROUP BY site_id ORDER BY site_id`;
