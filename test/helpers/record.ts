/**
 * Uploads to the record of a lake: readings that a test writes down, published as the last step does, and what the
 * tables then show.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commit } from '../../functions/publish/commit.ts';
import { rememberContent, settleSameBytes } from '../../functions/publish/same-bytes.ts';
import { validate } from '../../functions/validate/validate.ts';
import type { Source, TableOutput, Validated, ValidateOutput } from '../../shared/contract.ts';
import { type Database, literal, type Row, withDatabase } from '../../shared/database/duckdb.ts';
import type { Severity } from '../../shared/energy/anomalies.ts';
import { FILES, monthPrefix, tablePrefix } from '../../shared/lake/keys.ts';
import type { Publication } from '../../shared/lake/manifest.ts';
import { withFolder, writeTable } from '../../shared/lake/run-files.ts';
import { announcePublication } from '../../shared/record/announce.ts';
import type { RecordContext } from '../../shared/record/context.ts';
import { lakeFiles } from '../../shared/record/files.ts';
import { follow } from '../../shared/record/follow.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { ALREADY_EXISTS, type Catalog, MISSING, type PartitionFault } from '../../shared/tables/catalog-port.ts';
import { castColumns, type RecordTable } from '../../shared/tables/schema.ts';
import { publicationOf } from '../unit/shared/lake/manifest-fixtures.ts';
import { folderLake } from './folder-lake.ts';
import { createStepContext } from './step-context.ts';

/** An energy of a thing (`site appliance measure`); minutes from 1 October 2026, in UTC. */
export interface RecordReading {
  readonly thing: string;
  readonly from: number;
  readonly to: number;
  readonly kwh: number;
  readonly estimated?: boolean;
  /** How far out of the ordinary its upload found it. */
  readonly unusual?: Severity;
  /** What it is, where it is not of the house's own meters; `parts` is a submeter of an upload without a whole. */
  readonly as?: 'submeter' | 'parts' | 'import';
  /** Minutes between readings of its series, where it lasts longer; null where they have no common interval. */
  readonly interval?: number | null;
}

export interface RecordUpload {
  readonly dataset: string;
  readonly run: string;
  /** Orders the uploads, and the versions of one. */
  readonly uploaded: number;
  readonly readings: readonly RecordReading[];
  /** Whether the upload has its balance beside the readings; earlier releases had none. */
  readonly balanced?: boolean;
  /** Sites whose next day it tells, 24 kWh of use. */
  readonly forecast?: readonly string[];
  /** Whether the process ends before it comes to the record. */
  readonly ends?: boolean;
}

/** SQL: the balance of sites of which use and production are known, and nothing at the grid. */
function balanceRows(readings: readonly RecordReading[]): string {
  const unknown = ['import', 'export', 'charge', 'discharge', 'residual'].map((name) => `NULL AS ${name}_kwh`);
  return `SELECT *, ${unknown.join(', ')}, CASE WHEN use_kwh < production_kwh THEN use_kwh
      WHEN use_kwh IS NOT NULL THEN production_kwh END AS self_used_kwh
    FROM (SELECT site_id, basis, min(timestamp) AS timestamp, utc, max(end_utc) AS end_utc, sum(kwh) AS use_kwh,
      sum(generated_kwh) AS production_kwh FROM (${readingRows(readings)}) GROUP BY site_id, basis, utc)`;
}

const START = Date.UTC(2026, 9, 1);
const timeOf = (minute: number) => new Date(START + minute * 60_000).toISOString();
export const monthOf = (minute: number) => timeOf(minute).slice(0, 7);

