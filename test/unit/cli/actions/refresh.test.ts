import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONFIG_KEYS, datasetOf, manifestKey, recordKey } from '../../../../shared/lake/keys.ts';
import { manifestSchema } from '../../../../shared/lake/manifest.ts';
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

/** A day is too short for a forecast: as if it had one, and its site's readings had changed since. */
async function tellForecast(): Promise<void> {
  const [manifest, record] = [manifestKey(DATASET), recordKey('home')];
  const { published, ...rest } = manifestSchema.parse(JSON.parse(await lake.text(manifest)));
  const tables = published?.tables.map((each) => (each.table === 'forecast_data' ? { ...each, rows: 7 } : each));
  await lake.put(manifest, JSON.stringify({ ...rest, published: { ...published, tables } }));
  const changed_at = new Date().toISOString();
  await lake.put(record, JSON.stringify({ ...JSON.parse(await lake.text(record)), changed_at }));
}

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

  expect(await said('refresh')).toContain('Nothing would change: every month is as it would be made today.');
  await tellForecast();
  const older = `The forecast of ${DATASET} is older than a change of its site's readings.`;
  expect(await said('refresh')).toContain(older);
  const made = await said('refresh', '--reports', '--yes');
  expect(made).toContain(`${older} It is made again`);
  // Its prices and its forecast are those of one run.
  expect(made.match(/: started anew/g)).toHaveLength(1);
  expect(await said('refresh')).not.toContain('is older than a change');
  expect(await said('doctor')).toContain('✓ No month and no report has the prices of earlier tariffs');
  // The run of before is not what is published any more.
  expect(await said('show', name)).not.toContain('was changed');
  expect(await said('report', DATASET)).not.toContain('was changed');
});

test('a tariff of another site changes nothing of what was priced', async () => {
  await lake.upload('raw/shop.csv', DAY.replaceAll(',1', ',2'), { 'site-id': 'shop' });
  const rates = [{ band: 'flat', price: 0.5 }];
  const plan = (site: string, price = 0.5) => ({
    ...{ name: site, sites: [site], currency: 'EUR' },
    versions: [{ from: '2026-01-01', rates: [{ ...rates[0], price }] }],
  });
  await lake.put(CONFIG_KEYS.tariffs, JSON.stringify([plan('home'), plan('shop')]));
  await said('refresh', '--reports', '--yes');
  await lake.put(CONFIG_KEYS.tariffs, JSON.stringify([plan('home'), plan('shop'), plan('mill', 0.1)]));
  expect(await said('doctor')).toContain('✓ No month and no report has the prices of earlier tariffs');
  await lake.put(CONFIG_KEYS.tariffs, JSON.stringify([plan('home'), plan('shop', 0.7)]));
  expect(await said('doctor')).toContain('! The tariffs were changed since 1 month of shop was made');
});

test('a question is open until an upload of the file answers it', async () => {
  const hours = HOURS.map((line) => line.replace(',1', ',1000'));
  const asking = `timestamp,field1\n${hours.join('\n')}\n`;
  await lake.upload('raw/asking.csv', asking, { 'site-id': 'barn' });
  expect(await said('doctor')).toContain('! 1 run ended with a question');
  const layout = '{"columns":{"field1":{"role":"energy","unit":"Wh","flow":"consumption"}}}';
  await lake.upload('raw/asking.csv', asking, { 'site-id': 'barn', layout });
  expect(await said('doctor')).toContain('✓ No run has failed');
});
