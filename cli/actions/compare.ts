/** `energy compare`: some days of a site beside earlier ones, and beside other sites of its group. */
import pMap from 'p-map';
import { allSites, siteDays } from '../baseline/site-days.ts';
import { siteFacts } from '../baseline/site-facts.ts';
import { compare } from '../compare/compared.ts';
import { comparisonText } from '../compare/text.ts';
import { type Connection, withConnection } from '../connection.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { print } from '../output/print.ts';

export type CompareOptions = GlobalOptions & {
  readonly site?: string;
  readonly from?: string;
  readonly to?: string;
  readonly json?: true;
};

/** Sites that are asked at once; Athena queues what is more. */
const AT_ONCE = 4;

export async function compareCommand(options: CompareOptions): Promise<void> {
  await withConnection(options, async (connection) => {
    const own = await siteDays(connection, options.site);
    const factsOf = await siteFacts(connection);
    const { group } = factsOf(own.site);
    const names =
      group === undefined ? [] : await sitesOfGroup(connection, own.site, (site) => factsOf(site).group === group);
    const others = await pMap(names, (site) => siteDays(connection, site), { concurrency: AT_ONCE });
    const comparison = compare(own, others, options, factsOf);
    print(options.json ? jsonText(comparison) : comparisonText(comparison));
  });
}

async function sitesOfGroup(
  connection: Connection,
  own: string,
  belongs: (site: string) => boolean,
): Promise<string[]> {
  return (await allSites(connection)).filter((site) => site !== own && belongs(site));
}
