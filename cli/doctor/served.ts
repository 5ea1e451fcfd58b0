/** Whether the table of sites is as their records are. */
import { PREFIXES } from '../../shared/lake/keys.ts';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import { siteRecordSchema } from '../../shared/record/site-record.ts';
import { plural } from '../../shared/text/format.ts';
import { listed } from '../../shared/text/listed.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { commandLine } from '../hints.ts';
import { servedSites } from '../served-sites.ts';
import type { Finding } from './finding.ts';

const NONE: Finding = { state: 'ok', text: 'No site has a record that could be served' };
const LOOKED_AT = 1000;
const NAMED = 3;

export async function checkServed(connection: Connection): Promise<Finding> {
  const records = await readCommits(connection);
  if (records.length === 0) return NONE;
  const { sites } = await servedSites(connection);
  const served = new Map(sites.map(({ site_id, commit }) => [site_id, commit]));
  // What was gone before anybody served it is in no table.
  const due = records.filter(({ site, empty }) => !empty || served.has(site));
  const behind = due.filter(({ site, commit }) => served.get(site) !== commit).map(({ site }) => site);
  if (behind.length === 0)
    return {
      state: 'ok',
      text: `${plural(records.filter(({ empty }) => !empty).length, 'site')} served as the records are`,
    };
  const named = listed(
    behind.map((site) => sanitize(site)),
    NAMED,
  );
  return {
    state: 'warning',
    text: `The table of sites is behind the record of ${named}`,
    mend: connection.own
      ? `It follows while the stack serves: ${commandLine('serve')}.`
      : 'It follows within seconds of each run; where this stays, stop the stack and start it again.',
  };
}

interface Served {
  readonly site: string;
  readonly commit: string;
  /** Whether nothing is of the site any more. */
  readonly empty: boolean;
}

async function readCommits({ clients, bucket }: Connection): Promise<Served[]> {
  const lake = createLakeStore(await clients.s3(), bucket);
  const commits: Served[] = [];
  for (const { key } of await lake.list(PREFIXES.recordSites, LOOKED_AT)) {
    const stored = await lake.getText(key);
    const record = stored ? siteRecordSchema.safeParse(parseJson(stored.text)).data : undefined;
    if (record)
      commits.push({ site: record.site, commit: record.commit, empty: Object.keys(record.months).length === 0 });
  }
  return commits;
}
