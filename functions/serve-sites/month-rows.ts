/** The intervals of a site's month as the record has them, each with what is out of the ordinary in it. */
import { z } from 'zod';
import { type Database, literal } from '../../shared/database/duckdb.ts';
import { SEVERITIES } from '../../shared/energy/anomalies.ts';
import { BASIS_NAMES } from '../../shared/energy/flows.ts';
import { FILES, generationFile, manifestKey } from '../../shared/lake/keys.ts';
import { readableManifest } from '../../shared/lake/manifest.ts';
import type { LakeFiles } from '../../shared/record/files.ts';
import type { RecordMonth } from '../../shared/record/site-record.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import type { ServedAnomaly, ServedInterval } from '../../shared/served/table.ts';
import type { RecordTable, TableName } from '../../shared/tables/schema.ts';
import { reasonOf } from './reason.ts';

/** What of an interval is out of the ordinary is told up to here; an item of the table has at most 400 KB. */
const ANOMALIES_TOLD = 20;

export type MonthInterval = Omit<ServedInterval, 'site_id' | 'month' | 'commit'>;

export interface MonthRows {
  readonly intervals: readonly MonthInterval[];
  /** Of the last upload that tells of the month. */
  readonly dataset: string | null;
  readonly timeZone: string | null;
}

interface Surroundings {
  readonly lake: LakeStore;
  readonly files: LakeFiles;
  readonly db: Database;
}

/** @param since what begins before is left out, ISO 8601 in UTC */
export async function monthRows(
  site: string,
  month: RecordMonth,
  since: string,
  surroundings: Surroundings,
): Promise<MonthRows> {
  const balance = await relationOf(month, 'balance_data', surroundings);
  const readings = await relationOf(month, 'raw_energy_data', surroundings);
  if (balance === null || readings === null) return { intervals: [], dataset: null, timeZone: null };
  const uploads = uploadsSchema.parse(
    await surroundings.db.rows(
      `SELECT dataset, arg_max(time_zone, uploaded) AS time_zone FROM ${readings}
      GROUP BY dataset ORDER BY max(uploaded) DESC, dataset DESC`,
    ),
  );
  const found = await anomaliesOf(
    site,
    uploads.map(({ dataset }) => dataset),
    { balance, readings, since },
    surroundings,
  );
  const rows = rowSchema.parse(
    await surroundings.db.rows(
      `SELECT ${utc('utc')} AS timestamp, ${utc('coalesce(end_utc, utc)')} AS end,
        strftime(timestamp, '%Y-%m-%dT%H:%M:%S') AS local, basis, ${ENERGIES.join(', ')}
      FROM ${balance} WHERE utc >= ${at(since)} ORDER BY utc, end_utc`,
    ),
  );
  // Should two rows begin at once, the longer one counts: an item of the table is one interval.
  const intervals = new Map(rows.map((row) => [row.timestamp, intervalOf(row, found.get(row.timestamp) ?? [])]));
  const [last] = uploads;
  return { intervals: [...intervals.values()], dataset: last?.dataset ?? null, timeZone: last?.time_zone ?? null };
}

const uploadsSchema = z.array(z.object({ dataset: z.string(), time_zone: z.string().nullable() }));

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

/** SQL: a time as the table writes it. */
const utc = (expression: string) => `strftime(${expression}, '%Y-%m-%dT%H:%M:%SZ')`;
/** SQL: a time as the table writes it, as a TIMESTAMP. */
const at = (text: string) => `TIMESTAMP ${literal(text.replace('T', ' ').replace('Z', ''))}`;

