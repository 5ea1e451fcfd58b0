import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Database, withDatabase } from '../../../../shared/database/duckdb.ts';
import { createClusters, fold } from '../../../../shared/record/fold.ts';
import { runs } from '../../../helpers/properties.ts';
import { lineOf, linesOf, monthOf, readingRows } from '../../../helpers/record.ts';
import { type Claim, recount } from './oracle.ts';

const options = { memoryMb: 400, threads: 1, folder: mkdtempSync(join(tmpdir(), 'energy-fold-')) };
const within = <T>(use: (db: Database) => Promise<T>) => withDatabase(options, use);

async function foldOf(claims: readonly Claim[], preferred: readonly string[], db: Database) {
  const rows = claims.map(
    (claim) =>
      `SELECT *, '${monthOf(claim.from)}' AS month, '${claim.dataset}' AS dataset,
        TIMESTAMP '2026-11-01' + to_minutes(${claim.uploaded}) AS uploaded FROM (${readingRows([claim])})`,
  );
  await db.run(`CREATE OR REPLACE TEMP TABLE given AS ${rows.join(' UNION ALL ')}`);
  await createClusters('given', db);
  return fold(
    'given',
    preferred.map((dataset) => ({ site: 'home', dataset })),
    db,
  );
}

const listed = (relation: string, db: Database) => linesOf(`FROM ${relation}`, db);
const textOf = (claim: Claim) => lineOf(claim.dataset, claim);

const hour = (dataset: string, from: number, more: Partial<Claim> = {}): Claim => ({
  ...{ dataset, thing: 'home total use', from: from * 60, to: from * 60 + 60, kwh: 4, uploaded: 1 },
  ...more,
});
const quarter = (dataset: string, nth: number, more: Partial<Claim> = {}): Claim => ({
  ...{ dataset, thing: 'home total use', from: nth * 15, to: nth * 15 + 15, kwh: 1, uploaded: 2 },
  ...more,
});

/** Expects that these count and, with a reason each, that these do not. */
async function expectFold(
  claims: readonly Claim[],
  counted: readonly Claim[],
  reasons: Readonly<Record<string, number>>,
  preferred: readonly string[] = [],
) {
  await within(async (db) => {
    const folded = await foldOf(claims, preferred, db);
    expect(await listed(folded.counted, db)).toEqual(counted.map(textOf).sort());
    const found = await db.rows(`SELECT reason, count(*)::INTEGER AS n FROM ${folded.shadowed} GROUP BY ALL`);
    expect(Object.fromEntries(found.map(({ reason, n }) => [reason, n]))).toEqual(reasons);
  });
}

