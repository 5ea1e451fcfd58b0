import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Console } from '../../console/server/console.ts';
import { PREFIXES } from '../../shared/lake/keys.ts';
import { plural } from '../../shared/text/format.ts';
import { type Connection, connectToOwn } from '../connection.ts';
import { EXIT, messageOf } from '../errors.ts';
import { DEFAULT_SEED, KINDS, truthFileOf, writeFiles } from '../generate/index.ts';
import { commandLine } from '../hints.ts';
import { onInterrupt } from '../interrupt.ts';
import type { GlobalOptions } from '../options.ts';
import { note, print } from '../output/print.ts';
import { paint } from '../output/style.ts';
import { chooseLake, shownPath } from '../paths.ts';
import { recountCommand, recountSentence, recounts } from '../recounts.ts';
import { newestRuns, runsTable } from '../runs/listing.ts';
import type { Outcome } from '../runs/outcome.ts';
import { printOutcome, runFile, succeeded } from '../runs/run.ts';
import { inspectFiles } from '../runs/upload.ts';
import { type OwnStack, startOwnStack } from '../stack.ts';
import { openConsole } from './console.ts';
import { announce, servedUntilInterrupt } from './serve.ts';

const SHOWN_RUNS = 5;

export async function startCommand(options: GlobalOptions & { once?: true }): Promise<void> {
  const { home } = chooseLake(options.lake);
  const stack = await startOwnStack(home, options.port, 'serve');
  announce(stack, home);
  closeOnInterrupt(stack);
  const connection = connectToOwn(stack, home);
  // Built while the first run is under way, where it was never built.
  const console = options.once ? undefined : consoleOrNone(connectToOwn(stack, home));
  try {
    const outcome = await firstRunOrEarlier(connection, home);
    nextThings(connection, outcome, options.once === true);
    // Without --once, serving goes on and has an end of its own.
    if (options.once && outcome && !succeeded(outcome)) process.exitCode = EXIT.failed;
  } finally {
    connection.clients.close();
    if (options.once) await stack.close();
  }
  if (options.once) return;
  const opened = await console;
  note(`\nServing ${stack.url} until Ctrl-C.${opened ? `\nConsole ${opened.address}` : ''}`);
  await servedUntilInterrupt(stack, opened);
}

/** The stack is worth serving without its console. */
async function consoleOrNone(connection: Connection): Promise<Console | undefined> {
  try {
    return await openConsole(connection, undefined);
  } catch (error) {
    note(`There is no console this time: ${messageOf(error)}`);
    return undefined;
  }
}

/** Until the first run has ended, Ctrl-C interrupts it; the run then shows as failed and can be replayed. */
function closeOnInterrupt(stack: OwnStack): void {
  onInterrupt(async () => {
    note('\nInterrupted; what was running can be replayed.');
    await stack.close();
    process.exit(EXIT.interrupted);
  });
}

/** @returns what became of the sample's run, when this start made one */
async function firstRunOrEarlier(connection: Connection, home: string): Promise<Outcome | undefined> {
  const runs = await newestRuns(connection, SHOWN_RUNS);
  if (runs.length > 0) {
    print(`\nThe lake has earlier runs, the newest first:\n\n${runsTable(runs)}`);
    await noteRecounts(connection);
    return undefined;
  }
  if (await hasUploads(connection)) return undefined;
  const outcome = await runSample(connection, home);
  await printOutcome(connection, outcome);
  return outcome;
}

/** What an earlier release counted twice stays so until a person makes it again: nobody changes figures unasked. */
async function noteRecounts(connection: Connection): Promise<void> {
  const changes = await recounts(connection);
  if (changes.length > 0) note(`\n${recountSentence(changes)}. To see each month: ${recountCommand(changes)}`);
}

async function hasUploads({ clients, bucket }: Connection): Promise<boolean> {
  const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const s3 = await clients.s3();
  const { KeyCount = 0 } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: PREFIXES.raw, MaxKeys: 1 }),
  );
  return KeyCount > 0;
}

/** The sample month: what a first start shows. */
async function runSample(connection: Connection, home: string): Promise<Outcome> {
  const { plan: planOf, start, days } = KINDS.household;
  const plan = planOf({ start, days, seed: DEFAULT_SEED });
  const folder = join(home, 'sample');
  const file = join(folder, 'sample-month.csv');
  await mkdir(folder, { recursive: true });
  await writeFiles(plan, file, { format: 'csv', gzip: false });
  note(
    `The lake is empty: made a sample month of a home, ${plural(plan.rows, 'reading')} of ` +
      `which ${plan.anomalies} were changed on purpose (${shownPath(truthFileOf(file))} lists them).`,
  );
  const [sample] = await inspectFiles([shownPath(file)]);
  if (!sample) throw new Error(`${file} was not written.`);
  return runFile(connection, sample, {});
}

function nextThings(connection: Connection, outcome: Outcome | undefined, once: boolean): void {
  const things = [
    ...(outcome?.kind === 'published' ? [['the report, in the browser', commandLine('report sample --open')]] : []),
    [
      'SQL over the readings',
      commandLine('query "SELECT appliance, SUM(kwh) AS kwh FROM raw_energy_data GROUP BY appliance"'),
    ],
    ['all runs; show, logs and replay take one of them', commandLine('runs')],
    ['a file of your own, in a format that `formats` lists', commandLine('run FILE')],
    ...(once ? [] : [['any AWS SDK, or the AWS CLI, with any credentials', awsCli(connection)]]),
  ];
  print(`\n${paint('Next', 'bold')}`);
  for (const [what, command] of things) print(`  ${paint(`# ${what}`, 'dim')}\n  ${command}`);
}

function awsCli({ endpoint, bucket }: Connection): string {
  return `AWS_ENDPOINT_URL=${endpoint} aws s3 ls s3://${bucket}/`;
}
