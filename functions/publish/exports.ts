import { join } from 'node:path';
import { type Database, identifier, literal } from '../../shared/duckdb.ts';
import { FILES } from '../../shared/lake.ts';
import { TABLES, type TableName } from '../../shared/schema.ts';
import type { StepContext } from '../../shared/step.ts';
import type { PublishInput } from '../../statemachine/contract.ts';
import { CSV_TYPE, writeCsv } from './csv.ts';
import type { Relations } from './report/facts.ts';

interface Export {
  readonly name: string;
  readonly table: TableName;
  readonly relation: string;
  readonly orderBy: readonly string[];
}

/** The tables that a person gets as CSV files beside the report. */
function tableExports(tables: Relations): Export[] {
  const series = ['site_id', 'appliance', 'measure'];
  const { appliances, daily, hourly, anomalies, forecast } = tables;
  return [
    { name: 'appliances.csv', table: 'processed_energy_data', relation: appliances, orderBy: series },
    { name: 'daily.csv', table: 'daily_energy_data', relation: daily, orderBy: [...series, 'day'] },
    { name: 'hourly.csv', table: 'hourly_energy_data', relation: hourly, orderBy: [...series, 'hour'] },
    {
      name: 'anomalies.csv',
      table: 'anomaly_data',
      relation: anomalies,
      orderBy: [...series, 'timestamp', 'utc', 'kind', 'kwh'],
    },
    ...(forecast === null
      ? []
      : [
          {
            name: 'forecast.csv',
            table: 'forecast_data',
            relation: forecast,
            orderBy: ['site_id', 'measure', 'ds'],
          } as const,
        ]),
  ];
}

/** Fields of the quarantine's JSON documents. */
const REJECTED_COLUMNS = [
  { name: 'line', type: 'bigint' },
  { name: 'code', type: 'string' },
  { name: 'column', type: 'string' },
  { name: 'message', type: 'string' },
  { name: 'raw', type: 'string' },
] as const;

const REJECTED = 'rejected.csv';

/** Names of the files that `writeExports` writes. */
export function exportNames(input: PublishInput, tables: Relations): string[] {
  return [...tableExports(tables).map(({ name }) => name), ...(input.quarantine === null ? [] : [REJECTED])];
}

/** Writes the CSV files and uploads them below the report's prefix. */
export async function writeExports(
  input: PublishInput,
  tables: Relations,
  prefix: string,
  db: Database,
  context: StepContext,
  folder: string,
): Promise<void> {
  const files: [name: string, file: string][] = [];
  for (const { name, table, relation, orderBy } of tableExports(tables)) {
    files.push([name, await writeCsv(db, relation, TABLES[table].columns, orderBy, folder, name)]);
  }
  if (input.quarantine !== null) {
    const rejected = await fetchRejected(input.quarantine, context, folder);
    const order = REJECTED_COLUMNS.map(({ name }) => name);
    files.push([REJECTED, await writeCsv(db, rejected, REJECTED_COLUMNS, order, folder, REJECTED)]);
  }
  await Promise.all(files.map(([name, file]) => context.lake.upload(`${prefix}${name}`, file, CSV_TYPE)));
}

async function fetchRejected(key: string, context: StepContext, folder: string): Promise<string> {
  const file = join(folder, FILES.rejected);
  await context.lake.download(key, file);
  const types = REJECTED_COLUMNS.map(
    ({ name, type }) => `${identifier(name)}: ${literal(type === 'bigint' ? 'BIGINT' : 'VARCHAR')}`,
  );
  return `read_json(${literal(file)}, format = 'newline_delimited', columns = {${types.join(', ')}})`;
}
