/**
 * Loaded before the stack (`--import`): once the file ENERGY_TEST_KILL says `N WHEN`, the process is killed at the
 * N-th write from then on of what it keeps in its folder ENERGY_TEST_HOME: `before` it, with `half` of its bytes
 * written, or `after` it. `count` instead writes each of them down, in the file beside it.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const plan = process.env.ENERGY_TEST_KILL ?? '';
const home = process.env.ENERGY_TEST_HOME ?? '';
const { readFileSync, rmSync, appendFileSync } = fs;
/** Paths of open files. */
const open = new Map();
/** Of the plan that is under way. */
let counted = { text: '', writes: 0 };

/** Logs and temporary files are nothing that a start reads. */
const isKept = (path) =>
  path.startsWith(`${home}/`) && !path.startsWith(`${home}/tmp/`) && !path.startsWith(`${home}/logs/`);

/** @returns when the process is to be killed; undefined where it goes on */
function due(what, path) {
  if (!isKept(path)) return undefined;
  let text = '';
  try {
    text = readFileSync(plan, 'utf8');
  } catch {
    return undefined;
  }
  if (text === 'count') {
    appendFileSync(`${plan}.seen`, `${what} ${path.slice(home.length + 1).split('/')[0]}\n`);
    return undefined;
  }
  if (counted.text !== text) counted = { text, writes: 0 };
  counted.writes += 1;
  const [at, when] = text.split(' ');
  return counted.writes === Number(at) ? when : undefined;
}

function kill() {
  // The next process is not to end at the same place.
  rmSync(plan, { force: true });
  process.kill(process.pid, 'SIGKILL');
}

function halfOf(data) {
  return data.slice(0, Math.floor(data.length / 2));
}

if (isMainThread) {
  const { openSync, closeSync } = fs;
  fs.openSync = (path, ...rest) => {
    const descriptor = openSync(path, ...rest);
    open.set(descriptor, String(path));
    return descriptor;
  };
  fs.closeSync = (descriptor) => {
    open.delete(descriptor);
    return closeSync(descriptor);
  };
  for (const name of ['writeSync', 'writeFileSync', 'appendFileSync', 'renameSync', 'linkSync', 'chmodSync']) {
    const original = fs[name];
    fs[name] = (target, ...rest) => {
      const path = typeof target === 'number' ? (open.get(target) ?? '') : String(target);
      const when = due(name, path);
      if (when === 'before') kill();
      if (when === 'half') {
        // A rename, a link or a change of mode has no half.
        if (name.startsWith('write') || name.startsWith('append')) original(target, halfOf(rest[0]));
        kill();
      }
      const result = original(target, ...rest);
      if (when === 'after') kill();
      return result;
    };
  }
  syncBuiltinESMExports();
}
