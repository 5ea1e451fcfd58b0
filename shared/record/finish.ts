/** Finishes what processes that ended have left in inboxes. */
import pMap from 'p-map';
import { inboxSlug, PREFIXES } from '../lake/keys.ts';
import type { RecordContext } from './context.ts';
import { follow } from './follow.ts';
import { siteOf } from './inbox.ts';

const LISTED = 100_000;
const AT_ONCE = 16;
/** Sites that are followed in one go. */
const SITES_AT_ONCE = 50;

/**
 * @param isOver asked between a number of sites: whether the time is over; the others wait for whoever comes next
 * @returns the sites that had something waiting and were followed
 */
export async function finishInboxes(context: RecordContext, isOver = () => false): Promise<string[]> {
  const named = await waitingSites(context);
  for (let start = 0; start < named.length; start += SITES_AT_ONCE) {
    if (isOver()) return named.slice(0, start);
    await follow(named.slice(start, start + SITES_AT_ONCE), context);
  }
  return named;
}

/** @returns the sites that have something in their inbox */
export async function waitingSites({ lake }: Pick<RecordContext, 'lake'>): Promise<string[]> {
  const listed = await lake.list(PREFIXES.recordInbox, LISTED);
  // One entry of each folder tells the site's name.
  const folders = new Map(listed.map(({ key }) => [inboxSlug(key), key]));
  const sites = await pMap(folders.values(), async (key) => siteOf((await lake.getText(key))?.text), {
    concurrency: AT_ONCE,
  });
  return sites.filter((site) => site !== undefined);
}