/** SQL: the rows of raw_energy_data. */
export function readingRows(readings: readonly RecordReading[]): string {
  const rows = readings.map(({ thing, from, to, kwh, estimated = false, interval = to - from, as }) => {
    const [site = '', appliance = '', measure] = thing.split(' ');
    const at = (minute: number) => `TIMESTAMP ${literal(timeOf(minute).replace('Z', ''))}`;
    const energy = `CAST(${kwh} AS DECIMAL(18,9))`;
    const [used, generated] = measure === 'use' ? [energy, 'NULL'] : ['NULL', energy];
    const own = measure === 'use' ? 'consumption' : 'production';
    const flow = as === undefined ? own : as === 'import' ? 'import' : 'submeter';
    const basis = as === 'import' ? 'grid' : as === 'parts' ? 'parts' : 'house';
    return `(${literal(site)}, ${literal(appliance)}, ${at(from)}, ${at(from)}, ${interval ?? 'NULL'}::DOUBLE,
      ${used}, ${generated},
      '${flow}', '${basis}', '${estimated ? 'estimated' : 'measured'}', ${literal(appliance)}, ${at(to)})`;
  });
  const names =
    'site_id, appliance, timestamp, utc, interval_minutes, kwh, generated_kwh, flow, basis, quality, series, end_utc';
  return `SELECT * FROM (VALUES ${rows.join(', ')}) t(${names})`;
}

/** SQL: the rows of anomaly_data. */
function anomalyRows(readings: readonly RecordReading[]): string {
  const rows = readings.map(({ thing, from, kwh, unusual = 'LOW' }) => {
    const [site = '', appliance = '', measure] = thing.split(' ');
    const kind = measure === 'use' ? 'consumption' : 'generation';
    const start = `TIMESTAMP ${literal(timeOf(from).replace('Z', ''))}`;
    const texts = [site, appliance, kind, unusual].map(literal).join(', ');
    return `(${texts}, ${start}, ${start}, ${kwh}, 'Z_SCORE', 'HIGH', 4, 1, 1, 1)`;
  });
  const names =
    'site_id, appliance, measure, severity, timestamp, utc, kwh, kind, direction, ' +
    'z_score, threshold, mean_kwh, std_kwh';
  return `SELECT * FROM (VALUES ${rows.join(', ')}) t(${names})`;
}

/** SQL: the rows of forecast_data. @param minute the day */
function forecastRows(sites: readonly string[], minute: number): string {
  const day = `DATE ${literal(timeOf(minute).slice(0, 10))}`;
  const rows = sites.map((site) => `(${literal(site)}, 'consumption', ${day}, 24, 20, 28, 'ensemble')`);
  return `SELECT * FROM (VALUES ${rows.join(', ')}) t(site_id, measure, ds, yhat, yhat_lower, yhat_upper, model)`;
}

/** What PublishResults is given. */
export type RecordWorldContext = RecordContext & StepContext;

/** Writes the readings, announces, commits and follows, as PublishResults does. */
export async function upload(given: RecordUpload, context: RecordWorldContext): Promise<void> {
  const { dataset, run, uploaded, readings, balanced = false, forecast = [], ends = false } = given;
  const months = [...new Set(readings.map(({ from }) => monthOf(from)))].sort();
  const prefix = tablePrefix('raw_energy_data', { dataset, run, attempt: 'a' });
  await mkdir(context.folder, { recursive: true });
  const tables: TableOutput[] = [];
  await withDatabase(context.database, async (db) => {
    if (balanced)
      tables.push(
        await writeTable('balance_data', balanceRows(readings), { dataset, run }, db, context, context.folder),
      );
    const unusual = readings.filter((each) => each.unusual !== undefined);
    if (unusual.length > 0)
      tables.push(
        await writeTable('anomaly_data', anomalyRows(unusual), { dataset, run }, db, context, context.folder),
      );
    if (forecast.length > 0) {
      const query = forecastRows(forecast, Math.max(...readings.map(({ to }) => to)));
      tables.push(await writeTable('forecast_data', query, { dataset, run }, db, context, context.folder));
    }
    for (const month of months) {
      const file = join(context.folder, `${dataset}-${run}-${month}.parquet`);
      const rows = readingRows(readings.filter(({ from }) => monthOf(from) === month));
      await db.run(
        `COPY (SELECT ${castColumns('raw_energy_data')} FROM (${rows})) TO ${literal(file)} (FORMAT parquet)`,
      );
      await context.lake.upload(`${monthPrefix(prefix, month)}${FILES.table}`, file, 'application/octet-stream');
    }
  });
  const sites = [...new Set(readings.map(({ thing }) => thing.split(' ')[0] ?? ''))];
  const source = sourceOf(context, dataset, run, uploaded);
  const written = { dataset, source, run, data: { prefix, months }, stands: [] };
  await publish(written, { sites, tables }, uploaded, context, async () => !ends);
}

