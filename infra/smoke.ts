/**
 * Whether a deployment works: uploads the sample month, waits for its run, asks for its total. The upload has a key of
 * its own, so that nothing of anybody else's is replaced.
 *
 *   node infra/smoke.ts --stack NAME      (or --endpoint URL, for a local stack)
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
const where = process.argv.slice(2);

function energy(...args: string[]): string {
  return execFileSync(process.execPath, [COMMAND, ...where, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

if (where.length !== 2 || !['--stack', '--endpoint'].includes(where[0] ?? '')) {
  console.error('usage: node infra/smoke.ts --stack NAME | --endpoint URL');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'energy-smoke-'));
try {
  const file = join(folder, 'smoke-test.csv');
  execFileSync(process.execPath, [COMMAND, 'generate', '--out', file], { stdio: 'inherit' });
  console.log(energy('run', file));
  const answer = energy(
    'query',
    '--format',
    'csv',
    "SELECT COUNT(*) AS readings FROM raw_energy_data WHERE dataset LIKE 'smoke-test-%'",
  );
  const readings = Number(answer.trim().split('\n').at(-1));
  // 2,880 rows, of which none is rejected.
  if (readings !== 2880) throw new Error(`The tables hold ${readings} readings of the smoke test's upload, not 2,880.`);
  console.log(`The smoke test passed: ${readings} readings can be queried.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
