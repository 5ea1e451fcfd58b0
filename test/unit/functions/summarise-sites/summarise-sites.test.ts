import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveSites } from '../../../../functions/serve-sites/serve-sites.ts';
import { summariseInputSchema, summariseSites } from '../../../../functions/summarise-sites/summarise-sites.ts';
import { sitesPageKey } from '../../../../shared/lake/keys.ts';
import { readSettings } from '../../../../shared/settings/settings.ts';
import { recordWorld, upload } from '../../../helpers/record.ts';
import { type ServedTable, servedTable } from '../../../helpers/served.ts';

const KEY = sitesPageKey(null);
const fine = async () => {};
let table: ServedTable;
beforeAll(async () => {
  table = await servedTable();
});
afterAll(() => table.close());

it('makes the page of the sites where one has changed since it was made, and sends nobody anything', async () => {
  const world = await recordWorld();
  const put = async (run: string, uploaded: number, kwh: number, site = 'home') => {
    const reading = { thing: `${site} total consumption`, from: 0, to: 60, kwh };
    await upload({ dataset: 'a', run, uploaded, readings: [reading], balanced: true }, world.context());
    await serveSites({ sweep: true }, { ...world.context(), store: table.store, days: 4000, send: fine });
  };
  const step = world.context();
  let made = new Date('2030-01-01T00:00:00Z');
  const head = async (key: string) => {
    const found = await step.lake.head(key);
    return found && { ...found, modified: made };
  };
  const context = {
    ...{ ...step, lake: { ...step.lake, head }, store: table.store, settings: readSettings({}) },
    ...{
      sfn: new SFNClient({}),
      stateMachineArn: '',
      checks: { lake: fine, table: fine, workflow: fine, queries: fine },
    },
  };
  const make = () =>
    summariseSites(summariseInputSchema.parse({ page: true }), context, () => Promise.reject(new Error('sent')));
  expect(await make()).toMatchObject({ sites: 0, page: null });

  await put('r1', 1, 2);
  expect(await make()).toMatchObject({ sites: 1, page: KEY });
  expect((await context.lake.getText(KEY))?.text).toContain('2 kWh');
  expect(await make()).toMatchObject({ sites: 1, page: null });
  made = new Date('2020-01-01T00:00:00Z');
  expect(await make()).toMatchObject({ sites: 1, page: KEY });

  // A site of which nothing is left is on no page.
  await put('r2', 2, 3, 'cabin');
  expect(await make()).toMatchObject({ sites: 1, page: KEY });
  const page = (await context.lake.getText(KEY))?.text;
  expect(page).toContain('cabin');
  expect(page).not.toContain('home');
});
