/** What the check `imports` of `npm test` sees, over a small tree with one fault of each kind. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

const FILES = {
  'shared/text/first.ts': "import type { Second } from './second.ts';\nexport type First = Second[];\n",
  'shared/text/second.ts': "import type { First } from './first.ts';\nexport type Second = First | string;\n",
  'shared/energy/upward.ts': "import type { First } from '../text/first.ts';\nexport type Upward = First;\n",
  'shared/energy/later.ts': "export const later = () => import('../lake/keys.ts');\n",
  'shared/lake/keys.ts': "import type { First } from '../text/first.ts';\nexport const keys: First = [];\n",
  'functions/aggregate/sums.ts': "export { days } from '../forecast/days.ts';\n",
  'functions/forecast/days.ts': 'export const days = 7;\n',
  'shared/nowhere/lost.ts': "import { keys } from '../lake/keys.ts';\nexport const lost = keys;\n",
  'cli/output/gone.ts': "import { gone } from './absent.ts';\nexport const here = gone;\n",
} as const;

const resultSchema = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'energy-imports-'));
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(
  'circles, arrows back up, neighbours, files without a room and imports that lead nowhere are ' +
    'found, types included',
  () => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        join(PROJECT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
        ...[
          '--config',
          join(PROJECT, '.dependency-cruiser.mjs'),
          '--output-type',
          'json',
          'shared',
          'functions',
          'cli',
        ],
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(stdout, stderr).toMatch(/^\{/);
    const { violations } = resultSchema.parse(JSON.parse(stdout)).summary;
    expect(violations.map(({ from, rule }) => `${from}: ${rule.name}`).sort()).toEqual([
      'cli/output/gone.ts: no-file-that-is-not-there',
      'functions/aggregate/sums.ts: functions-aggregate-uses-what-comes-before',
      'functions/aggregate/sums.ts: functions-do-not-use-each-other',
      'shared/energy/later.ts: shared-energy-uses-what-comes-before',
      'shared/energy/upward.ts: shared-energy-uses-what-comes-before',
      'shared/nowhere/lost.ts: every-file-has-a-room',
      'shared/text/first.ts: no-circle',
    ]);
  },
);
