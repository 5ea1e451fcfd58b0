import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { datasetOf } from '../../../shared/lake/keys.ts';
import { energy } from '../../helpers/energy.ts';
import { type TestStack, testStack } from '../../helpers/stack.ts';
import { until } from '../../helpers/until.ts';

const LAST = datasetOf('raw/october.csv');
let lake: TestStack;
beforeAll(async () => {
  lake = await testStack({ serves: true });
});
afterAll(() => lake.close());

/** Two weeks of a month, a reading an hour: enough for a forecast. */
function month(name: string, kwh: number): string {
  const rows = Array.from({ length: 14 * 24 }, (_, hour) => {
    const time = new Date(Date.parse(`${name}-01T00:00:00Z`) + hour * 3_600_000).toISOString();
    return `${time},${kwh + (hour % 24) / 24}`;
  });
  return `timestamp,kwh\n${rows.join('\n')}\n`;
}

const put = (name: string, kwh: number) =>
  lake.upload(`raw/${name === '2026-10' ? 'october' : 'september'}.csv`, month(name, kwh), { 'site-id': 'home' });

async function said(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await energy([...words, '--endpoint', lake.stack.url], tmpdir());
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  return `${stdout}\n${stderr}`.replaceAll(/\s+/g, ' ');
}

const servedSchema = z.object({ dataset: z.string().nullable(), stale: z.boolean() });

async function served(): Promise<z.infer<typeof servedSchema>> {
  const answer = await fetch(`${lake.stack.url}/_api/sites/home/forecast`);
  return servedSchema.parse(await answer.json());
}

const CHANGED = 'Readings of home changed after this report was made: its forecast is of the earlier ones.';

test('a forecast from before a change of an older month says so, until a refresh makes it anew', async () => {
  await put('2026-09', 1);
  await put('2026-10', 1);
  await until(async () => (await served()).dataset === LAST);
  expect(await served()).toMatchObject({ stale: false });

  await put('2026-09', 9);
  expect(await served()).toMatchObject({ dataset: LAST, stale: true });
  expect(await said('report', LAST)).toContain(CHANGED);
  // The corrected month itself has been followed by others: its days to come are over.
  expect(await said('report', datasetOf('raw/september.csv'))).not.toContain('changed after');
  expect(await said('refresh', '--site', 'home')).toContain(
    `The forecast of ${LAST} is older than a change of its site's readings.`,
  );

  expect(await said('refresh', '--site', 'home', '--yes')).toContain('started anew');
  expect(await served()).toMatchObject({ dataset: LAST, stale: false });
  expect(await said('report', LAST)).not.toContain('changed after');
});
