/** The page of all sites, made anew and kept in the lake. */
import { keepPage, lastDay } from '../functions/summarise-sites/summarise-sites.ts';
import { periodUpTo, sitesOverview } from '../shared/served/overview.ts';
import { utcDay } from '../shared/text/days.ts';
import type { Connection } from './connection.ts';
import { usageError } from './errors.ts';
import { withSites } from './sites-context.ts';

interface Days {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * @param days 30 up to the last one that any site has readings of, where they are left out
 * @returns the page's key in the lake; null where no site is served
 */
export async function makeSitesPage(connection: Connection, { from, to }: Days = {}): Promise<string | null> {
  return withSites(connection, async (context, sites) => {
    if (sites.length === 0) return null;
    const last = to ?? lastDay(sites) ?? utcDay(context.now());
    const period = { from: from ?? periodUpTo(last).from, to: last };
    if (period.from > last) throw usageError(`--from ${period.from} is later than the last day, ${last}.`);
    return keepPage(await sitesOverview(sites, period, context), null, context);
  });
}