function sourceOf({ lake: { bucket } }: RecordContext, dataset: string, run: string, uploaded: number): Source {
  const sequencer = String(uploaded).padStart(16, '0');
  return { bucket, key: `raw/${dataset}.csv`, etag: run, version: run, sequencer };
}

type Written = Pick<Validated, 'dataset' | 'source' | 'run' | 'data' | 'stands'> &
  Partial<Pick<Validated, 'sameBytes'>>;

async function publish(
  { dataset, source, run, data, stands, sameBytes = null }: Written,
  more: Partial<Publication>,
  uploaded: number,
  context: RecordWorldContext,
  before: (sites: ReadonlySet<string>) => Promise<boolean> = async () => true,
): Promise<void> {
  const at = timeOf(uploaded);
  const publication = {
    ...publicationOf(run, source),
    ...{ committed_at: at, uploaded_at: at, readings_prefix: data.prefix, months: data.months, stands, ...more },
  };
  await withFolder(context, async (folder) => {
    const files = lakeFiles(context.lake, folder);
    await rememberContent(publication, dataset, context);
    const announced = await announcePublication({ dataset, run, source, data, stands }, at, context, files);
    const candidate = { dataset, source, run, rerun: false, publication };
    const { manifest } = await commit(context.lake, candidate, at, (current) => announced.announce(current.published));
    const along = await settleSameBytes({ sameBytes }, manifest, context);
    const sites = new Set([...(await announced.sites(manifest)), ...along.flatMap(({ touched }) => [...touched])]);
    if (await before(sites)) await follow(sites, context, files);
  });
}

/** A file that is read, written and published as the workflow does; minutes order the uploads. */
export interface FileUpload {
  readonly name: string;
  readonly text: string;
  readonly run: string;
  readonly uploaded: number;
  readonly metadata?: Record<string, string>;
  /** Whether the process ends before it comes to the record. */
  readonly ends?: boolean;
}

/** @returns the dataset */
export async function uploadFile(given: FileUpload, world: RecordWorld): Promise<string> {
  const output = await runOf(given, world);
  if (output.outcome !== 'READY') throw new Error(`${given.name} was not read: ${JSON.stringify(output)}`);
  return output.dataset;
}

/** As `uploadFile`, also for what is not to be published. */
export async function runOf(given: FileUpload, world: RecordWorld): Promise<ValidateOutput> {
  const { name, text, run, uploaded, metadata = {}, ends = false } = given;
  const context = world.context();
  const { bucket } = context.lake;
  const key = `raw/${name}.csv`;
  await context.lake.putText(key, text, 'text/csv');
  world.lake.setMetadata(key, metadata);
  const { etag, version, sequencer } = sourceOf(context, name, run, uploaded);
  const object = { key, etag: createHash('md5').update(text).digest('hex'), sequencer };
  const detail = { bucket: { name: bucket }, object };
  const event = { id: run, 'detail-type': 'Object Created', source: 'aws.s3', time: timeOf(uploaded), detail } as const;
  const output = await validate({ run, event }, context);
  if (output.outcome !== 'READY') return output;
  const sites = [...new Set(output.stands.map(({ site }) => site))];
  const { period, tables, timeZone, content = null } = output;
  const more = { period, tables, content, time_zone: timeZone, ...(sites.length > 0 ? { sites } : { sites: null }) };
  await publish({ ...output, source: { ...output.source, etag, version } }, more, uploaded, context, async () => !ends);
  return output;
}

