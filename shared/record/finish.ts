/** Finishes what processes that ended have left in inboxes. */
import pMap from 'p-map';
import { PREFIXES } from '../lake/keys.ts';
import type { RecordContext } from './context.ts';
import { follow } from './follow.ts';
import { siteOf } from './inbox.ts';

const LISTED = 100_000;
const AT_ONCE = 16;

/** @returns the sites that had something waiting */
export async function finishInboxes(context: RecordContext): Promise<string[]> {
  const listed = await context.lake.list(PREFIXES.recordInbox, LISTED);
  // One entry of each folder tells the site's name.
  const folders = new Map(listed.map(({ key }) => [key.slice(PREFIXES.recordInbox.length).split('/')[0], key]));
  const sites = await pMap(folders.values(), async (key) => siteOf((await context.lake.getText(key))?.text), {
    concurrency: AT_ONCE,
  });
  const named = sites.filter((site) => site !== undefined);
  await follow(named, context);
  return named;
}
