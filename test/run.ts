/**
 * `npm test`: types, lint, unused code, the order of imports, then every test. Ends with one plain line,
 * `N passed, N failed`, in which each static check counts as one. Arguments go to vitest: `npm test --
 * test/unit/shared`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const resultsSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  success: z.boolean(),
});

function run(command: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
}

const CHECKS: readonly (readonly [string, string, readonly string[]])[] = [
  ['types', 'tsc', ['--noEmit', '-p', '.']],
  ['types of the page', 'tsc', ['--noEmit', '-p', 'console/page']],
  ['lint', 'biome', ['ci', '--error-on-warnings', '.']],
  ['unused code', 'knip', []],
  [
    'imports',
    'depcruise',
    ['--output-type', 'err-long', 'shared', 'functions', 'events', 'statemachine', 'local', 'infra', 'cli', 'console'],
  ],
];

function staticChecks(): boolean[] {
  return CHECKS.map(([what, command, args]) => {
    const passed = run(command, args);
    console.log(`${passed ? '✓' : '✗'} ${what}`);
    return passed;
  });
}

function tests(filters: readonly string[]): { passed: number; failed: number; skipped: number } {
  const folder = mkdtempSync(join(tmpdir(), 'energy-test-'));
  const file = join(folder, 'results.json');
  try {
    const ok = run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters]);
    const results = resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    // An error outside of any test (a file that does not load) fails the run without a failed test.
    const failed = Math.max(results.numFailedTests, ok ? 0 : 1);
    return { passed: results.numPassedTests, failed, skipped: results.numPendingTests };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const filters = process.argv.slice(2);
if (filters.length === 0) {
  console.log(
    'All checks and tests: usually 14 to 20 minutes on two cores that do nothing else, ' +
      'two to three times that on busy ones.',
  );
}
const checks = filters.length > 0 ? [] : staticChecks();
const { passed, failed, skipped } = tests(filters);
const allPassed = passed + checks.filter(Boolean).length;
const allFailed = failed + checks.filter((ok) => !ok).length;
console.log(`${allPassed} passed, ${allFailed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(allFailed === 0 ? 0 : 1);