/** The catalogue as a map. */
export function memoryCatalog(): Catalog & { locations(table: RecordTable): [values: string[], location: string][] } {
  const tables = new Map<string, Map<string, string>>();
  const of = (table: string) => {
    const known = tables.get(table) ?? new Map<string, string>();
    tables.set(table, known);
    return known;
  };
  const fault = (values: readonly string[], code: string): PartitionFault => ({ values, code, message: '' });
  const key = (values: readonly string[]) => JSON.stringify(values);
  return {
    partitionsOf: async () => [],
    partitions: async (table) => [...of(table)].map(([values, location]) => ({ values: JSON.parse(values), location })),
    createPartitions: async (table, partitions) =>
      partitions.flatMap(({ Values, StorageDescriptor }) => {
        if (of(table).has(key(Values))) return [fault(Values, ALREADY_EXISTS)];
        of(table).set(key(Values), StorageDescriptor.Location);
        return [];
      }),
    updatePartitions: async (table, partitions) =>
      partitions.flatMap(({ Values, StorageDescriptor }) => {
        if (!of(table).has(key(Values))) return [fault(Values, MISSING)];
        of(table).set(key(Values), StorageDescriptor.Location);
        return [];
      }),
    deletePartitions: async (table, values) =>
      values.flatMap((each) => (of(table).delete(key(each)) ? [] : [fault(each, MISSING)])),
    locations: (table) => [...of(table)].map(([values, location]) => [JSON.parse(values), location]),
  };
}

/** Calls `use` with each partition of a table, as a relation with its site and month. */
async function eachPartition<T>(
  table: RecordTable,
  catalog: ReturnType<typeof memoryCatalog>,
  context: RecordContext,
  use: (relation: string, db: Database) => Promise<T[]>,
): Promise<T[]> {
  return withDatabase(context.database, async (db) => {
    const found: T[] = [];
    for (const [[site = '', month = ''], location] of catalog.locations(table)) {
      const prefix = location.slice(`s3://${context.lake.bucket}/`.length);
      for (const { key } of await context.lake.list(prefix, 10)) {
        const file = join(context.folder, `shown-${key.replaceAll('/', '_')}`);
        await context.lake.download(key, file);
        const partition = `${literal(site)} AS site_id, ${literal(month)} AS month`;
        found.push(...(await use(`(SELECT ${partition}, * FROM read_parquet(${literal(file)}))`, db)));
      }
    }
    return found;
  });
}

/** The energies of a relation with the columns of raw_energy_data and `dataset`, as `shown` tells them. */
export async function linesOf(relation: string, db: Database): Promise<string[]> {
  const minute = (column: string) => `(epoch_us(${column}) // 60000000 - ${START / 60_000})`;
  const measures = { use: 'kwh', generation: 'generated_kwh' };
  const queries = Object.entries(measures).map(
    ([measure, column]) =>
      `SELECT dataset || ' ' || site_id || ' ' || appliance || ' ${measure} ' || ${minute('utc')} || '-' || ` +
      `${minute('end_utc')} || ' ' || CAST(${column} AS INTEGER) AS text ` +
      `FROM (${relation}) WHERE ${column} IS NOT NULL`,
  );
  return (await db.rows(queries.join(' UNION ALL '))).map(({ text }) => String(text)).sort();
}

export const lineOf = (dataset: string, { thing, from, to, kwh }: RecordReading) =>
  `${dataset} ${thing} ${from}-${to} ${kwh}`;

export type RecordWorld = Awaited<ReturnType<typeof recordWorld>>;

/** A lake and a catalogue of their own, and the processes that work with them. */
export async function recordWorld() {
  const home = await mkdtemp(join(tmpdir(), 'energy-record-'));
  const lake = folderLake(join(home, 'lake'));
  const catalog = memoryCatalog();
  let attempts = 0;
  /** Another process. */
  const context = (change: { lake?: LakeStore; catalog?: Catalog } = {}): RecordWorldContext => {
    attempts += 1;
    const step = createStepContext(change.lake ?? lake, home, { attempt: `attempt-${attempts}` });
    return { ...step, catalog: change.catalog ?? catalog };
  };
  return {
    ...{ lake, catalog, context },
    close: () => rm(home, { recursive: true, force: true }),
    /** What a table of readings shows: `dataset thing from-to kwh`, sorted. */
    show: async (table: 'raw_energy_data' | 'shadowed_readings') =>
      (await eachPartition(table, catalog, context(), linesOf)).sort(),
    /** The rows of a table, as a query without its FROM selects them, sorted by their text. */
    rows: async (table: RecordTable, select = '*'): Promise<Row[]> => {
      const rows = await eachPartition(table, catalog, context(), (relation, db) =>
        db.rows(`SELECT ${select} FROM ${relation}`),
      );
      return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    },
  };
}
