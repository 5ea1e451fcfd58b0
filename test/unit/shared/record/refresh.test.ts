import { beforeEach, expect, it } from 'vitest';
import { PREFIXES } from '../../../../shared/lake/keys.ts';
import { previewRefresh } from '../../../../shared/record/preview.ts';
import { refresh } from '../../../../shared/record/refresh.ts';
import { readRecords } from '../../../../shared/record/site-record.ts';
import { readSettings } from '../../../../shared/settings/settings.ts';
import { type RecordWorld, recordWorld, upload } from '../../../helpers/record.ts';

let world: RecordWorld;
beforeEach(async () => {
  world = await recordWorld();
});

const hour = (site: string, from: number, kwh: number) => ({
  ...{ thing: `${site} total use`, from: from * 60, to: from * 60 + 60, kwh },
});
const cost = async (site: string) =>
  (await world.rows('bill_data', `site_id, CAST(net_cost AS DOUBLE) AS cost`))
    .filter(({ site_id }) => site_id === site)
    .map((row) => Number(row.cost));

it('makes the months of a site again with the price of today, as its preview says', async () => {
  const november = 31 * 24;
  for (const site of ['home', 'cabin'])
    await upload(
      { dataset: site, run: `run-${site}`, uploaded: 1, readings: [hour(site, 0, 10), hour(site, november, 20)] },
      world.context(),
    );
  expect(await cost('home')).toEqual([3, 6]);
  const today = () => ({ ...world.context(), settings: readSettings({ ENERGY_TARIFF_RATE: '0.5' }) });
  const bases = { used: ['house'], produced: [] };
  expect(await previewRefresh(['home'], today())).toEqual([
    {
      ...{ site: 'home', month: '2026-10' },
      before: { used: 10, produced: null, costs: { EUR: 3 }, bases },
      after: { used: 10, produced: null, costs: { EUR: 5 }, bases },
    },
    {
      ...{ site: 'home', month: '2026-11' },
      before: { used: 20, produced: null, costs: { EUR: 6 }, bases },
      after: { used: 20, produced: null, costs: { EUR: 10 }, bases },
    },
  ]);
  expect(await cost('home')).toEqual([3, 6]);

  const records = (await readRecords(world.lake)).filter(({ site }) => site === 'home');
  await refresh(records, today());
  expect(await cost('home')).toEqual([10, 5]);
  expect(await cost('cabin')).toEqual([3, 6]);
  expect(await world.show('raw_energy_data')).toHaveLength(4);
  expect(await world.lake.list(PREFIXES.recordInbox, 10)).toEqual([]);
});
