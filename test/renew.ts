/**
 * `npm run renew`: writes every document, list and snapshot that is generated, by running the tests that hold them with
 * leave to write. With `--measure` also what a run needs, for the cost estimate; do that on an idle machine.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

if (process.argv.includes('--measure')) run(process.execPath, ['test/infra/measure.ts']);
const writing = globSync('test/**/*.ts').filter((file) => readFileSync(file, 'utf8').includes('.toMatchFileSnapshot('));
// A test may keep its expectations in a folder of its name.
const tests = new Set(
  writing.map((file) => (file.endsWith('.test.ts') ? file : `${file.split('/').slice(0, -1).join('/')}.test.ts`)),
);
run('vitest', ['run', ...tests, '--update']);
run('git', ['status', '--short']);
