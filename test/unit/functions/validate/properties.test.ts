import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../helpers/properties.ts';
import { type Ingested, ingest } from '../../../helpers/validate.ts';

const ANYTHING_GOES = { env: { ENERGY_REJECT_LIMIT: '1' } };
const RUNS = runs(25);

const hour = fc.integer({ min: 0, max: 40 }).map((n) => new Date(Date.UTC(2026, 9, 1, n)).toISOString().slice(0, 19));
const goodValue = fc.integer({ min: -5_000, max: 100_000 }).map((n) => (n / 10_000).toFixed(4));
const cell = (good: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 12, arbitrary: good },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', 'NaN', 'abc', '1e309', '1_0', '"', '"x', 'a\u0000b', '2026-13-01', '١٢', '-'),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  );
const record = fc
  .tuple(cell(hour), cell(fc.constantFrom('AC', 'Heater', 'TV')), cell(goodValue), cell(goodValue))
  .map((cells) => cells.map((each) => (/[",\r\n]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each)).join(','));

const HEADER = 'timestamp,appliance,kwh,generated_kwh';
const csv = (records: readonly string[]) =>
  `${[HEADER, 'x,AC,1,1', '2026-10-09 00:00:00,AC,1,1', ...records].join('\n')}\n`;
const tables = ({ rows, output }: Ingested) => ({
  rows,
  counts: output.outcome === 'READY' ? [output.readings, output.rejectedByCode] : [],
});

describe('validate', () => {
  it('accounts for every value: readings = accepted + rejected + missing + duplicates', () =>
    fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 60 }), async (records) => {
        const { output, rows, rejected } = await ingest(csv(records), ANYTHING_GOES);
        if (output.outcome !== 'READY') throw new Error(output.outcome);
        const { accepted, rejected: refused, missing, duplicates } = output.readings;
        expect(accepted + refused + missing + duplicates).toBe(2 * output.rows.read);
        expect(rows.reduce((n, row) => n + (row.kwh === null ? 0 : 1) + (row.generated_kwh === null ? 0 : 1), 0)).toBe(
          accepted,
        );
        expect(Object.values(output.rejectedByCode).reduce((a, b) => a + b, 0)).toBe(refused);
        expect(rejected.reduce((n, each) => n + each.readings, 0)).toBe(refused);
      }),
      RUNS,
    ));

  it('finds every rejected record on the line where it stands', () =>
    fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 60 }), async (records) => {
        const text = csv(records);
        const { rejected } = await ingest(text, ANYTHING_GOES);
        const lines = text.split(/\r\n|\n|\r/);
        for (const { line, raw } of rejected) {
          if (raw !== null) expect(lines[line - 1]).toBe(raw.split(/\r\n|\n|\r/)[0]);
        }
      }),
      RUNS,
    ));

  it('does not depend on the order of the records', () =>
    fc.assert(
      fc.asyncProperty(
        fc
          .array(record, { maxLength: 40 })
          .chain((records) =>
            fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
          ),
        async ([records, shuffled]) => {
          expect(tables(await ingest(csv(shuffled), ANYTHING_GOES))).toEqual(
            tables(await ingest(csv(records), ANYTHING_GOES)),
          );
        },
      ),
      RUNS,
    ));

  it('reads a clean file the same way as one with a fault in it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(hour, fc.constantFrom('AC', 'TV'), goodValue), {
          minLength: 1,
          maxLength: 40,
          selector: ([at, name]) => at + name,
        }),
        async (readings) => {
          const lines = ['timestamp,appliance,kwh', ...readings.map((cells) => cells.join(','))];
          const clean = await ingest(`${lines.join('\n')}\n`, ANYTHING_GOES);
          const faulty = await ingest(`${[...lines, '2026-10-09 00:00:00,AC,broken'].join('\n')}\n`, ANYTHING_GOES);
          expect(clean.rejected).toEqual([]);
          expect(faulty.rejected.map(({ line, code }) => [line, code])).toEqual([[lines.length + 1, 'VALUE_INVALID']]);
          expect(faulty.rows).toEqual(clean.rows);
        },
      ),
      RUNS,
    ));

  it('never crashes on any bytes: it reads them or refuses them with a code', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string({ unit: 'binary', maxLength: 300 }).map((text) => `timestamp,kwh\n${text}`),
        ),
        async (bytes) => {
          const error = await ingest(Buffer.from(bytes as string), ANYTHING_GOES).then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          if (error !== undefined) expect(error).toMatchObject({ name: 'InputRejected', code: expect.any(String) });
        },
      ),
      runs(80),
    ));
});
