/** `.ci/run` with a stand-in for npm: what it calls, how often, and what its last line is. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder = '';
let checkout = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'energy-ci-'));
  checkout = join(folder, 'checkout');
  mkdirSync(join(checkout, '.ci'), { recursive: true });
  cpSync('.ci/run', join(checkout, '.ci', 'run'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param script what npm does, in a shell; each call is written to `calls` before it */
function run(script: string) {
  const bin = join(folder, 'bin');
  const calls = join(folder, 'calls');
  mkdirSync(bin);
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "$*" >> '${calls}'\n${script}\n`);
  chmodSync(join(bin, 'npm'), 0o755);
  const { status, stdout } = spawnSync(join(checkout, '.ci', 'run'), {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  });
  return {
    status,
    stdout,
    last: stdout.trimEnd().split('\n').at(-1),
    calls: readFileSync(calls, 'utf8').trim().split('\n'),
  };
}

const PASSING =
  "case \"$*\" in *check:fresh*) echo '✓ types'; echo '12 passed, 0 failed'; echo 'check:fresh: both work';; esac";

it('runs the tests once, then what lies beside the checkout, and ends with the line of the tests', () => {
  mkdirSync(join(folder, 'shared', 'data'), { recursive: true });
  for (const cases of ['exports', 'hostile']) {
    mkdirSync(join(folder, 'shared', 'some', cases), { recursive: true });
    writeFileSync(join(folder, 'shared', 'some', cases, 'cases.json'), '[]');
  }
  expect(run(PASSING)).toMatchObject({
    status: 0,
    last: '12 passed, 0 failed',
    calls: [
      'run -s check:fresh',
      'run -s check:real -- ../shared/data',
      'run -s check:cases -- ../shared/some/exports ../shared/some/hostile',
    ],
  });
});

it('passes where nothing lies beside the checkout, and says what it left out', () => {
  const { status, stdout, last, calls } = run(PASSING);
  expect({ status, last, calls }).toEqual({ status: 0, last: '12 passed, 0 failed', calls: ['run -s check:fresh'] });
  for (const check of ['check:real', 'check:cases']) expect(stdout).toContain(`${check} SKIPPED`);
});

it('fails with the line of the tests when one fails', () => {
  const { status, last } = run("echo '11 passed, 1 failed'; exit 1");
  expect({ status, last }).toEqual({ status: 1, last: '11 passed, 1 failed' });
});

it.each(['check:real', 'check:cases'])('fails when %s fails after tests that passed', (check) => {
  mkdirSync(join(folder, 'shared', 'data'), { recursive: true });
  mkdirSync(join(folder, 'shared', 'some', 'cases'), { recursive: true });
  writeFileSync(join(folder, 'shared', 'some', 'cases', 'cases.json'), '[]');
  const { status, last } = run(`${PASSING}\ncase "$*" in *${check}*) exit 3;; esac`);
  expect({ status, last }).toEqual({ status: 3, last: '12 passed, 0 failed' });
});

it('fails with a line of its own when the tests did not begin', () => {
  const { status, last } = run('exit 1');
  expect({ status, last }).toEqual({ status: 1, last: '0 passed, 1 failed' });
});
