import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Stack } from '../local/stack.ts';
import { CliError, codeOf, messageOf } from './errors.ts';
import { askHealth, type Serving } from './health.ts';
import { commandLine, otherPort, shellWord } from './hints.ts';
import { shownPath } from './paths.ts';

/** Says where a lake is served, so that a command finds the stack whatever its port. */
const SERVING_FILE = 'serving.json';
const servingSchema = z.object({
  purpose: z.enum(['serve', 'run', 'look']),
  url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }),
});

/** What a stack was started for: until Ctrl-C, or for as long as one command runs or reads something. */
export type Purpose = 'serve' | 'run' | 'look';

/** A stack that this process started. */
export interface OwnStack {
  readonly url: string;
  readonly port: number;
  readonly putFile: Stack['putFile'];
  /** How many runs this start began, of uploads that had none. */
  readonly caughtUp: number;
  /** Waits until those have ended. */
  finishCaughtUp(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the local stack in this process.
 * @param port 0 for any free one
 * @throws CliError when the port or the lake is taken, or the folder cannot be used
 */
export async function startOwnStack(home: string, port: number, purpose: Purpose): Promise<OwnStack> {
  const { startStack } = await import('../local/stack.ts');
  const stack = await startStack({
    home,
    port,
    prewarm: purpose !== 'look',
    catchUp: purpose !== 'look',
    serves: purpose === 'serve',
  }).catch(async (error: unknown) => {
    throw await explained(error, home, port);
  });
  const { url, port: actual, putFile, caughtUp, stepFunctions, close } = stack;
  const file = join(home, SERVING_FILE);
  mkdirSync(home, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ url, purpose })}\n`);
  return {
    url,
    port: actual,
    putFile,
    caughtUp: caughtUp.length,
    async finishCaughtUp() {
      for (const arn of caughtUp) await stepFunctions.waitFor(arn);
    },
    async close() {
      await close();
      rmSync(file, { force: true });
    },
  };
}

/** @returns the stack that serves this lake now, if one does */
export async function findServing(home: string): Promise<(Serving & { purpose: Purpose }) | undefined> {
  let serving: z.infer<typeof servingSchema>;
  try {
    serving = servingSchema.parse(JSON.parse(readFileSync(join(home, SERVING_FILE), 'utf8')));
  } catch {
    return undefined;
  }
  const answer = await askHealth(serving.url);
  return typeof answer === 'object' && answer.home === home ? { ...answer, purpose: serving.purpose } : undefined;
}

/** Another process has the lake open. */
export class LakeBusy extends CliError {}

function isLocked(error: unknown): boolean {
  return /another process serves this folder/.test(messageOf(error));
}

async function explained(error: unknown, home: string, port: number): Promise<unknown> {
  const lake = shownPath(home);
  const serving = await findServing(home);
  if (serving) {
    return new LakeBusy(`The lake ${lake} is already being served at ${serving.url}, by process ${serving.pid}.`, {
      hint: `Use it (${commandLine('runs')}), or ${stop(serving)}.`,
    });
  }
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return await portTaken(port);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new CliError(`The lake's folder ${lake} cannot be written: ${messageOf(error)}.`, {
        hint: "Give it to your user, or choose another folder with '--lake DIR'.",
        cause: error,
      });
    case 'ENOSPC':
      return new CliError(`The disk that holds ${lake} is full.`, { hint: 'Make room, then try again.', cause: error });
    case 'ENOTDIR':
    case 'EEXIST':
      return new CliError(`${lake} is not a folder.`, { hint: "Choose another with '--lake DIR'.", cause: error });
  }
  if (isLocked(error)) {
    return new LakeBusy(`Another process has the lake ${lake} open.`, {
      hint: "Stop that process (Ctrl-C where it runs), or choose another lake with '--lake DIR'.",
      cause: error,
    });
  }
  return error;
}

function stop({ pid }: Serving): string {
  return `stop it (Ctrl-C where it runs, or 'kill ${pid}')`;
}

/** @returns what holds a port, and the way out */
async function portTaken(port: number): Promise<CliError> {
  const other = `choose another port: '--port ${otherPort(port)}'`;
  const holder = await askHealth(`http://127.0.0.1:${port}`);
  if (typeof holder !== 'object') {
    return new CliError(`Port ${port} of 127.0.0.1 is taken by another program.`, {
      hint: `Stop that program, or ${other}.`,
    });
  }
  return new CliError(
    `Port ${port} is taken by another local stack: process ${holder.pid} serves the lake ${shownPath(holder.home)}.`,
    { hint: `Use that one ('--lake ${shellWord(shownPath(holder.home))}'), ${stop(holder)}, or ${other}.` },
  );
}
