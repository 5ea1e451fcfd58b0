/**
 * Which readings of a site's month count, where several uploads tell of the same time. docs/adr/0008-record.md says why
 * the rules are these.
 *
 * Two energies are of the same thing when site, appliance and measure are equal; they overlap when their UTC
 * intervals meet, so that an hour meets its four quarters. Uploads have an order (`ORDER`). Of energies of one thing
 * from different uploads:
 * - of the same interval, that of the last upload counts;
 * - one that shorter ones cover whole does not count;
 * - one that meets a longer one which is not covered whole does not count: a sum of some quarters is not the hour's;
 * - of two of the same length that meet, as on the hour and on the half hour, that of the last upload counts.
 *
 * Every rule looks at what was uploaded and at nothing that happened before, so the result does not depend on who came
 * first. Energies that count never meet.
 */
import type { Database } from '../database/duckdb.ts';
import { IS_ESTIMATED_SQL } from '../energy/flows.ts';
import type { Shadow } from '../energy/shadows.ts';
import { HOUR_US } from '../time-units.ts';

/** Relations with the columns of the rows that were folded. */
export interface Folded {
  /** The rows that count: of a row with two energies the one that does not count is null. */
  readonly counted: string;
  /** A row an energy that does not count, with `shadowed_by` (the dataset that counts instead) and `reason`. */
  readonly shadowed: string;
  /** Whether anything is shadowed. */
  readonly overlaps: boolean;
}

/** A dataset that a person puts after all others of a site. */
export interface Preferred {
  readonly site: string;
  readonly dataset: string;
}

/** A thing that has an energy at each instant once, looked at in months that have to do with each other. */
const THING = 'site_id, cluster, thing, measure';

/**
 * SQL: the order of uploads, the last one highest. What was measured comes after what was estimated, then whichever was
 * uploaded later; two that S3 received in the same instant go by name.
 */
const ORDER = '{p: preferred, m: measured, u: uploaded, d: dataset}';

/** Production that is reported in the row of the whole site, or in one of its own, is the same production. */
const WHOLE_PRODUCTION = ['production', 'total'];

/**
 * Decides for each row whether it counts. Needs `clusters` of the rows. The tables that it makes are TEMP and replaced
 * by the next fold.
 * @param rows relation with the columns of raw_energy_data and `month, dataset, uploaded` (TIMESTAMP), in which a
 *   dataset has each of its energies once
 */
export async function fold(rows: string, preferred: readonly Preferred[], db: Database): Promise<Folded> {
  await db.run(`CREATE OR REPLACE TEMP TABLE preferred_datasets (site_id VARCHAR, dataset VARCHAR)`);
  for (const { site, dataset } of preferred)
    await db.run('INSERT INTO preferred_datasets VALUES ($site, $dataset)', { site, dataset });
  await db.run('CREATE OR REPLACE TEMP TABLE contested AS SELECT * FROM clusters WHERE contested');
  if (await isEmpty('contested', db)) return unfolded(rows);
  await createClaims(rows, db);
  await createShadows(db);
  if (await isEmpty('shadows', db)) return unfolded(rows);
  return { ...folded(rows), overlaps: true };
}

/** All rows count. */
export function unfolded(rows: string): Folded {
  const shadowed = `(SELECT *, dataset AS shadowed_by, '' AS reason FROM ${rows} WHERE false)`;
  return { counted: rows, shadowed, overlaps: false };
}

async function isEmpty(table: string, db: Database): Promise<boolean> {
  return (await db.rows(`SELECT 1 FROM ${table} LIMIT 1`)).length === 0;
}

/** SQL: what an energy is of. */
export function thingOf(measure: FoldedMeasure): string {
  if (measure === 'use') return 'appliance';
  const whole = WHOLE_PRODUCTION.map((name) => `'${name}'`).join(', ');
  return `CASE WHEN flow = 'production' AND NOT list_contains([${whole}], appliance) THEN appliance ELSE '' END`;
}

/** The energies of a row: what is used (or bought), and what is produced (or sold). */
export const ENERGIES = { use: 'kwh', generation: 'generated_kwh' } as const;
type FoldedMeasure = keyof typeof ENERGIES;
export const FOLDED_MEASURES = ['use', 'generation'] as const satisfies readonly FoldedMeasure[];

/**
 * Creates `clusters` (site_id, month, cluster, contested): months that readings last from one into another are one
 * cluster, and contested where several uploads tell of it.
 * @param rows relation `site_id, month, dataset, timestamp, utc, end_utc`
 * @returns whether any is contested
 */