describe('fold', () => {
  it('lets the later upload count where two have the same interval', async () => {
    const [first, second] = [hour('a', 0), hour('b', 0, { uploaded: 2, kwh: 7 })];
    await expectFold([first, second, hour('a', 1)], [second, hour('a', 1)], { SAME_INTERVAL: 1 });
  });

  it('puts what was measured after what was estimated, whenever it was uploaded', async () => {
    const [measured, estimated] = [hour('a', 0), hour('b', 0, { uploaded: 2, estimated: true })];
    await expectFold([measured, estimated], [measured], { SAME_INTERVAL: 1 });
  });

  it('lets a dataset count that a person prefers', async () => {
    const [first, second] = [hour('a', 0), hour('b', 0, { uploaded: 2 })];
    await expectFold([first, second], [first], { SAME_INTERVAL: 1 }, ['a']);
  });

  it('takes four quarters before their hour', async () => {
    const quarters = [0, 1, 2, 3].map((nth) => quarter('b', nth, { uploaded: 0 }));
    await expectFold([hour('a', 0), ...quarters], quarters, { FINER: 1 });
  });

  it('takes an hour before three of its quarters', async () => {
    const quarters = [0, 1, 3].map((nth) => quarter('b', nth));
    await expectFold([hour('a', 0), ...quarters], [hour('a', 0)], { PARTLY_COVERED: 3 });
  });

  it('takes quarters of several uploads together', async () => {
    const quarters = [quarter('b', 0), quarter('c', 1), quarter('b', 2), quarter('d', 3)];
    await expectFold([hour('a', 0), ...quarters], quarters, { FINER: 1 });
  });

  it('lets the later one count of two hours that begin at different minutes', async () => {
    const shifted = hour('b', 0, { from: 30, to: 90, uploaded: 2 });
    await expectFold([hour('a', 0), shifted, hour('a', 2)], [shifted, hour('a', 2)], { SHIFTED: 1 });
  });

  it('keeps other sites, appliances and measures apart', async () => {
    const others = ['cabin total use', 'home fridge use', 'home total generation', 'home roof generation'];
    const claims = others.map((thing, index) => hour(`d${index}`, 0, { thing }));
    await expectFold([hour('a', 0), ...claims], [hour('a', 0), ...claims], {});
  });

  it('takes production in a row of its own for that in the row of the whole', async () => {
    const [within, apart] = [
      hour('a', 0, { thing: 'home total generation' }),
      hour('b', 0, { thing: 'home production generation', uploaded: 2 }),
    ];
    await expectFold([within, apart], [apart], { SAME_INTERVAL: 1 });
  });

  it('keeps the other energy of a row', async () => {
    await within(async (db) => {
      await foldOf([hour('a', 0), hour('b', 0, { uploaded: 2, kwh: 7 })], [], db);
      await db.run("UPDATE given SET generated_kwh = 2 WHERE dataset = 'a'");
      const { counted, shadowed } = await fold('given', [], db);
      expect(await listed(counted, db)).toEqual(['a home total generation 0-60 2', 'b home total use 0-60 7']);
      expect(await listed(shadowed, db)).toEqual(['a home total use 0-60 4']);
      expect(await db.rows(`SELECT shadowed_by FROM ${shadowed}`)).toEqual([{ shadowed_by: 'b' }]);
    });
  });

  it('knows no overlap within an upload', async () => {
    await expectFold([hour('a', 0), quarter('a', 0), hour('b', 4)], [hour('a', 0), quarter('a', 0), hour('b', 4)], {});
  });
});

/** Lengths that nest, and some that do not; minutes of half a day, in the midst of which a month may end. */
const BEGIN = 31 * 1440 - 450;
const LENGTHS = [15, 30, 60, 60, 180, 720, 45];
const claim = fc
  .record({
    dataset: fc.constantFrom('a', 'b', 'c', 'd'),
    thing: fc.constantFrom('home total use', 'home total use', 'home fridge use', 'home total generation'),
    length: fc.constantFrom(...LENGTHS),
    place: fc.nat(47),
    shift: fc.constantFrom(0, 0, 0, 7),
    kwh: fc.integer({ min: 1, max: 99 }),
    estimated: fc.boolean(),
  })
  .map(({ dataset, thing, length, place, shift, kwh, estimated }): Claim => {
    const from = BEGIN + Math.floor((place * 15) / length) * length + shift;
    return { dataset, thing, from, to: from + length, kwh, estimated, uploaded: dataset.charCodeAt(0) % 3 };
  });
/** A dataset has an energy for an instant once. */
const claims = fc
  .array(claim, { minLength: 1, maxLength: 60 })
  .map((all) =>
    all.filter(
      (a, index) =>
        !all
          .slice(0, index)
          .some((b) => a.dataset === b.dataset && a.thing === b.thing && a.from < b.to && b.from < a.to),
    ),
  );

it('counts what a recount counts, each instant once, in any order of rows', async () => {
  await within((db) =>
    fc.assert(
      fc.asyncProperty(claims, fc.constantFrom(null, 'a', 'c'), async (given, preferred) => {
        const folded = await foldOf(given, preferred === null ? [] : [preferred], db);
        const ranked = given.map((each) => ({ ...each, preferred: each.dataset === preferred }));
        const recounted = new Set<unknown>(recount(ranked));
        const counted = given.filter((_, index) => recounted.has(ranked[index]));
        expect(await listed(folded.counted, db)).toEqual(counted.map(textOf).sort());
        const rest = given.filter((each) => !counted.includes(each));
        expect(await listed(folded.shadowed, db)).toEqual(rest.map(textOf).sort());
        for (const a of counted)
          for (const b of counted)
            if (a !== b && a.thing === b.thing)
              expect(a.from < b.to && b.from < a.to && a.dataset !== b.dataset).toBe(false);
      }),
      { ...runs(60), seed: 11 },
    ),
  );
});
