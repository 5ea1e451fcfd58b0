import { z } from 'zod';
import { servedSites } from '../../../cli/served-sites.ts';
import { hasReadings, servedIntervalSchema } from '../../../shared/served/table.ts';
import { dayAfter } from '../../../shared/text/days.ts';
import {
  compareSites,
  type Grain,
  listSites,
  type SiteEvent,
  siteBalance,
  siteEvents,
  siteForecast,
} from '../../api/sites.ts';
import type { ConsoleContext } from '../context.ts';
import { serve } from '../served.ts';
import { createSitesApi, type SitesApi } from './api.ts';

export function siteHandlers({ connection }: ConsoleContext) {
  const api = createSitesApi(connection);
  return {
    listSites: serve(listSites, async () => {
      const sites = (await servedSites(connection)).sites.filter(hasReadings);
      return { sites: sites.toSorted((a, b) => (a.site_id < b.site_id ? -1 : 1)) };
    }),
    siteBalance: serve(siteBalance, ({ site, from, to, grain, bar }) => balanceOf(api, site, { from, to }, grain, bar)),
    siteEvents: serve(siteEvents, ({ site, from, to }) => eventsOf(api, site, from, to)),
    siteForecast: serve(siteForecast, ({ site }) => api.ask(['sites', site, 'forecast'], {}, siteForecast.output)),
    compareSites: serve(compareSites, ({ from, to }) => api.ask(['summary'], { from, to }, compareSites.output)),
  };
}

const PAGE = 1000;
const MOST_PAGES = 5;
const intervalsSchema = z.object({
  items: z.array(servedIntervalSchema.pick({ local: true, anomalies: true })),
  next: z.string().nullable(),
});

const balancesSchema = z.object({
  items: z.array(
    siteBalance.output.shape.items.element.extend(siteBalance.output.shape.parts.element.shape).extend({
      partial: z.array(z.string()),
    }),
  ),
  next: z.string().nullable(),
});

async function balanceOf(api: SitesApi, site: string, days: { from: string; to: string }, grain: Grain, bar: Grain) {
  async function ask(by: Grain) {
    const items: z.infer<typeof balancesSchema>['items'] = [];
    let cursor: string | null = null;
    do {
      const query = { ...days, grain: by, ...(cursor !== null && { cursor }) };
      const page: z.infer<typeof balancesSchema> = await api.ask(['sites', site, 'balance'], query, balancesSchema);
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    return items;
  }
  const items = await ask(grain);
  const bars = bar === grain ? items : await ask(bar);
  return { items, parts: bars.filter(({ partial }) => partial.length > 0) };
}

/** The events that begin in a period of local days; single readings far from the mean are a detail of them. */
async function eventsOf(api: SitesApi, site: string, from: string, to: string) {
  const events: SiteEvent[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    // A local day lies within a day of the same name of UTC and its neighbours.
    const query = { from: dayAfter(from, -1), to: dayAfter(to, 2), limit: String(PAGE) };
    const { items, next }: z.infer<typeof intervalsSchema> = await api.ask(
      ['sites', site, 'anomalies'],
      cursor === null ? query : { ...query, cursor },
      intervalsSchema,
    );
    for (const { local, anomalies } of items) {
      const day = local.slice(0, 10);
      if (day < from || day > to) continue;
      events.push(...anomalies.filter(({ of }) => of === 'event').map((each) => ({ ...each, local })));
    }
    cursor = next;
    if (next === null) break;
  }
  return { events, more: cursor !== null };
}
