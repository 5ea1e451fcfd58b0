import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', '..', 'cli', 'main.ts');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `energy` command. */
export interface Energy {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when stderr has this in it. */
  sees(text: string): Promise<void>;
}

/** Starts the real command as a person in `folder` would, without a terminal and without colours. */
export function startEnergy(
  args: readonly string[],
  folder: string,
  extra: NodeJS.ProcessEnv = {},
  input?: string,
): Energy {
  const { INIT_CWD: _, FORCE_COLOR: __, DEBUG: ___, ...env } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    cwd: folder,
    env: { ...env, NO_COLOR: '1', ...extra },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that ends without reading closes its end; that is not this test's fault.
  child.stdin.on('error', () => {}).end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    ended,
    sees(wanted) {
      return new Promise((resolve, reject) => {
        const look = () => {
          if (stderr.includes(wanted)) resolve();
        };
        child.stderr.on('data', look);
        child.on('close', () => reject(new Error(`ended without "${wanted}":\n${stdout}\n${stderr}`)));
        look();
      });
    },
  };
}

/**
 * Runs the real command to its end.
 * @param input what it reads from stdin
 */
export function energy(
  args: readonly string[],
  folder: string,
  extra: NodeJS.ProcessEnv = {},
  input?: string,
): Promise<Ended> {
  return startEnergy(args, folder, extra, input).ended;
}
