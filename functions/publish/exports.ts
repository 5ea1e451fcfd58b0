import { join } from 'node:path';
import type { PublishInput } from '../../shared/contract.ts';
import { type Database, identifier, literal } from '../../shared/database/duckdb.ts';
import { FILES } from '../../shared/lake/keys.ts';
import { settleAll } from '../../shared/runtime/settle-all.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { TABLES } from '../../shared/tables/schema.ts';
import { CSV_TYPE, writeCsv } from './csv.ts';
import type { Kept, Relations, RunTable } from './relations.ts';

/** The file in which a person gets each table, next to the report. */
const FILE_NAMES = {
  balance_data: 'balance.csv',
  processed_energy_data: 'appliances.csv',
  daily_energy_data: 'daily.csv',
  hourly_energy_data: 'hourly.csv',
  cost_data: 'costs.csv',
  bill_data: 'bills.csv',
  bill_line_data: 'bill-lines.csv',
  demand_data: 'demand.csv',
  load_duration_data: 'load-duration.csv',
  load_shape_data: 'load.csv',
  load_profile_data: 'profile.csv',
  power_factor_data: 'power-factor.csv',
  phase_data: 'phases.csv',
  temperature_data: 'temperatures.csv',
  missing_data: 'missing.csv',
  anomaly_data: 'anomalies.csv',
  anomaly_event_data: 'events.csv',
  cycle_data: 'cycles.csv',
  forecast_data: 'forecast.csv',
  hourly_forecast_data: 'forecast-hourly.csv',
  forecast_model_data: 'forecast-models.csv',
} as const satisfies Record<RunTable, string>;

const isRunTable = (name: string): name is RunTable => Object.hasOwn(FILE_NAMES, name);

/** The tables that the run wrote, as files; each file of a table is in a total order. */
function tableExports(tables: Relations) {
  return Object.entries(FILE_NAMES).flatMap(([table, name]) => {
    if (!isRunTable(table)) return [];
    const relation = tables.find(table);
    return relation === null ? [] : [{ name, table, relation }];
  });
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
export function exportNames(
  input: PublishInput,
  tables: Relations,
  { exports }: Pick<Kept, 'exports'> = { exports: true },
): string[] {
  return [
    ...(exports ? tableExports(tables).map(({ name }) => name) : []),
    ...(input.quarantine === null ? [] : [REJECTED]),
  ];
}

/** Writes the CSV files and uploads them below the report's prefix. */
export async function writeExports(
  input: PublishInput,
  tables: Relations,
  { exports }: Pick<Kept, 'exports'>,
  prefix: string,
  db: Database,
  context: StepContext,
  folder: string,
): Promise<void> {
  const files: [name: string, file: string][] = [];
  // A table's file is in order already; to sort half a million anomalies again would cost as much as to write them.
  await db.run('SET preserve_insertion_order = true');
  for (const { name, table, relation } of exports ? tableExports(tables) : []) {
    files.push([name, await writeCsv(db, relation, TABLES[table].columns, folder, name)]);
  }
  if (input.quarantine !== null) {
    const rejected = await fetchRejected(input.quarantine, context, folder);
    files.push([REJECTED, await writeCsv(db, rejected, REJECTED_COLUMNS, folder, REJECTED)]);
  }
  await db.run('SET preserve_insertion_order = false');
  await settleAll(...files.map(([name, file]) => context.lake.upload(`${prefix}${name}`, file, CSV_TYPE)));
}

async function fetchRejected(key: string, context: StepContext, folder: string): Promise<string> {
  const file = join(folder, FILES.rejected);
  await context.lake.download(key, file);
  const types = REJECTED_COLUMNS.map(
    ({ name, type }) => `${identifier(name)}: ${literal(type === 'bigint' ? 'BIGINT' : 'VARCHAR')}`,
  );
  const columns = `{${types.join(', ')}}`;
  const rows = `read_json(${literal(file)}, format = 'newline_delimited', columns = ${columns})`;
  return `(SELECT * FROM ${rows} ORDER BY line)`;
}
