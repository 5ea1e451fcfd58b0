/**
 * `npm run faults`: every call of a run meets every kind of fault, and a table says what became of the upload. Then
 * random histories of a lake, with processes that end anywhere, are compared with a recount; `--seed N` plays others.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import fc from 'fast-check';
import { histories, playHistory } from '../helpers/record-history.ts';
import { type Bench, matrix, openBench, play, type Result } from './scenario.ts';

const WIDTHS = [44, 18, 6, 12, 10] as const;
const line = (cells: readonly string[]) => cells.map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0)).join('  ');

function show({ fault, met, end, replayed, wrong }: Result): void {
  const how = met ? (replayed ? 'replayed' : 'by itself') : 'not met';
  console.log(line([fault.operation, fault.kind, String(fault.call), end, how, wrong]).trimEnd());
}

async function playAll(bench: Bench): Promise<Result[]> {
  const results: Result[] = [];
  for (const [n, fault] of matrix(bench.operations).entries()) {
    const result = await play(bench, fault, `fault${n}`);
    show(result);
    results.push(result);
  }
  return results;
}

const HISTORIES = 60;

/** @returns how many of them the tables do not show as a recount does */
async function playHistories(seed: number): Promise<number> {
  let wrong = 0;
  for (const steps of fc.sample(histories, { numRuns: HISTORIES, seed })) {
    const { shown, wanted } = await playHistory(steps);
    if (isDeepStrictEqual(shown, wanted)) continue;
    wrong += 1;
    console.log(JSON.stringify({ steps, shown, wanted }));
  }
  console.log(`${HISTORIES} random histories (seed ${seed}), ${wrong} other than a recount`);
  return wrong;
}

const { values } = parseArgs({ options: { seed: { type: 'string' } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const bench = await openBench();
try {
  console.log(line(['Operation', 'Fault', 'Call', 'End', 'How', 'Wrong']));
  const results = await playAll(bench);
  const count = (test: (result: Result) => boolean) => results.filter(test).length;
  console.log(
    `${results.length} faults, ${count(({ met }) => met)} met: ` +
      `${count((each) => each.met && !each.replayed)} mended by themselves, ` +
      `${count(({ replayed }) => replayed)} with a replay, ${count(({ wrong }) => wrong !== '')} wrong`,
  );
  const isRight = count(({ wrong }) => wrong !== '') === 0;
  process.exitCode = (await playHistories(seed)) === 0 && isRight ? 0 : 1;
} finally {
  await bench.close();
}