export async function createClusters(rows: string, db: Database): Promise<boolean> {
  await db.run(`CREATE OR REPLACE TEMP TABLE clusters AS
    SELECT site_id, month, cluster,
      min(first) OVER (PARTITION BY site_id, cluster) <> max(last) OVER (PARTITION BY site_id, cluster) AS contested
    FROM (
      SELECT *, sum(CASE WHEN reached >= month THEN 0 ELSE 1 END) OVER (PARTITION BY site_id ORDER BY month) AS cluster
      FROM (
        SELECT *, max(reaches) OVER (PARTITION BY site_id ORDER BY month
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
        FROM (
          SELECT site_id, month, min(dataset) AS first, max(dataset) AS last,
            strftime(max(timestamp + (${ENDS} - utc) - to_microseconds(1)), '%Y-%m') AS reaches
          FROM ${rows} GROUP BY ALL
        )
      )
    )`);
  return !(await isEmpty('(SELECT * FROM clusters WHERE contested)', db));
}

/** Creates `claims`: each interval that a dataset has an energy for, of things of which several datasets do. */
async function createClaims(rows: string, db: Database): Promise<void> {
  const each = FOLDED_MEASURES.map(
    (measure) => `
      SELECT site_id, cluster, ${thingOf(measure)} AS thing, '${measure}' AS measure, dataset, utc, ${ENDS} AS ends,
        (site_id, dataset) IN (SELECT (site_id, dataset) FROM preferred_datasets) AS preferred,
        NOT ${IS_ESTIMATED_SQL} AS measured, uploaded
      FROM ${rows} JOIN contested USING (site_id, month) WHERE ${ENERGIES[measure]} IS NOT NULL`,
  );
  await db.run(`CREATE OR REPLACE TEMP TABLE claims AS
    WITH told AS MATERIALIZED (${each.join(' UNION ALL ')})
    SELECT *, epoch_us(ends) - epoch_us(utc) AS length
    FROM (
      SELECT ${THING}, dataset, utc, ends,
        bool_or(preferred) AS preferred, bool_and(measured) AS measured, max(uploaded) AS uploaded
      FROM told GROUP BY ALL
    )
    SEMI JOIN (SELECT ${THING} FROM told GROUP BY ALL HAVING count(DISTINCT dataset) > 1) USING (${THING})`);
}

/** A reading of which no length is known is that of its instant. */
export const ENDS = 'greatest(coalesce(end_utc, utc), utc + to_microseconds(1))';

/** Creates `shadows`: the claims that do not count, each with `shadowed_by` and `reason`. */
async function createShadows(db: Database): Promise<void> {
  const best = `OVER (PARTITION BY ${THING}, utc, ends ORDER BY ${ORDER} DESC)`;
  await db.run(`CREATE OR REPLACE TEMP TABLE best_claims AS
    SELECT * FROM claims QUALIFY row_number() ${best} = 1`);
  await createMeetings(db);
  // What shorter claims tell of a longer one: how much of it they cover together.
  await db.run(`CREATE OR REPLACE TEMP TABLE covered_claims AS
    SELECT ${THING}, utc, ends, dataset,
      sum(greatest(0, epoch_us(upto) - greatest(epoch_us(since), coalesce(reached, epoch_us(since)))))
        >= any_value(length) AS whole,
      arg_max(other, other_order) AS finer
    FROM (
      SELECT *, max(epoch_us(upto)) OVER (
        PARTITION BY ${THING}, utc, ends, dataset ORDER BY since, upto ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS reached
      FROM meetings WHERE other_length < length
    ) GROUP BY ${THING}, utc, ends, dataset`);
  const shadows: Readonly<Record<Exclude<Shadow, 'WITHIN_WHOLE'>, string>> = {
    SAME_INTERVAL: `SELECT ${THING}, utc, ends, dataset, first_value(dataset) ${best} AS shadowed_by FROM claims
      QUALIFY row_number() ${best} > 1`,
    FINER: `SELECT ${THING}, utc, ends, dataset, finer FROM covered_claims WHERE whole`,
    PARTLY_COVERED: `SELECT m.site_id, m.cluster, m.thing, m.measure, m.utc, m.ends, m.dataset,
        arg_max(m.other, m.other_length)
      FROM meetings m JOIN covered_claims c ON c.site_id = m.site_id AND c.cluster = m.cluster AND c.thing = m.thing
        AND c.measure = m.measure AND c.utc = m.other_utc AND c.ends = m.other_ends
      WHERE m.other_length > m.length AND NOT c.whole GROUP BY ALL`,
    SHIFTED: `SELECT ${THING}, utc, ends, dataset, arg_max(other, other_order) FROM meetings
      WHERE other_length = length AND other_order > own_order GROUP BY ALL`,
  };
  const all = Object.entries(shadows).map(
    ([reason, query], place) =>
      `SELECT *, '${reason}' AS reason, ${place} AS place ` +
      `FROM (${query}) t(${THING}, utc, ends, dataset, shadowed_by)`,
  );
  await db.run(`CREATE OR REPLACE TEMP TABLE shadows AS
    SELECT ${THING}, utc, ends, dataset, arg_min(shadowed_by, place) AS shadowed_by, arg_min(reason, place) AS reason
    FROM (${all.join(' UNION ALL ')}) GROUP BY ${THING}, utc, ends, dataset`);
}

