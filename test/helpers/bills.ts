/** Bills of readings under a tariff: the aggregate step over a folder. */
import { aggregate } from '../../functions/aggregate/aggregate.ts';
import { CONFIG_KEYS, priceSeriesKey } from '../../shared/lake/keys.ts';
import type { Bench, TestReading } from './step-bench.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];

export interface Billed {
  readonly costs: Rows;
  readonly bills: Rows;
  readonly lines: Rows;
  readonly demand: Rows;
  readonly duration: Rows;
}

export const BERLIN = 'Europe/Berlin';

/** @param version fields of the only version, from 2026-01-01 on. @param series files of prices by their name */
export async function billOf(
  bench: Bench,
  version: object,
  readings: readonly TestReading[],
  series: Readonly<Record<string, string>> = {},
): Promise<Billed> {
  const tariff = { name: 'T', currency: 'EUR', country: 'DE', versions: [{ from: '2020-01-01', ...version }] };
  await bench.context.lake.putText(CONFIG_KEYS.tariffs, JSON.stringify([tariff]), 'application/json');
  for (const [name, text] of Object.entries(series)) {
    await bench.context.lake.putText(priceSeriesKey(name), text, 'text/csv');
  }
  const output = await aggregate({ ...(await bench.readings(readings)), timeZone: BERLIN }, bench.context);
  const of = (table: string) => bench.rows(output.tables.find((each) => each.table === table));
  return {
    costs: await of('cost_data'),
    bills: await of('bill_data'),
    lines: await of('bill_line_data'),
    demand: await of('demand_data'),
    duration: await of('load_duration_data'),
  };
}

/** The sum of a column of exact decimals, as a number. */
export function sumOf(rows: Rows, column: string): number {
  return Number(exactSum(rows, column)) / 1e15;
}

/** The sum of a column of decimals in units of 1e-15. */
export function exactSum(rows: Rows, column: string): bigint {
  return rows.reduce((sum, row) => sum + units(row[column]), 0n);
}

function units(value: unknown): bigint {
  if (value === null || value === undefined) return 0n;
  const [whole = '0', fraction = ''] = String(value).replace('-', '').split('.');
  const all = BigInt(whole + fraction.padEnd(15, '0'));
  return String(value).startsWith('-') ? -all : all;
}

/** The lines as a person reads them: kind, name, quantity, amount. */
export function read(lines: Rows): unknown[] {
  return lines.map(({ kind, name, quantity, amount }) => [
    kind,
    name,
    Number(quantity),
    amount === null ? null : Number(amount),
  ]);
}
