/**
 * `npm run faults`: every call of a run meets every kind of fault, and a table says what became of the upload. Then the
 * process is killed at the side effects of each state and at what the stack writes. Then random histories of a lake,
 * with processes that end anywhere, are compared with a recount. `--seed N` plays others, `--only PART` one part of it.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import fc from 'fast-check';
import { EXIT } from '../../cli/errors.ts';
import { onInterrupt } from '../../cli/interrupt.ts';
import { histories, playHistory } from '../helpers/record-history.ts';
import { playKills } from './kills.ts';
import { type Bench, figures, matrix, openBench, play, type Result } from './scenario.ts';

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

/** The figures that are compared must show a reading that is lost, or nothing here says anything. */
async function checkFigures({ lake }: Bench): Promise<void> {
  const hours = (count: number) => Array.from({ length: count }, (_, hour) => `2026-10-01T0${hour}:00:00Z,1`);
  for (const [site, count] of [
    ['whole', 9],
    ['lost', 8],
  ] as const)
    await lake.upload(`raw/${site}.csv`, ['timestamp,kwh', ...hours(count), ''].join('\n'), { 'site-id': site });
  if ((await figures(lake.query, 'lost')) === (await figures(lake.query, 'whole')))
    throw new Error('the figures do not show a reading that is lost');
}

/** @returns how many of the calls' faults left something wrong */
async function playCalls(): Promise<number> {
  const bench = await openBench();
  try {
    await checkFigures(bench);
    console.log(line(['Operation', 'Fault', 'Call', 'End', 'How', 'Wrong']));
    const results = await playAll(bench);
    const count = (test: (result: Result) => boolean) => results.filter(test).length;
    const wrong = count((each) => each.wrong !== '');
    console.log(
      `${results.length} faults, ${count(({ met }) => met)} met: ` +
        `${count((each) => each.met && !each.replayed)} mended by themselves, ` +
        `${count(({ replayed }) => replayed)} with a replay, ${wrong} wrong`,
    );
    return wrong;
  } finally {
    await bench.close();
  }
}

/** @returns how many of the kills left something wrong */
async function playProcess(seed: number): Promise<number> {
  console.log(line(['Killed at', 'When', 'Which', 'End', 'How', 'Wrong']));
  const results = await playKills(seed, ({ place, end, met, replayed, wrong }) => {
    const how = met ? (replayed ? 'replayed' : 'by itself') : 'not met';
    console.log(line([place.what, place.when, String(place.at), end, how, wrong]).trimEnd());
  });
  const wrong = results.filter((each) => each.wrong !== '').length;
  console.log(`${results.length} kills, ${results.filter(({ met }) => met).length} met, ${wrong} wrong`);
  return wrong;
}

// While a database of the stack works in this process it listens for SIGTERM: nothing else would end it then.
onInterrupt(async () => process.exit(EXIT.interrupted));

const PARTS = { calls: playCalls, kills: playProcess, histories: playHistories } as const;
const isPart = (name: string): name is keyof typeof PARTS => Object.hasOwn(PARTS, name);

const { values } = parseArgs({ options: { seed: { type: 'string' }, only: { type: 'string' } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const { only = '' } = values;
if (only !== '' && !isPart(only)) throw new Error(`--only takes ${Object.keys(PARTS).join(', ')}, not ${only}`);
let wrong = 0;
for (const part of isPart(only) ? [only] : (['calls', 'kills', 'histories'] as const)) wrong += await PARTS[part](seed);
process.exitCode = wrong === 0 ? 0 : 1;
