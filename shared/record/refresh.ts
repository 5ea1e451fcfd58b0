/** Makes all months of sites again as they are, with the tariffs and the settings of today. */
import type { RecordContext } from './context.ts';
import { follow } from './follow.ts';
import { type InboxEntry, writeEntries } from './inbox.ts';
import type { SiteRecord } from './site-record.ts';

/** Sites that are followed in one go. */
const SITES_AT_ONCE = 200;
/** In place of a dataset, whose names end with a digest: none changes. */
const NONE = 'none';

export async function refresh(records: readonly SiteRecord[], context: RecordContext): Promise<void> {
  const at = context.now().toISOString();
  const entries = records.map(
    ({ site, months }): InboxEntry => ({
      ...{ kind: 'REFRESHED', site, dataset: NONE, key: '', run: `refreshed-${context.attempt}`, at },
      months: Object.keys(months),
    }),
  );
  // All of them first: should this process end, whoever comes next finishes.
  await writeEntries(context.lake, entries);
  const sites = records.map(({ site }) => site);
  for (let start = 0; start < sites.length; start += SITES_AT_ONCE)
    await follow(sites.slice(start, start + SITES_AT_ONCE), context);
}
