/**
 * Files with many readings an hour: their cells are made while they are read, and tell whether a time is there twice.
 */
import { expect, test } from 'vitest';
import { aggregate } from '../../../../../functions/aggregate/aggregate.ts';
import { detectAnomalies } from '../../../../../functions/detect-anomalies/detect-anomalies.ts';
import type { TableOutput, Validated } from '../../../../../shared/contract.ts';
import { type Row, withDatabase } from '../../../../../shared/database/duckdb.ts';
import { fetchTable, withFolder } from '../../../../../shared/lake/run-files.ts';
import type { StepContext } from '../../../../../shared/runtime/step-context.ts';
import { ingest } from '../../../../helpers/validate.ts';

const MINUTE_MS = 60_000;
const METERS = ['kitchen', 'garage', 'pump'];

/** One reading a minute of each meter, from `from` on; the wall clock is UTC plus the offset. */
function minutes(count: number, options: { from?: string; offsetHours?: (utc: number) => number } = {}): string[] {
  const start = Date.parse(options.from ?? '2026-03-01T00:00:00Z');
  return Array.from({ length: count }, (_, minute) => {
    const utc = start + minute * MINUTE_MS;
    const offset = options.offsetHours?.(utc) ?? 0;
    const local = new Date(utc + offset * 60 * MINUTE_MS).toISOString().slice(0, 19);
    return METERS.map((meter, index) => `${local},${meter},${(((minute * 7 + index * 3) % 50) / 1000).toFixed(3)}`);
  }).flat();
}

const file = (lines: readonly string[]) => `timestamp,appliance,kwh\n${lines.join('\n')}\n`;

/** What the steps write from the cells' file, and from the readings alone. */
async function bothWays(input: Validated, context: StepContext): Promise<[Row[][], Row[][]]> {
  const alone: Validated = { ...input, data: { prefix: input.data.prefix, months: input.data.months } };
  return [await tablesOf(input, context), await tablesOf(alone, context)];
}

async function tablesOf(input: Validated, context: StepContext): Promise<Row[][]> {
  const described = await aggregate(input, context);
  const { tables } = await detectAnomalies(input, context);
  const rows = (table: TableOutput) =>
    withFolder(context, (folder) =>
      withDatabase(context.database, async (db) =>
        db.rows(`SELECT * FROM ${await fetchTable(table, context, folder)}`),
      ),
    );
  return Promise.all([...described.tables, ...tables].map(rows));
}

test('cells give the same tables as the readings that they stand for', { timeout: 60_000 }, async () => {
  let compared: [Row[][], Row[][]] | undefined;
  const { output } = await ingest(file(minutes(40_000)), {
    after: async (input, context) => {
      compared = await bothWays(input, context);
    },
  });
  expect(output).toMatchObject({ data: { cells: { rows: 120_000, largest: 0.049 } } });
  const [fromCells, fromReadings] = compared ?? [];
  expect(fromCells).toStrictEqual(fromReadings);
  expect(fromCells?.[0]).toHaveLength(METERS.length);
});

test('many readings that are an hour each are their own cells', async () => {
  const start = Date.parse('2026-01-01T00:00:00Z');
  const lines = Array.from({ length: 101_000 }, (_, index) => {
    const hour = new Date(start + Math.floor(index / 101) * 60 * MINUTE_MS).toISOString().slice(0, 19);
    return `${hour},meter ${index % 101},0.${index % 7}`;
  });
  const { output } = await ingest(file(lines));
  expect(output).toMatchObject({ readings: { accepted: 101_000 } });
  expect(output).not.toHaveProperty('data.cells');
});

test('a minute that is there twice is found', { timeout: 60_000 }, async () => {
  const lines = minutes(40_000);
  const again = lines[60_000] ?? '';
  const other = (lines[90_000] ?? '').replace(/[^,]*$/, '0.999');
  const { output } = await ingest(file([...lines, again, other]), {});
  expect(output).toMatchObject({
    readings: { accepted: 119_999, rejected: 2, duplicates: 1, missing: 0 },
    rejectedByCode: { CONFLICT: 2 },
    data: { cells: { rows: 119_999 } },
  });
});

test('the hour that comes twice in autumn is no repetition', { timeout: 60_000 }, async () => {
  const change = Date.parse('2026-10-25T01:00:00Z');
  const offset = (hours: (utc: number) => number) => ({ from: '2026-10-01T22:00:00Z', offsetHours: hours });
  const lines = minutes(
    40_000,
    offset((utc) => (utc < change ? 2 : 1)),
  );
  const withOffset = lines.map((line, index) => {
    const utc = Date.parse('2026-10-01T22:00:00Z') + Math.floor(index / METERS.length) * MINUTE_MS;
    return line.replace(',', `${utc < change ? '+02:00' : '+01:00'},`);
  });
  let compared: [Row[][], Row[][]] | undefined;
  const { output } = await ingest(file(withOffset), {
    metadata: { 'time-zone': 'Europe/Berlin' },
    now: new Date('2026-11-20T08:00:00Z'),
    after: async (input, context) => {
      compared = await bothWays(input, context);
    },
  });
  expect(output).toMatchObject({
    readings: { accepted: 120_000, rejected: 0, duplicates: 0 },
    data: { cells: { rows: 120_000 } },
  });
  expect(compared?.[0]).toStrictEqual(compared?.[1]);
});

test('a name that is empty in a few of many records is found', { timeout: 60_000 }, async () => {
  const lines = minutes(40_000);
  lines[70_001] = (lines[70_001] ?? '').replace(/,[a-z]+,/, ',,');
  const { output } = await ingest(file(lines));
  expect(output).toMatchObject({ readings: { accepted: 119_999, rejected: 1 }, rejectedByCode: { NAME_INVALID: 1 } });
});
