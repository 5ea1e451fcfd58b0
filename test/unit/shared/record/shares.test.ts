import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Database, withDatabase } from '../../../../shared/database/duckdb.ts';
import { createClusters, fold } from '../../../../shared/record/fold.ts';
import { withShares } from '../../../../shared/record/shares.ts';
import { toldInWhole } from '../../../../shared/record/wholes.ts';
import { runs } from '../../../helpers/properties.ts';
import { linesOf, type RecordReading, readingRows } from '../../../helpers/record.ts';

const options = { memoryMb: 400, threads: 1, folder: mkdtempSync(join(tmpdir(), 'energy-shares-')) };

/** Datasets are uploaded in the order of their names. */
type Uploads = Readonly<Record<string, readonly RecordReading[]>>;

async function tell<T>(uploads: Uploads, use: (counted: string, shadowed: string, db: Database) => Promise<T>) {
  return withDatabase(options, async (db) => {
    const rows = Object.entries(uploads).map(
      ([dataset, readings]) =>
        `SELECT *, '2026-10' AS month, '${dataset}' AS dataset, 'UTC' AS time_zone,
          TIMESTAMP '2026-11-01' + to_minutes(${dataset.charCodeAt(0)}) AS uploaded FROM (${readingRows(readings)})`,
    );
    await db.run(`CREATE OR REPLACE TEMP TABLE given AS ${rows.join(' UNION ALL ')}`);
    await createClusters('given', db);
    const told = await toldInWhole('given', db);
    const folded = await fold(told ?? 'given', [], db);
    const { counted, shadowed } = told === null ? folded : await withShares(folded, db);
    return use(counted, shadowed, db);
  });
}

async function shown(uploads: Uploads) {
  return tell(uploads, async (counted, shadowed, db) => ({
    counted: await linesOf(`FROM ${counted}`, db),
    shadowed: (
      await db.rows(`SELECT dataset || ' ' || appliance || ' ' || shadowed_by || ' ' || reason AS text
      FROM ${shadowed} ORDER BY 1`)
    ).map(({ text }) => text),
  }));
}

const reading = (
  appliance: string,
  from: number,
  to: number,
  kwh: number,
  as?: RecordReading['as'],
): RecordReading => ({
  ...{ thing: `home ${appliance} use`, from: from * 60, to: to * 60, kwh },
  ...(as ? { as } : {}),
});

