/** Whether months and reports are of the tariffs that hold now: they keep their prices until they are made again. */
import { PREFIXES } from '../../shared/lake/keys.ts';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import { readRecords } from '../../shared/record/site-record.ts';
import { monthPrices } from '../../shared/tariff/digest.ts';
import { plural } from '../../shared/text/format.ts';
import { listed } from '../../shared/text/listed.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import type { Connection } from '../connection.ts';
import { commandLine } from '../hints.ts';
import { currentTariffs, lastTariffChange, type Repriced, repricedReports } from '../repriced.ts';
import type { Finding } from './finding.ts';

const NONE: Finding = { state: 'ok', text: 'No month and no report has the prices of earlier tariffs' };
const LISTED = 1_000_000;
const NAMED = 3;
/** Reports that are read for it. */
const LOOKED_AT = 200;

export async function checkPrices(connection: Connection): Promise<Finding> {
  const stale = await staleMonths(connection);
  if (stale.size > 0) return ofMonths(stale);
  const { reports } = await repricedReports(connection, { most: LOOKED_AT });
  return reports.length > 0 ? ofReports(reports) : NONE;
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

/** How many months of each site were made when its tariff said something else of them. */
async function staleMonths(connection: Connection): Promise<Map<string, number>> {
  const lake = createLakeStore(await connection.clients.s3(), connection.bucket);
  const tariffs = await currentTariffs(connection);
  const changed = (await lastTariffChange(connection)) ?? 0;
  const records = await readRecords(lake);
  const isKnown = records.every(({ months }) => Object.values(months).every(({ prices }) => prices !== undefined));
  const written = isKnown ? new Map<string, number>() : await writtenAt(lake);
  const counts = records.map(({ site, months }) => {
    const old = Object.entries(months).filter(([month, { generation, prices }]) =>
      // A month of an earlier release does not say what its tariff said: of that only the time tells.
      prices === undefined
        ? (written.get(generation) ?? changed) < changed
        : prices !== monthPrices(site, month, tariffs),
    );
    return [site, old.length] as const;
  });
  return new Map(counts.filter(([, count]) => count > 0));
}

/** When each version of a month was written, by its prefix. */
async function writtenAt(lake: ReturnType<typeof createLakeStore>): Promise<Map<string, number>> {
  const files = await lake.list(PREFIXES.recordData, LISTED);
  return new Map(files.map(({ key, modified }) => [key.replace(/[^/]*\/[^/]*$/, ''), modified.getTime()]));
}
