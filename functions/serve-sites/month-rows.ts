/** The intervals of a site's month as its record has them, each with what is out of the ordinary in it. */
import { z } from 'zod';
import { type Database, literal } from '../../shared/database/duckdb.ts';
import { SEVERITIES } from '../../shared/energy/anomalies.ts';
import { BASIS_NAMES } from '../../shared/energy/flows.ts';
import type { ServedAnomaly, ServedInterval } from '../../shared/served/table.ts';
import { DEFAULT_ZONE } from '../../shared/settings/settings.ts';
import { eachOnce, reasonOf } from './reason.ts';
import type { Version } from './version.ts';

/** What of an interval is out of the ordinary is told up to here; an item of the table has at most 400 KB. */
const ANOMALIES_TOLD = 20;

export type MonthInterval = Omit<ServedInterval, 'site_id' | 'month' | 'commit'>;

/** What the last interval and the last upload of a month say of its site. */
export interface LastOfMonth {
  /** Of the last upload that tells of the month. */
  readonly dataset: string | null;
  readonly time_zone: string | null;
  readonly basis: ServedInterval['basis'];
  readonly last_timestamp: string | null;
}

export const NO_LAST: LastOfMonth = { dataset: null, time_zone: null, basis: null, last_timestamp: null };

/** SQL: a time as the table writes it. */
const utc = (expression: string) => `strftime(${expression}, '%Y-%m-%dT%H:%M:%SZ')`;
/** SQL: a time as the table writes it, as a TIMESTAMP. */
const at = (text: string) => `TIMESTAMP ${literal(text.replace('T', ' ').replace('Z', ''))}`;

const lastSchema = z.tuple([
  z.object({
    dataset: z.string().nullable(),
    time_zone: z.string().nullable(),
    basis: z.enum(BASIS_NAMES).nullable(),
    last_timestamp: z.string().nullable(),
  }),
]);

export async function lastOf({ balance, readings }: Version, db: Database): Promise<LastOfMonth> {
  const last = (of: string) => `arg_max(${of}, {u: uploaded, d: dataset})`;
  const [row] = lastSchema.parse(
    await db.rows(
      `SELECT * FROM (SELECT ${last('dataset')} AS dataset, ${last('time_zone')} AS time_zone FROM ${readings}),
        (SELECT arg_max(basis, {s: utc, e: end_utc}) AS basis, ${utc('max(utc)')} AS last_timestamp FROM ${balance})`,
    ),
  );
  return row;
}

const amount = z.coerce.number().nullable();
const rowSchema = z.array(
  z.object({
    timestamp: z.string(),
    end: z.string(),
    local: z.string(),
    basis: z.enum(BASIS_NAMES).nullable(),
    energy_consumed_kwh: amount,
    energy_generated_kwh: amount,
    net_energy_kwh: amount,
    import_kwh: amount,
    export_kwh: amount,
    charge_kwh: amount,
    discharge_kwh: amount,
    self_used_kwh: amount,
    residual_kwh: amount,
  }),
);

const ENERGIES = [
  'use_kwh AS energy_consumed_kwh',
  'production_kwh AS energy_generated_kwh',
  'production_kwh - use_kwh AS net_energy_kwh',
  ...['import_kwh', 'export_kwh', 'charge_kwh', 'discharge_kwh', 'self_used_kwh', 'residual_kwh'],
];

/**
 * @param since what begins before is left out, ISO 8601 in UTC
 * @param among relation with the `utc` of the intervals that are wanted; all where it is not given
 */
export async function intervalsOf(
  version: Version,
  since: string,
  db: Database,
  among?: string,
): Promise<MonthInterval[]> {
  const wanted = among === undefined ? '' : ` AND utc IN (SELECT utc FROM ${among})`;
  const rows = rowSchema.parse(
    await db.rows(
      `SELECT ${utc('utc')} AS timestamp, ${utc('coalesce(end_utc, utc)')} AS end,
        strftime(timestamp, '%Y-%m-%dT%H:%M:%S') AS local, basis, ${ENERGIES.join(', ')}
      FROM ${version.balance} WHERE utc >= ${at(since)}${wanted} ORDER BY utc, end_utc`,
    ),
  );
  const found = await anomaliesOf(version, since, db, among);
  const zone = found.size === 0 ? null : (await lastOf(version, db)).time_zone;
  // Should two rows begin at once, the longer one counts: an item of the table is one interval.
  return [
    ...new Map(rows.map((row) => [row.timestamp, intervalOf(row, found.get(row.timestamp) ?? [], zone)])).values(),
  ];
}

