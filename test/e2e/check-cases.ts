/**
 * `npm run check:cases -- DIR [DIR ...] [--only NAME] [--known FILE] [--verbose]`: uploads each file that
 * DIR/cases.json names through the whole workflow, answers at most one question with the first answer that is offered,
 * and compares every figure with the expected one. Prints a line a case, totals, the known failures with their reasons,
 * and as its last line how many passed and failed. Exit code 1 when a case fails that is not declared as a known
 * failure, and when one that is declared passes or is not there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PREFIXES } from '../../shared/lake/keys.ts';
import { type TestStack, testStack } from '../helpers/stack.ts';
import { CASES_FILE, type FileCase, readCases } from './case-format.ts';
import { type CaseResult, type CaseUpload, runCase } from './case-run.ts';
import { Score } from './case-score.ts';
import { runTariffCase } from './case-tariffs.ts';
import { knownCases } from './known-cases.ts';

const USAGE =
  `usage: npm run check:cases -- DIR [DIR ...] [--only NAME] [--known FILE] [--verbose], ` +
  `where each DIR holds ${CASES_FILE}`;
/** Runs at a time: a run keeps about one core busy. */
const AT_A_TIME = 2;

interface Job {
  /** Folder and file. */
  readonly name: string;
  readonly note: string | undefined;
  run(lake: TestStack): Promise<CaseResult>;
}

function uploadOf(folder: string, file: string, site: string): CaseUpload {
  return { key: `${PREFIXES.raw}${basename(folder)}/${file}`, site, path: join(folder, file) };
}

/** Cases that one after the other tell of the same site, the others each of its own. */
function chainsOf(folder: string, files: readonly FileCase[]): Job[][] {
  const chains: Job[][] = [];
  let site = '';
  for (const each of files) {
    const goesOn = each.expect.record_kwh_after_both !== undefined;
    if (!goesOn) site = `site of ${basename(folder)} ${each.file}`;
    const upload = uploadOf(folder, each.file, site);
    const job = {
      name: `${basename(folder)}/${each.file}`,
      note: each.note,
      run: (lake: TestStack) => runCase(lake, each, upload),
    };
    const last = chains.at(-1);
    if (goesOn && last) last.push(job);
    else chains.push([job]);
  }
  return chains;
}

function tariffJobs(folder: string): Job[] {
  return readCases(folder).tariffs.map((each) => {
    const path = join(folder, '..', each.readings);
    const key = `${PREFIXES.raw}${basename(folder)}/${each.tariff}/${basename(each.readings)}`;
    const upload = { key, site: `site of ${each.tariff}`, path };
    return {
      name: `${basename(folder)}/${each.tariff}`,
      note: each.note,
      run: (lake: TestStack) => runTariffCase(lake, each, join(folder, each.tariff), upload),
    };
  });
}

/** Prints in the order of the cases, as soon as all before have ended. */
async function runAll(lake: TestStack, chains: readonly Job[][], atATime: number, score: Score): Promise<void> {
  const waiting = [...chains];
  const ended = new Map<Job, CaseResult>();
  const toPrint = chains.flat();
  const worker = async (): Promise<void> => {
    for (let chain = waiting.shift(); chain; chain = waiting.shift()) {
      for (const job of chain) {
        ended.set(job, await job.run(lake));
        for (let next = toPrint[0]; next; next = toPrint[0]) {
          const result = ended.get(next);
          if (!result) break;
          score.add(next.name, result, next.note);
          toPrint.shift();
        }
      }
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, known: { type: 'string' }, verbose: { type: 'boolean', default: false } },
});
const from = process.env.INIT_CWD ?? '.';
const folders = positionals.map((each) => resolve(from, each));
if (folders.length === 0 || folders.some((folder) => !existsSync(join(folder, CASES_FILE)))) {
  console.error(USAGE);
  process.exit(2);
}
const wanted = ({ name }: Job): boolean => values.only === undefined || name.includes(values.only);
const some = (chains: Job[][]): Job[][] => chains.filter((chain) => chain.some(wanted));
const score = new Score(
  knownCases(values.known === undefined ? undefined : readFileSync(resolve(from, values.known), 'utf8')),
  values.verbose,
);
const lake = await testStack();
try {
  await runAll(lake, some(folders.flatMap((folder) => chainsOf(folder, readCases(folder).files))), AT_A_TIME, score);
  await runAll(lake, some([folders.flatMap(tariffJobs).filter(wanted)]), 1, score);
} finally {
  await lake.close();
}
process.exit(score.close(values.only === undefined) ? 0 : 1);
