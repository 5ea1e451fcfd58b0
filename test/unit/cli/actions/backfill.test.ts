import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { STACK } from '../../../../local/names.ts';
import { FunctionError } from '../../../../local/service.ts';
import { energy } from '../../../helpers/energy.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

let lake: TestStack;
/** How many more runs end in a fault. */
let faults = 0;

beforeAll(async () => {
  lake = await testStack({
    faults: (name) => {
      if (name !== 'validate' || faults === 0) return undefined;
      faults -= 1;
      return new FunctionError('TypeError', 'a bug');
    },
  });
});
afterAll(() => lake.close());

const day = (at: number) =>
  `timestamp,appliance,kwh\n2026-0${at}-01 00:00:00,Heater,${at}\n2026-0${at}-01 01:00:00,Heater,2\n`;

function backfill(...args: string[]) {
  return energy(['backfill', ...args, '--endpoint', lake.stack.url], tmpdir());
}

const endedSchema = z.array(z.object({ key: z.string(), status: z.string(), run: z.string(), why: z.string() }));
/** What SNS was given, a line a message. */
const notices = () => readFileSync(join(lake.home, 'sns', `${STACK.alertsTopic}.jsonl`), 'utf8');

test('takes up what has no outcome, says what became of each, and goes on where it ended', async () => {
  faults = 4;
  for (const at of [1, 2, 3, 4]) await lake.upload(`raw/2026/${at}.csv`, day(at), { 'site-id': 'home' });
  await lake.upload('raw/2026/published.csv', day(5));
  await lake.upload('raw/2026/cat.csv', 'this,is\nnot,it\n');
  await lake.put('raw/2026/folder/', ' ');
  faults = 1;
  await lake.upload('raw/other.csv', day(6));

  const plan = await backfill('--prefix', 'raw/2026/', '--dry-run');
  expect(plan.stdout.split('\n').map((line) => /^(raw\S+).*(to do|PUBLISHED|REJECTED)/.exec(line)?.slice(1))).toEqual([
    undefined,
    ...[1, 2, 3, 4].map((at) => [`raw/2026/${at}.csv`, 'to do']),
    ['raw/2026/cat.csv', 'REJECTED'],
    ['raw/2026/published.csv', 'PUBLISHED'],
    undefined,
  ]);

  const told = notices();
  faults = 1;
  const first = await backfill('--prefix', 'raw/2026/', '--concurrency', '1', '--json');
  expect(first.code, first.stderr).toBe(1);
  const ended = endedSchema.parse(JSON.parse(first.stdout));
  expect(ended.map(({ key, status }) => [key, status])).toEqual([
    ['raw/2026/1.csv', 'FAILED'],
    ...[2, 3, 4].map((at) => [`raw/2026/${at}.csv`, 'PUBLISHED']),
  ]);
  expect(ended[0]?.why).toContain('a bug');
  expect(first.stderr).toContain('4 uploads: 1 FAILED, 3 PUBLISHED');
  // The runs are ordinary ones, which send no notice.
  const shown = await energy(['show', ended[1]?.run ?? '', '--endpoint', lake.stack.url], tmpdir());
  expect(shown.code, shown.stderr).toBe(0);
  expect(notices()).toBe(told);

  const second = await backfill('--prefix', 'raw/2026/', '--json');
  expect(second.code, second.stderr).toBe(0);
  expect(endedSchema.parse(JSON.parse(second.stdout)).map(({ key, status }) => [key, status])).toEqual([
    ['raw/2026/1.csv', 'PUBLISHED'],
  ]);
  const third = await backfill('--prefix', 'raw/2026/');
  expect(third.code, third.stderr).toBe(0);
  expect(third.stderr).toContain('There is nothing to do.');
  // Zone, site and layout that came with an upload hold.
  expect(await lake.query('SELECT DISTINCT site_id FROM raw_energy_data ORDER BY 1')).toContainEqual(['home']);
});

test('reads refused files once more and sends notices where that is asked for, and keeps to days', async () => {
  const again = await backfill('--prefix', 'raw/2026/', '--failed', '--alerts', '--json');
  expect(again.code, again.stderr).toBe(1);
  expect(endedSchema.parse(JSON.parse(again.stdout)).map(({ key, status }) => [key, status])).toEqual([
    ['raw/2026/cat.csv', 'REJECTED'],
  ]);
  await expect.poll(notices).toContain('told-');
  const later = await backfill('--prefix', 'raw/', '--since', '2100-01-01');
  expect(later.stderr).toContain('0 uploads to run of 0 below raw/.');
  const elsewhere = await backfill('--prefix', 'readings/');
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.stderr).toContain("'readings/' holds no uploads: they are below raw/.");
});
