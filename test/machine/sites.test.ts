/** From an upload through the API to what the API says of it: the whole stack, as a program meets it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createClients } from '../../cli/clients.ts';
import { withSites } from '../../cli/sites-context.ts';
import { summarise } from '../../functions/summarise-sites/summarise-sites.ts';
import { STACK } from '../../local/names.ts';
import { CONFIG_KEYS } from '../../shared/lake/keys.ts';
import { utcDay } from '../../shared/text/days.ts';
import { threeWeeks } from '../helpers/month.ts';
import { type TestStack, testStack } from '../helpers/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await testStack({ serves: true });
  const limits = { max_age_hours: 1e6, severity: 'CRITICAL', sites: { home: { daily_cost: 0.1 } } };
  await stack.put(CONFIG_KEYS.alerts, JSON.stringify(limits));
});
afterAll(() => stack.close());

const api = (path: string) => `${stack.stack.url}/_api${path}`;

async function get(path: string) {
  const response = await fetch(api(path));
  return { status: response.status, body: await response.json() };
}

/** Puts a file where the API says, as it says. @returns how its run ended */
async function put(site: string, name: string, text: string) {
  const asked = await fetch(api('/uploads'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ site_id: site, name }),
  });
  const place = z.object({ url: z.url(), headers: z.record(z.string(), z.string()) }).parse(await asked.json());
  const stored = await fetch(place.url, { method: 'PUT', headers: place.headers, body: text });
  expect(stored.status).toBe(200);
  return stack.executionOf(stored.headers.get('x-amz-version-id') ?? '');
}

it('serves an upload with what is out of the ordinary in it, and its correction', async () => {
  expect(await get('/sites')).toEqual({ status: 200, body: { items: [], next: null } });
  expect(await put('home', 'october.csv', threeWeeks())).toMatchObject({ status: 'SUCCEEDED' });
  const first = await served('');
  expect(first.kwh).toBeCloseTo(0.48, 3);
  const { body } = await get('/sites/home/anomalies?from=2026-10-11&to=2026-10-12');
  const [odd] = z
    .object({ items: z.array(z.object({ timestamp: z.string(), anomaly_reasons: z.array(z.string()) })) })
    .parse(body).items;
  expect(odd?.timestamp).toBe('2026-10-11T10:00:00Z');
  expect(odd?.anomaly_reasons.join()).toMatch(/CRITICAL: Heater/);
  expect(await put('home', 'october.csv', threeWeeks({ bump: 1 }))).toMatchObject({ status: 'SUCCEEDED' });
  expect((await served(first.commit)).kwh).toBeCloseTo(1.48, 3);
  expect((await get('/summary?from=2026-10-01&to=2026-10-21')).body).toMatchObject({ together: { days: 21 } });
});

it('refuses a file with rows of another site than the address was given for', async () => {
  const rows = ['timestamp,site,kwh', '2026-10-01 00:00:00,home,1', '2026-10-01 01:00:00,mill,1'];
  const run = await put('home', 'both.csv', `${rows.join('\n')}\n`);
  expect(run).toMatchObject({ status: 'FAILED', error: 'InputRejected' });
  expect(run.cause).toContain('OTHER_SITE');
  expect((await get('/sites')).body).toMatchObject({ items: [{ site_id: 'home' }] });
});

/** The messages that SNS was given. */
async function messages(): Promise<string> {
  return readFile(join(stack.home, 'sns', `${STACK.alertsTopic}.jsonl`), 'utf8');
}

it('tells of a day over its budget, and of a run that failed in the words that people read', async () => {
  await expect.poll(messages, { timeout: 60_000 }).toMatch(/EUR of a budget of 0\.10 EUR/);
  const told = await messages();
  expect(told).toMatch(/api\/home\/both\.csv was not analysed.*OTHER_SITE: The upload is for/);
  expect(told).toContain('"class":{"type":"String","value":"data"}');
  expect(told).not.toContain('errorMessage');
});

it('tells of a day against its habit, of its runs and errors, and keeps the page', async () => {
  const clients = createClients({ endpoint: stack.stack.url, region: STACK.region });
  try {
    await withSites({ ...STACK, clients }, async (context, sites) => {
      const { summary, text, page } = await summarise('2026-10-11', sites, context);
      expect(summary.sites).toMatchObject([{ site: 'home', anomalies: 1, worst: 'CRITICAL' }]);
      expect(summary.sites[0]?.figures?.energy_consumed_kwh).toBeGreaterThan(summary.sites[0]?.usual ?? 1e9);
      expect(text).toContain('10:00 CRITICAL: Heater');
      expect(text).toContain('Health: all services answer');
      const html = (await context.lake.getText(page))?.text ?? '';
      expect(html).toContain('id="heat-wide-t"');
      const today = await summarise(utcDay(new Date()), sites, context);
      expect(today.summary.errors).toEqual([{ code: 'OTHER_SITE', kind: 'data', count: 1 }]);
      expect(today.summary.runs).toMatchObject({ succeeded: 2, failed: 1, degraded: [] });
      expect(today.text).toContain('raw/api/home/both.csv: OTHER_SITE');
    });
  } finally {
    clients.close();
  }
});

it('is closed to web pages of others, and does not stand where buckets do', async () => {
  const refused = await fetch(api('/sites'), { headers: { origin: 'https://example.com' } });
  expect(refused.status).toBe(403);
  expect((await fetch(`${stack.stack.url}/_apis/sites`)).status).toBe(404);
});

/** @param before the version that was served. @returns the version that is, and the site's first interval */
async function served(before: string): Promise<{ commit: string; kwh: number | undefined }> {
  const sitesSchema = z.object({ items: z.array(z.object({ commit: z.string() })) });
  const pageSchema = z.object({ items: z.array(z.object({ energy_consumed_kwh: z.number() })) });
  // Serving begins when the record is written, beside the run.
  for (let tries = 0; tries < 1000; tries += 1) {
    const [site] = sitesSchema.parse((await get('/sites')).body).items;
    if (site && site.commit !== '' && site.commit !== before) {
      const { body } = await get('/sites/home?from=2026-10-01&to=2026-10-01T01:00:00Z');
      return { commit: site.commit, kwh: pageSchema.parse(body).items[0]?.energy_consumed_kwh };
    }
    await sleep(50);
  }
  throw new Error('the site was not served');
}
