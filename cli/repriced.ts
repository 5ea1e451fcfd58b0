/** Reports of prices that do not hold any more: a report is made once, and a tariff may be changed after it. */
import pMap from 'p-map';
import { CONFIG_KEYS, PREFIXES, priceSeriesKey } from '../shared/lake/keys.ts';
import type { Publication } from '../shared/lake/manifest.ts';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import { repricedSentence, repricedSites } from '../shared/report/prices.ts';
import type { Report } from '../shared/report/report.ts';
import { InputRejected } from '../shared/runtime/errors.ts';
import { readSettings } from '../shared/settings/settings.ts';
import { readTariffs } from '../shared/tariff/plans.ts';
import type { Tariffs } from '../shared/tariff/timeline.ts';
import { sanitize } from '../shared/text/sanitize.ts';
import { MINUTE_MS } from '../shared/time-units.ts';
import type { Connection } from './connection.ts';
import { CliError } from './errors.ts';
import { commandLine } from './hints.ts';
import { publications, readManifest, readReport } from './lake.ts';

const REPORTS_AT_ONCE = 8;
const LISTED = 1_000_000;
/** The clock of a run and that of the lake: a report read the tariffs some time before it was committed. */
const CLOCKS_DIFFER_MS = 30 * MINUTE_MS;

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
  const tariffs = await currentTariffs(connection).catch((error: unknown) => {
    if (error instanceof CliError) return error.message;
    throw error;
  });
  if (typeof tariffs === 'string') return tariffs;
  const sites = repricedSites(report, tariffs);
  if (sites.length === 0) return null;
  const manifest = await readManifest(connection, report.dataset);
  if (manifest?.published?.run !== report.run) return null;
  return repricedSentence(sites.map(sanitize), again);
}

export interface RepricedReports {
  readonly reports: readonly Repriced[];
  /** Reports that may have earlier prices, too, and were not read. */
  readonly unread: number;
}

/**
 * Published reports with earlier prices, of those that were made before the tariffs were changed last: no other can be.
 * @param site only those that tell of it
 * @param most how many reports are read at most, the newest ones
 * @throws CliError when the tariffs cannot be used
 */
export async function repricedReports(
  connection: Connection,
  { site, most = Number.POSITIVE_INFINITY }: { readonly site?: string | undefined; readonly most?: number } = {},
): Promise<RepricedReports> {
  const changed = await lastTariffChange(connection);
  const before = (await publications(connection))
    .filter(({ committed_at, sites }) => {
      const isEarlier = changed === null || Date.parse(committed_at) <= changed + CLOCKS_DIFFER_MS;
      return isEarlier && (site === undefined || sites === null || sites.includes(site));
    })
    .sort((a, b) => (a.committed_at < b.committed_at ? 1 : -1));
  const read = before.slice(0, most);
  const tariffs = await currentTariffs(connection);
  const found = await pMap(read, (each) => repricedIn(connection, each, tariffs), { concurrency: REPORTS_AT_ONCE });
  const reports = found
    .filter((each) => each !== null)
    .filter(({ sites }) => site === undefined || sites.includes(site));
  return { reports, unread: before.length - read.length };
}

/** @returns null where its prices are those of today */
async function repricedIn(
  connection: Connection,
  { report: prefix }: Publication,
  tariffs: Tariffs,
): Promise<Repriced | null> {
  // What is not there any more, or of an earlier release, tells of no prices.
  const report = await readReport(connection, prefix).catch((error: unknown) => {
    if (error instanceof CliError) return undefined;
    throw error;
  });
  const sites = report ? repricedSites(report, tariffs) : [];
  return report && sites.length > 0 ? { dataset: report.dataset, run: report.run, sites } : null;
}

/** When the tariffs or a price series were written last, milliseconds; null where there are none, or no more. */
export async function lastTariffChange({ clients, bucket }: Connection): Promise<number | null> {
  const config = await createLakeStore(await clients.s3(), bucket).list(PREFIXES.config, LISTED);
  const written = config
    .filter(({ key }) => key === CONFIG_KEYS.tariffs || key.startsWith(priceSeriesKey('')))
    .map(({ modified }) => modified.getTime());
  return written.length === 0 ? null : Math.max(...written);
}

/** @throws CliError where the tariffs of the lake cannot be used: nobody knows then what holds */
export async function currentTariffs({ clients, bucket }: Connection): Promise<Tariffs> {
  const lake = createLakeStore(await clients.s3(), bucket);
  try {
    // What the price of the settings is does not matter here: it is no tariff.
    return await readTariffs({ lake, settings: readSettings({}) });
  } catch (error) {
    if (!(error instanceof InputRejected)) throw error;
    const said = `Whether the prices still hold cannot be told: ${sanitize(error.sentence)}`;
    throw new CliError(said, { cause: error });
  }
}
