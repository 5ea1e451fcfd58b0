/** Reports of prices that do not hold any more: a report is made once, and a tariff may be changed after it. */
import pMap from 'p-map';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import { repricedSentence, repricedSites } from '../shared/report/prices.ts';
import type { Report } from '../shared/report/report.ts';
import { InputRejected } from '../shared/runtime/errors.ts';
import { readSettings } from '../shared/settings/settings.ts';
import { readTariffs } from '../shared/tariff/plans.ts';
import type { Tariffs } from '../shared/tariff/timeline.ts';
import { sanitize } from '../shared/text/sanitize.ts';
import type { Connection } from './connection.ts';
import { CliError } from './errors.ts';
import { commandLine } from './hints.ts';
import { publications, readManifest, readReport } from './lake.ts';

const REPORTS_AT_ONCE = 8;

/** A dataset whose published report has earlier prices. */
export interface Repriced {
  readonly dataset: string;
  readonly run: string;
  readonly sites: readonly string[];
}

/**
 * @param again what makes a run's report anew: a command
 * @returns that its prices are not those of today, and what makes it with them; null where they are, or where another
 * run's report is published by now
 */
export async function repricedNote(
  connection: Connection,
  report: Report,
  again = commandLine(`replay ${report.run}`),
): Promise<string | null> {
  const sites = await looked(connection, (tariffs) => repricedSites(report, tariffs));
  if (typeof sites === 'string') return sites;
  if (sites.length === 0) return null;
  const manifest = await readManifest(connection, report.dataset);
  if (manifest?.published?.run !== report.run) return null;
  return repricedSentence(sites.map(sanitize), again);
}

/**
 * All published reports with earlier prices.
 * @param site only those that tell of it
 * @throws CliError when the tariffs cannot be used
 */
export async function repricedReports(connection: Connection, site?: string): Promise<Repriced[]> {
  const published = await publications(connection);
  const found = await looked(connection, (tariffs) =>
    pMap(
      published,
      async ({ report }): Promise<Repriced[]> => {
        // What is not there any more, or of an earlier release, tells of no prices.
        const read = await readReport(connection, report).catch((error: unknown) => {
          if (error instanceof CliError) return undefined;
          throw error;
        });
        const sites = read ? repricedSites(read, tariffs) : [];
        if (!read || sites.length === 0 || (site !== undefined && !sites.includes(site))) return [];
        return [{ dataset: read.dataset, run: read.run, sites }];
      },
      { concurrency: REPORTS_AT_ONCE },
    ),
  );
  if (typeof found === 'string') throw new CliError(found);
  return found.flat();
}

/** @returns a sentence where the tariffs of the lake cannot be used: nobody knows then what holds */
async function looked<T>(
  { clients, bucket }: Connection,
  work: (tariffs: Tariffs) => T | Promise<T>,
): Promise<T | string> {
  const lake = createLakeStore(await clients.s3(), bucket);
  let tariffs: Tariffs;
  try {
    // What the price of the settings is does not matter here: it is no tariff.
    tariffs = await readTariffs({ lake, settings: readSettings({}) });
  } catch (error) {
    if (!(error instanceof InputRejected)) throw error;
    return `Whether the prices still hold cannot be told: ${sanitize(error.sentence)}`;
  }
  return work(tariffs);
}
