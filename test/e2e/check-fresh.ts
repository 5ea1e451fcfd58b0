/**
 * `npm run check:fresh`: proves that the two commands of the README need nothing but a fresh clone. Clones the last
 * commit to a temporary folder, without node_modules, and runs both there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** npm and this project's own setup put folders on PATH that a person's shell does not have. */
function plainPath(): string {
  const parts = (process.env.PATH ?? '').split(':');
  return parts.filter((part) => !part.includes('node_modules') && !part.startsWith(root)).join(':');
}

/** Nothing of npm's own environment leaks into the clone. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(own), PATH: plainPath() };
}

function step(what: string, command: string, args: readonly string[], cwd: string): void {
  console.log(`\n--- ${what}`);
  const started = Date.now();
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: plainEnvironment(),
  });
  if (status !== 0) throw new Error(`${what} ended with ${error?.message ?? `exit code ${status}`}`);
  console.log(`--- ${what}: ${Math.round((Date.now() - started) / 1000)} s`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}

const folder = mkdtempSync(join(tmpdir(), 'energy-fresh-'));
const clone = join(folder, 'energy-analytics');
try {
  step('git clone', 'git', ['clone', '--quiet', '--no-hardlinks', root, clone], folder);
  if (existsSync(join(clone, 'node_modules')))
    throw new Error('the clone has node_modules: they must not be committed');
  const port = await freePort();
  step('npm start -- --once', 'npm', ['start', '--', '--once', '--port', String(port)], clone);
  step('npm test', 'npm', ['test'], clone);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log('check:fresh: both commands work on a fresh clone');
