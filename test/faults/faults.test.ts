/** A dozen faults of the full matrix, which `npm run faults` plays; ENERGY_FAULT_SEED chooses others. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, chosen, figures, matrix, openBench, play } from './scenario.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const DOZEN = 12;

it('the figures that are compared show a reading that is lost', async () => {
  const hours = (count: number) => Array.from({ length: count }, (_, hour) => `2026-10-01T0${hour}:00:00Z,1`);
  const put = (site: string, count: number) =>
    bench.lake.upload(`raw/${site}.csv`, ['timestamp,kwh', ...hours(count), ''].join('\n'), { 'site-id': site });
  for (const [site, count] of [
    ['whole', 9],
    ['same', 9],
    ['lost', 8],
  ] as const)
    expect((await put(site, count)).status).toBe('SUCCEEDED');
  expect(await figures(bench.lake, 'same')).toBe(await figures(bench.lake, 'whole'));
  expect(await figures(bench.lake, 'lost')).not.toBe(await figures(bench.lake, 'whole'));
});

it('a dozen faults lose nothing and double nothing', { timeout: 300_000 }, async () => {
  const seed = Number(process.env.ENERGY_FAULT_SEED ?? '1');
  const faults = chosen(matrix(bench.operations), DOZEN, seed);
  let met = 0;
  for (const [n, fault] of faults.entries()) {
    const result = await play(bench, fault, `dozen${n}`);
    expect(result.wrong, JSON.stringify(result)).toBe('');
    if (result.met) met += 1;
  }
  // A call that a run makes only sometimes may not come; most do.
  expect(met).toBeGreaterThan(DOZEN / 2);
});
