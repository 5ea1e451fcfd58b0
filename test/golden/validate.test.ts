/** Golden pairs: each folder of test/golden/validate holds an input file and what must come of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Row } from '../../shared/database/duckdb.ts';
import { InputRejected } from '../../shared/runtime/errors.ts';
import { ingest } from '../helpers/validate.ts';

/** Of a row: those of a reading as it was read; what the balance adds behind them has tests of its own. */
const COLUMNS = 7;
const ROOT = join(import.meta.dirname, 'validate');

const expectedSchema = z.strictObject({
  about: z.string(),
  given: z
    .strictObject({
      metadata: z.record(z.string(), z.string()).optional(),
      env: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  refused: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  /** Part of the layout as it was applied. */
  layout: z.record(z.string(), z.unknown()).optional(),
  readings: z.record(z.string(), z.number()).optional(),
  rejectedByCode: z.record(z.string(), z.number()).optional(),
  period: z.record(z.string(), z.unknown()).optional(),
  /** `site|appliance|timestamp|utc|interval|kwh|generated` */
  rows: z.array(z.string()).optional(),
  /** `end_utc` of the rows, where some do not end when their interval is over. */
  ends: z.array(z.string()).optional(),
  /** `line|code|column|readings|raw` */
  rejected: z.array(z.string()).optional(),
});

const cases = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());

const instantOf = (text: unknown): number => Date.parse(`${String(text).replace(' ', 'T')}Z`);

function usualEnd({ utc, interval_minutes: minutes }: Row): number {
  return instantOf(utc) + Math.round(Number(minutes ?? 0) * 60_000);
}

describe('files and what must come of them', () => {
  it('finds the pairs', () => expect(cases.length).toBeGreaterThan(10));

  it.each(cases.map(({ name }) => name))('%s', async (name) => {
    const folder = join(ROOT, name);
    const input = readdirSync(folder).find((file) => file.startsWith('input.')) ?? '';
    const expected = expectedSchema.parse(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')));
    // Two threads, as in the cloud: no row may depend on which of them was first.
    const run = ingest(readFileSync(join(folder, input)), { key: `raw/${input}`, threads: 2, ...expected.given });
    if (expected.refused) {
      const error = await run.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(InputRejected);
      expect(JSON.parse((error as InputRejected).message)).toMatchObject(expected.refused);
      return;
    }
    const { output, rows, rejected, layout } = await run;
    expect(output).toMatchObject({
      outcome: 'READY',
      readings: expected.readings,
      rejectedByCode: expected.rejectedByCode ?? {},
      ...(expected.period ? { period: expected.period } : {}),
    });
    if (expected.layout) expect(layout).toMatchObject(expected.layout);
    expect(rows.map((row) => Object.values(row).slice(0, COLUMNS).join('|'))).toEqual(expected.rows);
    // Where nothing else is said a reading ends when its interval is over.
    expect(rows.map(({ end_utc }) => instantOf(end_utc))).toEqual(expected.ends?.map(instantOf) ?? rows.map(usualEnd));
    expect(rejected.map((each) => [each.line, each.code, each.column, each.readings, each.raw].join('|'))).toEqual(
      expected.rejected ?? [],
    );
  });
});
