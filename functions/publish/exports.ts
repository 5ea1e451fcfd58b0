import { join } from 'node:path';
import type { PublishInput } from '../../shared/contract.ts';
import { type Database, identifier, literal } from '../../shared/database/duckdb.ts';
import { FILES } from '../../shared/lake/keys.ts';
import type { StepContext } from '../../shared/runtime/step.ts';
import { TABLES, type TableName } from '../../shared/tables/schema.ts';
import { CSV_TYPE, writeCsv } from './csv.ts';
import type { Relations } from './report/facts.ts';

interface Export {
  readonly name: string;
  readonly table: TableName;
  readonly relation: string;
}

/** The tables that a person gets as CSV files beside the report; each file of a table is in a total order. */
function tableExports(tables: Relations): Export[] {
  const { appliances, daily, hourly, costs, bills, shapes, profiles, missing, anomalies, events } = tables;
  return [
    { name: 'appliances.csv', table: 'processed_energy_data', relation: appliances },
    { name: 'daily.csv', table: 'daily_energy_data', relation: daily },
    { name: 'hourly.csv', table: 'hourly_energy_data', relation: hourly },
    { name: 'costs.csv', table: 'cost_data', relation: costs },
    { name: 'bills.csv', table: 'bill_data', relation: bills },
    { name: 'load.csv', table: 'load_shape_data', relation: shapes },
    { name: 'profile.csv', table: 'load_profile_data', relation: profiles },
    { name: 'missing.csv', table: 'missing_data', relation: missing },
    { name: 'anomalies.csv', table: 'anomaly_data', relation: anomalies },
    { name: 'events.csv', table: 'anomaly_event_data', relation: events },
    ...present('forecast.csv', 'forecast_data', tables.forecast),
    ...present('forecast-hourly.csv', 'hourly_forecast_data', tables.hourlyForecast),
    ...present('forecast-models.csv', 'forecast_model_data', tables.forecastModels),
  ];
}

/** A branch that degraded has no tables. */
function present(name: string, table: TableName, relation: string | null): Export[] {
  return relation === null ? [] : [{ name, table, relation }];
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
  // A table's file is in order already; to sort half a million anomalies again would cost as much as to write them.
  await db.run('SET preserve_insertion_order = true');
  for (const { name, table, relation } of tableExports(tables)) {
    files.push([name, await writeCsv(db, relation, TABLES[table].columns, folder, name)]);
  }
  if (input.quarantine !== null) {
    const rejected = await fetchRejected(input.quarantine, context, folder);
    files.push([REJECTED, await writeCsv(db, rejected, REJECTED_COLUMNS, folder, REJECTED)]);
  }
  await db.run('SET preserve_insertion_order = false');
  await Promise.all(files.map(([name, file]) => context.lake.upload(`${prefix}${name}`, file, CSV_TYPE)));
}

async function fetchRejected(key: string, context: StepContext, folder: string): Promise<string> {
  const file = join(folder, FILES.rejected);
  await context.lake.download(key, file);
  const types = REJECTED_COLUMNS.map(
    ({ name, type }) => `${identifier(name)}: ${literal(type === 'bigint' ? 'BIGINT' : 'VARCHAR')}`,
  );
  return `(SELECT * FROM read_json(${literal(file)}, format = 'newline_delimited', columns = {${types.join(', ')}}) ORDER BY line)`;
}