/**
 * Creates `meetings`: pairs of best claims of one thing from different datasets that meet, from both sides: the
 * claim, and as `other` the one that it meets; `since` and `upto` are what they have in common.
 *
 * Only claims that overlap something are paired, and only within an hour of the clock: a pair is found in the hour
 * in which the later one begins.
 */
async function createMeetings(db: Database): Promise<void> {
  const before = `OVER (PARTITION BY ${THING} ORDER BY utc, ends ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  const islands = `
    SELECT *, sum(CASE WHEN reached > epoch_us(utc) THEN 0 ELSE 1 END)
      OVER (PARTITION BY ${THING} ORDER BY utc, ends) AS island
    FROM (SELECT *, max(epoch_us(ends)) ${before} AS reached FROM best_claims)`;
  const crowded = `
    SELECT *, ${ORDER} AS own_order FROM (${islands})
    QUALIFY min(dataset) OVER (PARTITION BY ${THING}, island) <> max(dataset) OVER (PARTITION BY ${THING}, island)`;
  const hours = `
    SELECT *, unnest(range(epoch_us(utc) // ${HOUR_US}, (epoch_us(ends) - 1) // ${HOUR_US} + 1)) AS hour
    FROM (${crowded})`;
  await db.run(`CREATE OR REPLACE TEMP TABLE crowded_claims AS ${hours}`);
  await db.run(`CREATE OR REPLACE TEMP TABLE meetings AS
    SELECT a.site_id, a.cluster, a.thing, a.measure, a.utc, a.ends, a.dataset, a.length, a.own_order,
      b.dataset AS other, b.utc AS other_utc, b.ends AS other_ends, b.length AS other_length,
      b.own_order AS other_order,
      greatest(a.utc, b.utc) AS since, least(a.ends, b.ends) AS upto
    FROM crowded_claims a JOIN crowded_claims b USING (${THING}, hour)
    WHERE a.dataset <> b.dataset AND a.utc < b.ends AND b.utc < a.ends
      AND hour = epoch_us(greatest(a.utc, b.utc)) // ${HOUR_US}`);
}

/** Applies `shadows` to the rows. */
function folded(rows: string): Pick<Folded, 'counted' | 'shadowed'> {
  const things = FOLDED_MEASURES.map((measure) => `${thingOf(measure)} AS thing_of_${measure}`).join(', ');
  const named = `(SELECT *, ${things}, ${ENDS} AS claimed_ends
    FROM ${rows} LEFT JOIN (SELECT * EXCLUDE (contested) FROM contested) USING (site_id, month))`;
  const joined = (measure: FoldedMeasure, alias: string) =>
    `JOIN (SELECT * FROM shadows WHERE measure = '${measure}') ${alias} ON ${alias}.site_id = r.site_id ` +
    `AND ${alias}.cluster = r.cluster AND ${alias}.thing = r.thing_of_${measure} AND ${alias}.dataset = r.dataset ` +
    `AND ${alias}.utc = r.utc AND ${alias}.ends = r.claimed_ends`;
  const helpers = `${FOLDED_MEASURES.map((measure) => `thing_of_${measure}`).join(', ')}, claimed_ends, cluster`;
  const kept = (measure: FoldedMeasure, alias: string) =>
    `CASE WHEN ${alias}.reason IS NULL THEN r.${ENERGIES[measure]} END`;
  const counted = `
    SELECT r.* EXCLUDE (${helpers})
      REPLACE (${kept('use', 'u')} AS kwh, ${kept('generation', 'g')} AS generated_kwh)
    FROM ${named} r LEFT ${joined('use', 'u')} LEFT ${joined('generation', 'g')}
    WHERE ${kept('use', 'u')} IS NOT NULL OR ${kept('generation', 'g')} IS NOT NULL`;
  const other = { use: 'generation', generation: 'use' } as const satisfies Record<FoldedMeasure, FoldedMeasure>;
  const shadowed = FOLDED_MEASURES.map(
    (measure) => `
      SELECT r.* EXCLUDE (${helpers}) REPLACE (NULL::DECIMAL(18,9) AS ${ENERGIES[other[measure]]}),
        s.shadowed_by, s.reason
      FROM ${named} r ${joined(measure, 's')} WHERE r.${ENERGIES[measure]} IS NOT NULL`,
  );
  return { counted: `(${counted})`, shadowed: `(${shadowed.join(' UNION ALL ')})` };
}
