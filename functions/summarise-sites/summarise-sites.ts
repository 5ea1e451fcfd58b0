/** The daily summary: a page in the lake, and a text that people are sent. */
import { z } from 'zod';
import { sitesPageKey } from '../../shared/lake/keys.ts';
import { LOG } from '../../shared/runtime/log.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import type { FiguresContext } from '../../shared/served/figures.ts';
import { askHealth, type HealthChecks } from '../../shared/served/health.ts';
import { type Overview, periodUpTo, sitesOverview } from '../../shared/served/overview.ts';
import { hasReadings, type ServedSite } from '../../shared/served/table.ts';
import { dayAfter, dayIn, utcDay } from '../../shared/text/days.ts';
import { formatDay } from '../../shared/text/format.ts';
import { sitesPage } from './page/page.ts';
import { type RunsContext, runsOf } from './runs.ts';
import { type DaySummary, daySummary } from './summary.ts';
import { summaryText } from './text.ts';

export const summariseInputSchema = z.object({
  page: z
    .boolean()
    .default(false)
    .describe('Only the page of the sites as they are, where one of them has changed since it was made'),
  date: z.iso.date().optional().describe('Yesterday in the zone of the settings where it is left out'),
  unlessKept: z.boolean().default(false).describe('Whether a day that has a page already is passed over'),
});
export const summariseOutputSchema = z.object({
  day: z.string(),
  sites: z.number().int(),
  page: z.string().nullable().describe('Key of the page; null where the day or the page was passed over'),
});

export interface SummaryContext extends FiguresContext, RunsContext {
  readonly checks: HealthChecks;
}

export interface Told {
  readonly summary: DaySummary;
  readonly subject: string;
  readonly text: string;
  /** Key of the page in the lake. */
  readonly page: string;
}

export function yesterday(zone: string, now: Date): string {
  return dayAfter(dayIn(zone, now), -1);
}

/** Makes the summary of a day and keeps its page. */
export async function summarise(day: string, sites: readonly ServedSite[], context: SummaryContext): Promise<Told> {
  const overview = await sitesOverview(sites, periodUpTo(day), context);
  const summary = daySummary(overview, await runsOf(day, context), await askHealth(context.checks));
  const page = await keepPage(overview, summary, context);
  return { summary, subject: `Energy on ${formatDay(day)}`, text: summaryText(summary), page };
}

/** @param summary null for the page of the sites alone. @returns its key in the lake */
export async function keepPage(
  overview: Overview,
  summary: DaySummary | null,
  { lake, now }: Pick<FiguresContext, 'lake' | 'now'>,
): Promise<string> {
  const key = sitesPageKey(summary?.day ?? null);
  await lake.putText(key, sitesPage(overview, summary, now()), 'text/html; charset=utf-8');
  return key;
}

/**
 * Makes the page of the sites anew where one of them has changed since, or is gone; 30 days up to the last one that any
 * has.
 * @returns its key; null where it is as the sites are, or no site is served
 */
async function renewPage(known: readonly ServedSite[], context: FiguresContext): Promise<string | null> {
  const kept = await context.lake.head(sitesPageKey(null));
  // S3 tells whole seconds: a page of the same second may be the older one.
  const made = kept?.modified?.getTime() ?? 0;
  if (!known.some(({ committed_at }) => Date.parse(committed_at) >= made)) return null;
  const sites = known.filter(hasReadings);
  const last = lastDay(sites) ?? utcDay(context.now());
  return keepPage(await sitesOverview(sites, periodUpTo(last), context), null, context);
}

/** The last day that any site has readings of, in UTC. */
export function lastDay(sites: readonly ServedSite[]): string | undefined {
  return sites
    .flatMap(({ last_timestamp }) => last_timestamp?.slice(0, 'yyyy-mm-dd'.length) ?? [])
    .sort()
    .at(-1);
}

export async function summariseSites(
  { page, date, unlessKept }: z.infer<typeof summariseInputSchema>,
  context: SummaryContext & Pick<StepContext, 'log' | 'settings'>,
  send: (told: Told) => Promise<void>,
): Promise<z.infer<typeof summariseOutputSchema>> {
  const day = date ?? yesterday(context.settings.ENERGY_TIME_ZONE, context.now());
  const known = await context.store.sites();
  const sites = known.filter(hasReadings);
  if (page) return { day, sites: sites.length, page: await renewPage(known, context) };
  if (unlessKept && (sites.length === 0 || (await context.lake.head(sitesPageKey(day))) !== undefined)) {
    return { day, sites: sites.length, page: null };
  }
  const told = await summarise(day, sites, context);
  await send(told);
  const output = { day: told.summary.day, sites: told.summary.sites.length, page: told.page };
  context.log.info(LOG.sitesSummarised, output);
  return output;
}
