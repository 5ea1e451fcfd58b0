/** People are told of what changes, once. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { tellChanges } from '../../../../../functions/serve-sites/alerts/tell.ts';
import type { Severity } from '../../../../../shared/energy/anomalies.ts';
import { CONFIG_KEYS } from '../../../../../shared/lake/keys.ts';
import type { Notice } from '../../../../../shared/runtime/notice.ts';
import { servedSiteSchema, storedIntervalSchema } from '../../../../../shared/served/table.ts';
import { type FolderLake, folderLake } from '../../../../helpers/folder-lake.ts';
import { type ServedTable, servedTable } from '../../../../helpers/served.ts';
import { createStepContext } from '../../../../helpers/step-context.ts';

let table: ServedTable;
let lake: FolderLake;
let sent: Notice[] = [];
let sites = 0;
let site = '';

beforeAll(async () => {
  table = await servedTable();
});
afterAll(() => table.close());
beforeEach(async () => {
  lake = folderLake(await mkdtemp(join(tmpdir(), 'energy-alerts-')));
  sent = [];
  sites += 1;
  site = `site-${sites}`;
});

const at = (hour: number) => new Date(Date.UTC(2026, 9, 1, hour)).toISOString().replace('.000', '');

/** An hour of the site with an event, or nothing, in it. */
async function hour(number: number, event?: { kind: string; severity: Severity; appliance?: string }, kwh = 3.62) {
  const anomalies = event
    ? [
        {
          ...{ of: 'event', direction: 'HIGH', appliance: 'AC', measure: 'consumption', ...event },
          ...{ timestamp: at(number), end: at(number + 1), kwh, expected_kwh: 1.14, cost: 0.74, currency: 'EUR' },
        },
      ]
    : [];
  const item = {
    ...{ site_id: site, timestamp: at(number), end: at(number + 1), local: at(number).replace('Z', '') },
    ...{ energy_consumed_kwh: kwh, anomaly: anomalies.length > 0, anomalies, month: '2026-10', commit: 'c' },
    ...{ served: 1, expires: 2_000_000_000 },
  };
  await table.store.put(storedIntervalSchema.parse(item));
}

/** Tells what changed, the site's last interval being that of an hour. @returns the subjects */
async function tell(last: number, now = last + 1): Promise<string[]> {
  sent = [];
  const told = servedSiteSchema.parse({
    ...{ site_id: site, sequence: 1, commit: 'c', committed_at: at(0), days: 400, months: {} },
    ...{ last_timestamp: at(last), dataset: 'june-1' },
  });
  const { log, database, folder } = createStepContext(lake, tmpdir());
  const send = async (message: Notice) => {
    sent.push(message);
  };
  await tellChanges(told, { lake, store: table.store, now: () => new Date(at(now)), log, send, database, folder });
  return sent.map(({ subject }) => subject);
}

it('tells what is new, what is worse and what is over, and nothing twice', async () => {
  await hour(1, { kind: 'SPIKE', severity: 'HIGH' });
  expect(await tell(1)).toEqual([`HIGH: spike at ${site}`]);
  expect(sent[0]).toMatchObject({
    text: expect.stringMatching(
      /spike of AC, HIGH\.\n2026-10-01 01:00: 3\.62 kWh instead of 1\.14 kWh, .*0\.74.*\n.*june-1/,
    ),
    attributes: { severity: 'HIGH', site, kind: 'SPIKE', change: 'new' },
  });
  // A replay, and another one of the same kind.
  expect(await tell(1)).toEqual([]);
  await hour(2, { kind: 'SPIKE', severity: 'HIGH', appliance: 'Heater' });
  expect(await tell(2)).toEqual([]);
  await hour(3, { kind: 'SPIKE', severity: 'CRITICAL' });
  expect(await tell(3)).toEqual([`CRITICAL: spike at ${site}, worse than before`]);
  await hour(30);
  expect(await tell(30)).toEqual([`CRITICAL: spike at ${site}, over`]);
  expect(await tell(30)).toEqual([]);
});

it('keeps quiet about what is mild, muted or long ago', async () => {
  await hour(1, { kind: 'SPIKE', severity: 'MEDIUM' });
  await hour(2, { kind: 'DROP', severity: 'HIGH', appliance: 'Fridge' });
  await hour(3, { kind: 'STUCK', severity: 'HIGH' });
  const own = { severity: 'HIGH', mute_appliances: ['Fridge'], mute_kinds: ['STUCK'] };
  await lake.putText(CONFIG_KEYS.alerts, JSON.stringify({ sites: { 'site-*': own } }), 'application/json');
  expect(await tell(3)).toEqual([]);
  await lake.remove(CONFIG_KEYS.alerts);
  expect(await tell(3, 3 + 73)).toEqual([]);
  expect((await tell(3)).sort()).toEqual([`HIGH: drop at ${site}`, `HIGH: stuck at ${site}`]);
});

it('tells of a day that uses more than it may', async () => {
  await lake.putText(CONFIG_KEYS.alerts, JSON.stringify({ sites: { '*': { daily_kwh: 10 } } }), 'application/json');
  await hour(1, undefined, 6);
  expect(await tell(1)).toEqual([]);
  await hour(2, undefined, 6);
  expect(await tell(2)).toEqual([`HIGH: high consumption at ${site}`]);
  expect(sent[0]?.text).toContain('2026-10-01: 12 kWh, the limit is 10 kWh.');
  await hour(3, undefined, 60);
  expect(await tell(3)).toEqual([`CRITICAL: high consumption at ${site}, worse than before`]);
});

it('goes on with the defaults where the file of settings is wrong', async () => {
  await lake.putText(CONFIG_KEYS.alerts, '{"severity":"LOUD"}', 'application/json');
  await hour(1, { kind: 'SPIKE', severity: 'HIGH' });
  expect(await tell(1)).toEqual([`HIGH: spike at ${site}`]);
});

it('tells of an interval that takes more power than the site may, once', async () => {
  await lake.putText(CONFIG_KEYS.alerts, JSON.stringify({ sites: { 'site-*': { power_kw: 2 } } }), 'application/json');
  await hour(1, undefined, 1.9);
  expect(await tell(1)).toEqual([]);
  await hour(2, undefined, 3);
  expect(await tell(2)).toEqual([`HIGH: high power at ${site}`]);
  expect(sent[0]?.text).toContain('2026-10-01 02:00: 3 kW, the limit is 2 kW.');
  await hour(3, undefined, 5);
  expect(await tell(3)).toEqual([`CRITICAL: high power at ${site}, worse than before`]);
  expect(await tell(3)).toEqual([]);
});