function intervalOf(row: z.infer<typeof rowSchema>[number], anomalies: readonly ServedAnomaly[]): MonthInterval {
  const worst = SEVERITIES.findLast((severity) => anomalies.some((each) => each.severity === severity)) ?? null;
  const told = anomalies.slice(0, ANOMALIES_TOLD);
  const more = anomalies.length - told.length;
  return {
    ...row,
    anomaly: anomalies.length > 0,
    severity: worst,
    anomaly_reasons: [...told.map(reasonOf), ...(more > 0 ? [`and ${more} more`] : [])],
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
 * What the uploads found, by the interval that it begins in, the worst first. A reading that does not count any more,
 * because another upload tells of its time, is nobody's anomaly.
 */
async function anomaliesOf(
  site: string,
  datasets: readonly string[],
  { balance, readings, since }: { balance: string; readings: string; since: string },
  surroundings: Surroundings,
): Promise<Map<string, ServedAnomaly[]>> {
  const outputs = await Promise.all(datasets.map((dataset) => outputsOf(dataset, surroundings)));
  const parts = outputs.flatMap(({ dataset, anomalies, events }) => [
    ...(anomalies === null
      ? []
      : [
          `SELECT ${literal(dataset)} AS dataset, 'reading' AS of, kind, direction, severity, appliance, measure,
            utc AS start_utc, CAST(NULL AS TIMESTAMP) AS end_utc, CAST(kwh AS DECIMAL(38,9)) AS kwh,
            CAST(mean_kwh AS DECIMAL(38,9)) AS expected_kwh, CAST(NULL AS DOUBLE) AS cost,
            CAST(NULL AS VARCHAR) AS currency
          FROM read_parquet(${literal(anomalies)}) WHERE site_id = ${literal(site)}`,
        ]),
    ...(events === null
      ? []
      : [
          `SELECT ${literal(dataset)}, 'event', kind, direction, severity, appliance, measure, start_utc, end_utc,
            CAST(kwh AS DECIMAL(38,9)), CAST(expected_kwh AS DECIMAL(38,9)), CAST(cost AS DOUBLE), currency
          FROM read_parquet(${literal(events)}) WHERE site_id = ${literal(site)}`,
        ]),
  ]);
  if (parts.length === 0) return new Map();
  const rank = SEVERITIES.map((severity, place) => `WHEN ${literal(severity)} THEN ${place}`).join(' ');
  const rows = anomalySchema.parse(
    await surroundings.db.rows(
      `WITH found AS (${parts.join(' UNION ALL ')}),
      counted AS (
        SELECT f.* FROM found f
        SEMI JOIN ${readings} r ON r.dataset = f.dataset AND r.appliance = f.appliance AND r.utc = f.start_utc
          AND CASE f.measure WHEN 'generation' THEN r.generated_kwh ELSE r.kwh END IS NOT NULL
      )
      SELECT ${utc('b.utc')} AS at, c.of, c.kind, c.direction, c.severity, c.appliance, c.measure,
        ${utc('c.start_utc')} AS timestamp, ${utc('c.end_utc')} AS end, c.kwh, c.expected_kwh, c.cost, c.currency
      FROM counted c ASOF JOIN (SELECT utc, end_utc FROM ${balance} WHERE utc >= ${at(since)}) b
        ON c.start_utc >= b.utc
      WHERE c.start_utc < coalesce(b.end_utc, b.utc + INTERVAL 1 HOUR)
      ORDER BY b.utc, CASE c.severity ${rank} END DESC, c.of, c.start_utc, c.appliance, c.measure, c.kind`,
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

/** The files that a published upload's anomalies are in; null where it has none, or is not published any more. */
async function outputsOf(
  dataset: string,
  { lake, files }: Surroundings,
): Promise<{ dataset: string; anomalies: string | null; events: string | null }> {
  const stored = await lake.getText(manifestKey(dataset));
  const published = stored ? readableManifest(stored.text)?.published : undefined;
  const file = async (table: TableName) => {
    const output = published?.tables.find((each) => each.table === table && each.rows > 0);
    return output ? files.fetch(`${output.prefix}${FILES.table}`) : null;
  };
  return { dataset, anomalies: await file('anomaly_data'), events: await file('anomaly_event_data') };
}

/** @returns an SQL relation of the month's file of a table; null where the month has no rows in it */
async function relationOf(
  { generation, tables }: RecordMonth,
  table: RecordTable,
  { files }: Surroundings,
): Promise<string | null> {
  if (!tables.some((each) => each.table === table && each.rows > 0)) return null;
  const file = await files.fetch(generationFile(generation, table));
  return `read_parquet(${literal(file)}, hive_partitioning = false)`;
}