function intervalOf(
  row: z.infer<typeof rowSchema>[number],
  found: readonly ServedAnomaly[],
  zone: string | null,
): MonthInterval {
  const anomalies = eachOnce(found);
  const worst = SEVERITIES.findLast((severity) => anomalies.some((each) => each.severity === severity)) ?? null;
  const told = anomalies.slice(0, ANOMALIES_TOLD);
  const more = anomalies.length - told.length;
  return {
    ...row,
    anomaly: anomalies.length > 0,
    severity: worst,
    anomaly_reasons: [
      ...told.map((each) => reasonOf(each, row.local.slice(0, 10), zone ?? DEFAULT_ZONE)),
      ...(more > 0 ? [`and ${more} more`] : []),
    ],
    anomalies: told,
  };
}

const anomalySchema = z.array(
  z.object({
    at: z.string(),
    of: z.enum(['reading', 'event']),
    kind: z.string(),
    direction: z.string(),
    severity: z.enum(SEVERITIES),
    appliance: z.string(),
    measure: z.string(),
    timestamp: z.string(),
    end: z.string().nullable(),
    kwh: amount,
    expected_kwh: amount,
    cost: amount,
    currency: z.string().nullable(),
  }),
);

/**
 * SQL: what was found, with `within`, the start of the interval that it begins in. A reading that does not count any
 * more, because another upload tells of its time, is nobody's anomaly.
 */
function foundIn({ found, readings, balance }: Version, since: string): string | null {
  if (found === null) return null;
  return `SELECT b.utc AS within, f.* EXCLUDE (site_id, dataset)
    FROM (
      SELECT f.* FROM ${found} f
      SEMI JOIN ${readings} r ON r.dataset = f.dataset AND r.appliance = f.appliance AND r.utc = f.start_utc
        AND CASE f.measure WHEN 'generation' THEN r.generated_kwh ELSE r.kwh END IS NOT NULL
    ) f ASOF JOIN (SELECT utc, end_utc FROM ${balance} WHERE utc >= ${at(since)}) b ON f.start_utc >= b.utc
    WHERE f.start_utc < coalesce(b.end_utc, b.utc + INTERVAL 1 HOUR)`;
}

/** What was found, by the interval that it begins in, the worst first. */
async function anomaliesOf(
  version: Version,
  since: string,
  db: Database,
  among: string | undefined,
): Promise<Map<string, ServedAnomaly[]>> {
  const found = foundIn(version, since);
  if (found === null) return new Map();
  const rank = SEVERITIES.map((severity, place) => `WHEN ${literal(severity)} THEN ${place}`).join(' ');
  const wanted = among === undefined ? '' : `WHERE c.within IN (SELECT utc FROM ${among})`;
  const rows = anomalySchema.parse(
    await db.rows(
      `SELECT ${utc('c.within')} AS at, c.of, c.kind, c.direction, c.severity, c.appliance, c.measure,
        ${utc('c.start_utc')} AS timestamp, ${utc('c.end_utc')} AS end, c.kwh, c.expected_kwh, c.cost, c.currency
      FROM (${found}) c ${wanted}
      ORDER BY c.within, CASE c.severity ${rank} END DESC, c.of, c.start_utc, c.appliance, c.measure, c.kind`,
    ),
  );
  const byInterval = new Map<string, ServedAnomaly[]>();
  for (const { at: interval, ...anomaly } of rows) {
    const known = byInterval.get(interval);
    if (known) known.push(anomaly);
    else byInterval.set(interval, [anomaly]);
  }
  return byInterval;
}

/** What of a version shows in the table. */
const SHOWN = `utc, end_utc, timestamp, basis, ${ENERGIES.join(', ')}`;

const timesSchema = z.array(z.object({ time: z.string() }));

/** The intervals of a month that differ between two versions: those that the later one has, and those that are gone. */
export async function changedIntervals(
  before: Version,
  after: Version,
  since: string,
  db: Database,
): Promise<{ readonly intervals: MonthInterval[]; readonly gone: string[] }> {
  const shown = ({ balance }: Version) => `SELECT ${SHOWN} FROM ${balance} WHERE utc >= ${at(since)}`;
  const either = (a: string, b: string) => `((${a}) EXCEPT (${b})) UNION ALL ((${b}) EXCEPT (${a}))`;
  const differ = [`SELECT utc FROM (${either(shown(before), shown(after))})`];
  const [foundBefore, foundAfter] = [foundIn(before, since), foundIn(after, since)];
  if (foundBefore !== null && foundAfter !== null)
    differ.push(`SELECT within FROM (${either(foundBefore, foundAfter)})`);
  else if (foundBefore !== null || foundAfter !== null)
    differ.push(`SELECT within FROM (${foundBefore ?? foundAfter})`);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE changed_intervals AS SELECT DISTINCT utc FROM (${differ.join(' UNION ALL ')})`,
  );
  const gone = timesSchema.parse(
    await db.rows(
      `SELECT ${utc('utc')} AS time FROM changed_intervals
      WHERE utc NOT IN (SELECT utc FROM ${after.balance}) ORDER BY utc`,
    ),
  );
  return {
    intervals: await intervalsOf(after, since, db, 'changed_intervals'),
    gone: gone.map(({ time }) => time),
  };
}