describe('withShares', () => {
  it('makes shares of the submeters of one upload and a rest of the whole of another, whoever came first', async () => {
    const whole = [reading('total', 0, 1, 10), reading('total', 1, 2, 10), reading('total', 2, 3, 10)];
    const parts = [reading('kitchen', 0, 1, 3, 'parts'), reading('kitchen', 1, 2, 4, 'parts')];
    const rest = (dataset: string) =>
      ['0-60 7', '60-120 6', '120-180 10'].map((at) => `${dataset} home rest use ${at}`);
    const kitchen = (dataset: string) => ['0-60 3', '60-120 4'].map((at) => `${dataset} home kitchen use ${at}`);
    expect(await shown({ a: whole, b: parts })).toEqual({
      counted: [...rest('a'), ...kitchen('b')].sort(),
      shadowed: [],
    });
    expect(await shown({ a: parts, b: whole })).toEqual({
      counted: [...kitchen('a'), ...rest('b')].sort(),
      shadowed: [],
    });
  });

  it('works the rest out in the longer interval, and lets submeters count alone where no whole is told', async () => {
    const whole = [reading('total', 0, 1, 10), reading('total', 1, 2, 10), reading('total', 2, 3, 5)];
    const parts = [
      ...[reading('washer', 0, 2, 6, 'parts'), reading('washer', 4, 6, 2, 'parts')],
      ...[reading('lamp', 0, 0.5, 1, 'parts'), reading('lamp', 1, 1.5, 1, 'parts')],
    ];
    expect(await shown({ a: whole, b: parts })).toEqual({
      counted: [
        ...['a home rest use 0-120 12', 'a home rest use 120-180 5'],
        ...['b home lamp use 0-30 1', 'b home lamp use 60-90 1'],
        ...['b home washer use 0-120 6', 'b home washer use 240-360 2'],
      ],
      shadowed: [],
    });
  });

  it('leaves out submeters that the whole does not cover, and those of a day on which they measure more', async () => {
    const uncovered = { a: [reading('total', 0, 1, 10)], b: [reading('washer', 0, 2, 6, 'parts')] };
    expect(await shown(uncovered)).toEqual({
      counted: ['a home total use 0-60 10'],
      shadowed: ['b washer a WITHIN_WHOLE'],
    });
    const more = {
      a: [reading('total', 0, 1, 10), reading('total', 24, 25, 10)],
      b: [reading('washer', 0, 1, 12, 'parts'), reading('washer', 24, 25, 8, 'parts')],
    };
    expect(await shown(more)).toEqual({
      counted: ['a home rest use 0-60 10', 'a home rest use 1440-1500 2', 'b home washer use 1440-1500 8'],
      shadowed: ['b washer a WITHIN_WHOLE'],
    });
  });

  it('takes the whole behind a rest for the whole of another upload', async () => {
    const split = [reading('rest', 0, 1, 7, 'import'), reading('kitchen', 0, 1, 3, 'submeter')];
    const whole = [reading('total', 0, 1, 12)];
    const kitchen = 'home kitchen use 0-60 3';
    expect(await shown({ a: split, b: whole })).toEqual({
      counted: [`a ${kitchen}`, 'b home rest use 0-60 9'],
      shadowed: ['a total b SAME_INTERVAL'],
    });
    expect(await shown({ a: whole, b: split })).toEqual({
      counted: [`b home kitchen use 0-60 3`, 'b home rest use 0-60 7'],
      shadowed: ['a total b SAME_INTERVAL'],
    });
  });

  it('takes a series that is alone in its upload for a part of the whole that another one tells', async () => {
    const whole = [reading('total', 0, 1, 10), reading('total', 1, 2, 10)];
    const plug = [reading('fridge', 0, 1, 3), reading('fridge', 1, 2, 4)];
    const shares = (dataset: string) => ['0-60 3', '60-120 4'].map((at) => `${dataset} home fridge use ${at}`);
    const rest = (dataset: string) => ['0-60 7', '60-120 6'].map((at) => `${dataset} home rest use ${at}`);
    for (const [a, b] of [[whole, plug] as const, [plug, whole] as const]) {
      const [ofWhole, ofPlug] = a === whole ? ['a', 'b'] : ['b', 'a'];
      expect(await shown({ a, b })).toEqual({ counted: [...shares(ofPlug), ...rest(ofWhole)].sort(), shadowed: [] });
    }
    // Also of a month's reading, and beside submeters that the whole came with.
    const month = [reading('fridge', 0, 2, 5)];
    expect((await shown({ a: whole, b: month })).counted).toEqual([
      ...['a home rest use 0-120 15', 'b home fridge use 0-120 5'],
    ]);
    // Of a feed series are compared: a single interval may have more than the whole, as clocks differ.
    const feed = { a: whole, b: [reading('fridge', 0, 1, 3)], c: [reading('fridge', 1, 2, 11)] };
    expect((await shown(feed)).counted).toEqual([
      ...['a home rest use 0-60 7', 'a home rest use 60-120 -1'],
      ...['b home fridge use 0-60 3', 'c home fridge use 60-120 11'],
    ]);
    const split = [reading('rest', 0, 1, 7, 'import'), reading('kitchen', 0, 1, 3, 'submeter')];
    expect((await shown({ a: split, b: [reading('lamp', 0, 1, 2)] })).counted).toEqual([
      ...['a home kitchen use 0-60 3', 'a home rest use 0-60 5', 'b home lamp use 0-60 2'],
    ]);
  });

  it('takes such a series for a part of what meters at the grid measure, whatever they are called', async () => {
    const counted = async (uploads: Uploads) => (await shown(uploads)).counted;
    const meter = (name: string, kwh: number) => [
      reading(name, 0, 1, kwh, 'import'),
      reading(name, 1, 2, kwh, 'import'),
    ];
    const plug = [reading('fridge', 0, 1, 3), reading('fridge', 1, 2, 4)];
    const fridge = (dataset: string) => ['0-60 3', '60-120 4'].map((at) => `${dataset} home fridge use ${at}`);
    const rest = (...at: string[]) => at.map((each) => `b home rest use ${each}`);
    expect(await counted({ a: plug, b: meter('m1', 10) })).toEqual([...fridge('a'), ...rest('0-60 7', '60-120 6')]);
    // Two meters are side by side, and the plug is behind both of them.
    expect(await counted({ a: meter('m1', 10), b: meter('m2', 2), c: plug })).toEqual([
      ...rest('0-60 9', '60-120 8'),
      ...fridge('c'),
    ]);
    expect(await counted({ a: meter('m1', 10), b: [reading('m2', 0, 1, 2)] })).toEqual([
      ...['a home rest use 0-60 8', 'a home rest use 60-120 10', 'b home m2 use 0-60 2'],
    ]);
    expect(await counted({ a: meter('m1', 1), b: meter('m2', 2) })).toHaveLength(4);
  });

  it('counts a whole once that uploads tell under two names', async () => {
    const sum = async (uploads: Uploads) =>
      tell(uploads, async (counted, _, db) => {
        const rows = await db.rows(
          `SELECT appliance, CAST(sum(kwh) AS DOUBLE) AS kwh FROM ${counted} GROUP BY 1 ORDER BY 1`,
        );
        return Object.fromEntries(rows.map(({ appliance, kwh }) => [appliance, kwh]));
      });
    const kwhAt = (hour: number) => 1 + (hour % 16) / 16;
    const series = (name: string, hours: number, as?: RecordReading['as'], factor = 1, step = 1) =>
      Array.from({ length: hours / step }, (_, n) =>
        reading(name, n * step, (n + 1) * step, kwhAt(Math.floor(n * step)) * factor * step, as),
      );
    const used = (hours: number) =>
      Array.from({ length: hours }, (_, n) => kwhAt(n)).reduce((all, kwh) => all + kwh, 0);
    expect(await sum({ a: series('m1', 30, 'import'), b: series('total', 30) })).toEqual({ total: used(30) });
    // By quarters in one of them, and with a plug behind it.
    const plug = series('fridge', 30, undefined, 0.25);
    expect(await sum({ a: series('m1', 30, 'import', 1, 0.25), b: series('m2', 30, 'import'), c: plug })).toEqual({
      fridge: used(30) / 4,
      rest: used(30) * 0.75,
    });
    expect(await sum({ a: series('house', 48), b: series('m2', 30, 'import') })).toEqual({ house: used(48) });
    // Too few hours, other energies, and what is always the same, tell nothing; nor what one upload has side by side.
    const both = [...series('m1', 30, 'import'), ...series('m2', 30, 'import')];
    const apart = [
      { a: series('m1', 20, 'import'), b: series('m2', 20, 'import') },
      { a: series('m1', 30, 'import'), b: series('m2', 30, 'import', 1.02) },
      { a: [...Array(30).keys()].map((n) => reading('m1', n, n + 1, 1, 'import')), b: series('m2', 30, 'import') },
      { a: both, b: series('m3', 30, 'import', 2) },
    ];
    for (const uploads of apart) {
      const names = new Set(Object.values(uploads).flatMap((all) => all.map(({ thing }) => thing.split(' ')[1])));
      expect(Object.keys(await sum(uploads))).toEqual([...names].sort());
    }
  });

  it('takes no such series for a part that measures more than the whole, or beside no whole', async () => {
    const counted = async (uploads: Uploads) => (await shown(uploads)).counted;
    const more = { a: [reading('total', 0, 1, 10)], b: [reading('workshop', 0, 1, 12)] };
    expect(await counted(more)).toEqual(['a home total use 0-60 10', 'b home workshop use 0-60 12']);
    const other = { a: [reading('fridge', 0, 1, 2)], b: [reading('workshop', 0, 1, 12)] };
    expect(await counted(other)).toEqual(['a home fridge use 0-60 2', 'b home workshop use 0-60 12']);
  });

  it('keeps what the site produces', async () => {
    const whole = [reading('total', 0, 1, 10), { ...reading('total', 0, 1, 5), thing: 'home total generation' }];
    expect((await shown({ a: whole, b: [reading('lamp', 0, 1, 1, 'parts')] })).counted).toEqual([
      ...['a home rest use 0-60 9', 'a home total generation 0-60 5', 'b home lamp use 0-60 1'],
    ]);
  });

  it('sums to the whole where there is one, and to the submeters elsewhere', async () => {
    const series = (names: readonly string[], as?: RecordReading['as']) =>
      fc
        .uniqueArray(
          fc.record({
            name: fc.constantFrom(...names),
            length: fc.constantFrom(0.25, 0.5, 1, 2, 24),
            place: fc.nat(60),
            kwh: fc.integer({ min: 0, max: 9 }),
          }),
          { maxLength: 8, selector: ({ name, length, place }) => `${name} ${length} ${place}` },
        )
        .map((all) =>
          all
            .map(({ name, length, place, kwh }) => {
              const from = Math.floor((place * 0.75) / length) * length;
              return reading(name, from, from + length, kwh, as);
            })
            .filter(
              (a, at, those) => !those.slice(0, at).some((b) => a.thing === b.thing && a.from < b.to && b.from < a.to),
            ),
        );
    const uploads = fc.record({ a: series(['total']), b: series(['lamp', 'oven'], 'parts') });
    await fc.assert(
      fc.asyncProperty(uploads, async ({ a, b }) => {
        const used = (readings: readonly RecordReading[]) => readings.reduce((sum, { kwh }) => sum + kwh, 0);
        const apart = b.filter((part) => !a.some((whole) => whole.from < part.to && part.from < whole.to));
        const given = Object.fromEntries(Object.entries({ a, b }).filter(([, readings]) => readings.length > 0));
        if (Object.keys(given).length === 0) return;
        const sum = await tell(given, async (counted, _, db) => {
          const [row] = await db.rows(`SELECT CAST(coalesce(sum(kwh), 0) AS DOUBLE) AS kwh FROM ${counted}`);
          return row?.kwh;
        });
        expect(sum).toBeCloseTo(used(a) + used(apart), 6);
      }),
      { ...runs(25), seed: 5 },
    );
  });
});
