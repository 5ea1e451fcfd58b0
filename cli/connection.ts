import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loopbackEndpoint } from '../local/loopback-endpoint.ts';
import { STACK } from '../local/names.ts';
import { plural } from '../shared/text/format.ts';
import { type Clients, createClients } from './clients.ts';
import { CliError, EXIT, usageError } from './errors.ts';
import { askHealth } from './health.ts';
import { onInterrupt } from './interrupt.ts';
import type { GlobalOptions } from './options.ts';
import { note } from './output/print.ts';
import { chooseLake, shownPath } from './paths.ts';
import { findServing, LakeBusy, type OwnStack, startOwnStack } from './stack.ts';

const WAIT_MS = 200;
const LOCK_RETRIES = 25;

/** Where the command works: which endpoint, and what the things there are called. */
export interface Connection {
  /** Address of a local stack; undefined for AWS itself. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  readonly stateMachineArn: string;
  /** On AWS, the state machine of backfills; empty where the stack has none. Undefined for any other. */
  readonly backfillArn: string | undefined;
  readonly database: string;
  readonly workgroup: string;
  /** Name of the stack on AWS; undefined for any other. */
  readonly stack: string | undefined;
  /** Table of sites served. */
  readonly servedTable: string;
  /** The lake's folder on this machine; undefined when the endpoint is not one of our stacks. */
  readonly home: string | undefined;
  readonly clients: Clients;
  /** Stores a file in the bucket of a stack that this process serves; undefined for any other. */
  readonly putFile: OwnStack['putFile'] | undefined;
  /** Whether the stack was started for this command and ends with it. */
  readonly own: boolean;
  /** Waits for what else was started when the stack of this command was: it would end with it. */
  finishOthers(): Promise<void>;
  /** Ends what was started for this command; a stack that was already serving goes on. */
  close(): Promise<void>;
}

/**
 * Finds the stack that is meant: the one on AWS that `--stack` names, else the one at `--endpoint`, else the one that
 * serves the lake, else the one on the port, else one that is started for this command and ends with it.
 * @param runs whether the command runs something: its own stack then loads the functions at once
 */
async function connect(options: GlobalOptions, runs: boolean): Promise<Connection> {
  if (options.stack !== undefined) return connectToDeployed(options.stack, options);
  if (options.endpoint !== undefined) return connectTo(options.endpoint);
  const lake = chooseLake(options.lake);
  for (let retries = LOCK_RETRIES; ; retries -= 1) {
    await othersAreDone(lake.home, runs);
    const serving = (await findServing(lake.home)) ?? (await askHealth(`http://127.0.0.1:${options.port}`));
    if (typeof serving === 'object' && (serving.home === lake.home || !lake.chosen)) {
      return connection(serving.url, serving.home);
    }
    try {
      const stack = await startOwnStack(lake.home, 0, runs ? 'run' : 'look');
      if (stack.caughtUp > 0) note(catchingUp(stack.caughtUp));
      return connection(stack.url, lake.home, stack);
    } catch (error) {
      // Another command was a moment faster, or has not let go yet.
      if (!(error instanceof LakeBusy) || retries === 0) throw error;
    }
    await sleep(WAIT_MS);
  }
}

function catchingUp(runs: number): string {
  return `Started ${plural(runs, 'run')} of earlier uploads: a process had ended before it could start them.`;
}

/**
 * A stack that another command started for itself ends with that command, and would take a run of ours with it. What
 * only looks may watch another command's run.
 */
async function othersAreDone(home: string, runs: boolean): Promise<void> {
  let told = false;
  for (;;) {
    const purpose = (await findServing(home))?.purpose ?? 'serve';
    if (purpose === 'serve' || (purpose === 'run' && !runs)) return;
    if (!told && runs) note(`Waiting for another command that works on ${shownPath(home)} …`);
    told = true;
    await sleep(WAIT_MS);
  }
}

/** The connection to a stack that this process serves. */
export function connectToOwn(stack: OwnStack, home: string): Connection {
  return { ...connection(stack.url, home), putFile: stack.putFile };
}

/** @throws CliError when another option says the opposite, or the stack cannot be found */
async function connectToDeployed(name: string, { endpoint, lake }: GlobalOptions): Promise<Connection> {
  if (endpoint !== undefined || lake !== undefined) {
    throw usageError(
      "'--stack' names a stack on AWS; '--endpoint' and '--lake' a local one.",
      'Leave one of them out.',
    );
  }
  const elsewhere = loopbackEndpoint(process.env);
  if (elsewhere !== undefined)
    note(`AWS_ENDPOINT_URL is ${elsewhere}: what is done to ${name} is done on this machine.`);
  const { findDeployed } = await import('./deployed.ts');
  const { region, bucket, stateMachineArn, backfillArn, workgroup, database, servedTable } = await findDeployed(name);
  const clients = createClients({ endpoint: undefined, region });
  const names = { region, bucket, stateMachineArn, backfillArn, workgroup, database, servedTable };
  return {
    ...names,
    stack: name,
    endpoint: undefined,
    home: undefined,
    clients,
    putFile: undefined,
    own: false,
    finishOthers: async () => {},
    close: async () => clients.close(),
  };
}

async function connectTo(endpoint: string): Promise<Connection> {
  const answer = await askHealth(endpoint);
  if (answer === 'nothing') {
    throw new CliError(`Nothing answers at ${endpoint}.`, {
      hint: "Start a stack with 'npm start', or leave '--endpoint' out.",
    });
  }
  return connection(endpoint, typeof answer === 'object' ? answer.home : undefined);
}

function connection(endpoint: string, home: string | undefined, own?: OwnStack): Connection {
  const clients = createClients({ endpoint, region: STACK.region });
  let closing: Promise<void> | undefined;
  return {
    ...STACK,
    backfillArn: undefined,
    stack: undefined,
    endpoint,
    home,
    clients,
    putFile: own?.putFile,
    own: own !== undefined,
    async finishOthers() {
      await own?.finishCaughtUp();
    },
    close() {
      clients.close();
      closing ??= own?.close() ?? Promise.resolve();
      return closing;
    },
  };
}

/** @returns where a person finds an object: its file on this machine, else its S3 address */
export function locate({ home, bucket }: Pick<Connection, 'home' | 'bucket'>, key: string): string {
  if (home !== undefined) {
    const file = join(home, 'lake', bucket, key);
    if (existsSync(file)) return file;
  }
  return `s3://${bucket}/${key}`;
}

/** Does something with a connection and ends it, whatever happens, Ctrl-C included. */
export async function withConnection<T>(
  options: GlobalOptions,
  use: (connection: Connection) => Promise<T>,
  { runs = false } = {},
): Promise<T> {
  const opened = await connect(options, runs);
  onInterrupt(async () => {
    if (runs)
      note(opened.own ? '\nInterrupted; the run can be replayed.' : '\nThe run goes on in the stack that serves.');
    await opened.close();
    process.exit(EXIT.interrupted);
  });
  try {
    const result = await use(opened);
    await opened.finishOthers();
    return result;
  } finally {
    await opened.close();
  }
}
