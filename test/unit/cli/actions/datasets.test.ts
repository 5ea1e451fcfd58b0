import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { datasetOf } from '../../../../shared/lake/keys.ts';
import { energy } from '../../../helpers/energy.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

const [OLD, NEW] = ['raw/old.csv', 'raw/new.csv'].map((key) => datasetOf(key));
let lake: TestStack;
beforeAll(async () => {
  lake = await testStack();
});
afterAll(() => lake.close());

/** Hours of the first days of October, each of the same energy. */
function hours(from: number, to: number, kwh: number): string {
  const rows = Array.from({ length: to - from }, (_, nth) => {
    const at = new Date(Date.UTC(2026, 9, 1, from + nth)).toISOString().slice(0, 16).replace('T', ' ');
    return `${at},${kwh}\n`;
  });
  return `timestamp,kwh\n${rows.join('')}`;
}
const call = (command: string) => energy([command, '--endpoint', lake.stack.url], tmpdir());

test('datasets and doctor tell what does not count, how far it differs, and what settles it', async () => {
  expect((await call('datasets')).stderr).toContain('Nothing is published yet.');
  expect((await call('doctor')).stdout).toContain('No two uploads tell of the same time');
  const first = await lake.upload('raw/old.csv', hours(0, 48, 1), { 'site-id': 'home' });
  await lake.upload('raw/new.csv', hours(36, 96, 1.5), { 'site-id': 'home' });

  const { code, stdout, stderr } = await call('datasets');
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${OLD} +1 Oct – 2 Oct 2026 +48 +48 kWh +– +raw/old.csv$`, 'm'));
  expect(stdout).toMatch(new RegExp(`^${NEW} +2 Oct – 4 Oct 2026 +60 +90 kWh +– +raw/new.csv$`, 'm'));
  const told =
    `12 readings of ${OLD} from 2 Oct 2026, 12:00 to 2 Oct 2026, 23:00 do not count: ` +
    `${NEW} tells of the same time, with 6 kWh more.`;
  expect(stdout).toContain(told);
  expect(stdout).toContain(`prefer ${OLD} --endpoint ${lake.stack.url}`);
  expect(stdout).toContain(`remove ${OLD} --endpoint ${lake.stack.url}`);
  expect((await call('doctor')).stdout).toContain(`! ${told}`);

  // The first run could not know it: the other upload came later, or at the same moment.
  const { name } = first;
  const shown = await energy(['show', name, '--endpoint', lake.stack.url], tmpdir());
  expect(shown.stdout.replaceAll(/\s+/g, ' ')).toContain(`Overlap ${told}`);
});
