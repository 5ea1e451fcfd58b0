/** Whether months and reports are of the tariffs that hold now: they keep their prices until they are made again. */
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
import { type Repriced, repricedReports } from '../repriced.ts';
import type { Finding } from './finding.ts';

const NONE: Finding = { state: 'ok', text: 'No month and no report has the prices of earlier tariffs' };
const LISTED = 1_000_000;
const NAMED = 3;

export async function checkPrices(options: GlobalOptions): Promise<Finding> {
  if (options.endpoint === undefined && !existsSync(chooseLake(options.lake).home)) return NONE;
  try {
    return await withConnection(options, async (connection) => {
      const stale = await staleMonths(connection, await lastChange(connection));
      if (stale.size > 0) return ofMonths(stale);
      const reports = await repricedReports(connection);
      return reports.length > 0 ? ofReports(reports) : NONE;
    });
  } catch (error) {
    return { state: 'wrong', text: `The prices of months cannot be read: ${messageOf(error)}` };
  }
}

function ofMonths(stale: ReadonlyMap<string, number>): Finding {
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
}

function ofReports(reports: readonly Repriced[]): Finding {
  const names = listed(
    reports.map(({ dataset }) => dataset),
    NAMED,
  );
  const [have, their] = reports.length === 1 ? ['has', 'its upload'] : ['have', 'their uploads'];
  return {
    state: 'warning',
    text: `${plural(reports.length, 'report')} ${have} the prices of earlier tariffs: ${names}`,
    mend: `${commandLine('refresh --reports --yes')} runs ${their} again.`,
  };
}

/** When the tariffs or a price series were written last, milliseconds; 0 where there are none. */
async function lastChange({ clients, bucket }: Connection): Promise<number> {
  const config = await createLakeStore(await clients.s3(), bucket).list(PREFIXES.config, LISTED);
  return config
    .filter(({ key }) => key === CONFIG_KEYS.tariffs || key.startsWith(priceSeriesKey('')))
    .reduce((last, { modified }) => Math.max(last, modified.getTime()), 0);
}

/** How many months of each site were made before the tariffs or a price series was written last. */
async function staleMonths({ clients, bucket }: Connection, changed: number): Promise<Map<string, number>> {
  if (changed === 0) return new Map();
  const lake = createLakeStore(await clients.s3(), bucket);
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
