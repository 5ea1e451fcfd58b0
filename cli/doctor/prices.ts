/** Whether months were made before the tariffs that hold now: they keep their prices until they are made again. */
import { existsSync } from 'node:fs';
import { CONFIG_KEYS, PREFIXES, priceSeriesKey } from '../../shared/lake/keys.ts';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import { readRecords } from '../../shared/record/site-record.ts';
import { plural } from '../../shared/text/format.ts';
import { listed } from '../../shared/text/listed.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { type Connection, withConnection } from '../connection.ts';
import { messageOf } from '../errors.ts';
import { commandLine } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { chooseLake } from '../paths.ts';
import type { Finding } from './finding.ts';

const NONE: Finding = { state: 'ok', text: 'No month has the prices of earlier tariffs' };
const LISTED = 1_000_000;
const NAMED = 3;

export async function checkPrices(options: GlobalOptions): Promise<Finding> {
  if (options.endpoint === undefined && !existsSync(chooseLake(options.lake).home)) return NONE;
  try {
    return await withConnection(options, async (connection) => {
      const stale = await staleMonths(connection);
      if (stale.size === 0) return NONE;
      const months = [...stale.values()].reduce((sum, count) => sum + count, 0);
      const sites = listed(
        [...stale.keys()].map((site) => sanitize(site)),
        NAMED,
      );
      const made = months === 1 ? 'was made' : 'were made';
      return {
        state: 'warning',
        text: `The tariffs were changed since ${plural(months, 'month')} of ${sites} ${made}`,
        mend: `${commandLine('refresh')} shows what they would cost now, and makes them so with --yes.`,
      };
    });
  } catch (error) {
    return { state: 'wrong', text: `The prices of months cannot be read: ${messageOf(error)}` };
  }
}

/** How many months of each site were made before the tariffs or a price series was written last. */
async function staleMonths({ clients, bucket }: Connection): Promise<Map<string, number>> {
  const lake = createLakeStore(await clients.s3(), bucket);
  const config = await lake.list(PREFIXES.config, LISTED);
  const changed = config
    .filter(({ key }) => key === CONFIG_KEYS.tariffs || key.startsWith(priceSeriesKey('')))
    .reduce((last, { modified }) => Math.max(last, modified.getTime()), 0);
  if (changed === 0) return new Map();
  const written = new Map(
    (await lake.list(PREFIXES.recordData, LISTED)).map(({ key, modified }) => [
      key.replace(/[^/]*\/[^/]*$/, ''),
      modified.getTime(),
    ]),
  );
  const counts = (await readRecords(lake)).map(({ site, months }) => {
    const old = Object.values(months).filter(({ generation }) => (written.get(generation) ?? changed) < changed);
    return [site, old.length] as const;
  });
  return new Map(counts.filter(([, count]) => count > 0));
}
