import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONFIG_KEYS, datasetOf } from '../../../../shared/lake/keys.ts';
import { energy } from '../../../helpers/energy.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

const DATASET = datasetOf('raw/day.csv');
let lake: TestStack;
beforeAll(async () => {
  lake = await testStack();
});
afterAll(() => lake.close());

const HOURS = Array.from({ length: 24 }, (_, hour) => `2026-10-01 ${String(hour).padStart(2, '0')}:00,1`);
const DAY = `timestamp,kwh\n${HOURS.join('\n')}\n`;

async function said(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await energy([...words, '--endpoint', lake.stack.url], tmpdir());
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  return `${stdout}\n${stderr}`.replaceAll(/\s+/g, ' ');
}

const keep = (price: number, name = 'Home') => {
  const versions = [
    { from: '2026-01-01', until: '2027-01-01', rates: [{ band: 'flat', price }] },
    { from: '2027-01-01', rates: [{ band: 'flat', price: 0.9 + price }] },
  ];
  return lake.put(CONFIG_KEYS.tariffs, JSON.stringify([{ name, currency: 'EUR', versions }]));
};
const OLD = `The tariff of home was changed after this report was made: its cost is of the earlier prices.`;

test('a report of earlier prices says so wherever it is shown, until it is made again', async () => {
  await keep(0.25);
  const { name } = await lake.upload('raw/day.csv', DAY, { 'site-id': 'home' });
  expect(await said('show', name)).not.toContain('was changed');
  expect(await said('doctor')).toContain('✓ No month and no report has the prices of earlier tariffs');

  await keep(0.5);
  const shown = await said('show', name);
  expect(shown).toMatch(/Cost +6.00 EUR/);
  expect(shown).toContain(`${OLD} With those of today: npm run -s energy -- replay ${name}`);
  expect(await said('report', DATASET)).toContain(OLD);
  expect(await said('doctor')).toContain('! The tariffs were changed since 1 month of home was made');
  const report = `1 report has the prices of earlier tariffs: ${DATASET}.`;
  expect(await said('refresh')).toContain(report);
  expect(await said('refresh', '--yes')).toContain(report);
  expect(await said('doctor')).toContain(`! ${report.slice(0, -1)}`);

  expect(await said('refresh', '--reports', '--yes')).toContain('started anew');
  expect(await said('doctor')).toContain('✓ No month and no report has the prices of earlier tariffs');
  // The run of before is not what is published any more.
  expect(await said('show', name)).not.toContain('was changed');
  expect(await said('report', DATASET)).not.toContain('was changed');
});
