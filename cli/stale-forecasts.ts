/** Forecasts from before a change of their site's readings: a report is made once, a month may be corrected later. */
import { datasetOf } from '../shared/lake/keys.ts';
import type { Publication } from '../shared/lake/manifest.ts';
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import { hasChangedSince, readRecord, readRecords, type SiteRecord } from '../shared/record/site-record.ts';
import type { Report } from '../shared/report/report.ts';
import { listed } from '../shared/text/listed.ts';
import { sanitize } from '../shared/text/sanitize.ts';
import type { Connection } from './connection.ts';
import { commandLine } from './hints.ts';
import { publications, readManifest } from './lake.ts';

/** The last upload of a site, whose forecast is older than what changed since. */
export interface StaleForecast {
  readonly dataset: string;
  readonly run: string;
}

const NAMED = 3;

/**
 * What is shown as the days to come of a site, and was told before its readings changed. Forecasts of uploads that
 * others have followed are of their time.
 * @param site only that one
 */
export async function staleForecasts(
  connection: Connection,
  { site }: { readonly site?: string | undefined },
): Promise<StaleForecast[]> {
  const records = await readRecords(createLakeStore(await connection.clients.s3(), connection.bucket));
  const all = await publications(connection);
  const stale = records
    .filter((record) => site === undefined || record.site === site)
    .flatMap((record) => {
      const last = lastForecastOf(record, all);
      return last && hasChangedSince(record, last) ? [{ dataset: datasetOf(last.source.key), run: last.run }] : [];
    });
  return [...new Map(stale.map((each) => [each.run, each])).values()];
}

function lastForecastOf(record: SiteRecord, all: readonly Publication[]): Publication | undefined {
  const uploaded = ({ uploaded_at, committed_at }: Publication) => Date.parse(uploaded_at ?? committed_at);
  return all
    .filter((each) => (each.sites === null || each.sites.includes(record.site)) && isLast(each, record))
    .sort((a, b) => uploaded(a) - uploaded(b))
    .at(-1);
}

/** Whether it tells of the last month of a site, and of the days after it. */
function isLast({ months, tables }: Publication, record: SiteRecord): boolean {
  const hasForecast = tables.some(({ table, rows }) => table === 'forecast_data' && rows > 0);
  return hasForecast && months.at(-1) === Object.keys(record.months).sort().at(-1);
}

/**
 * @param again what makes a run's report anew
 * @returns that its forecast is older than its site's record, and what renews it; null where it is not, or where its
 * upload is not of the last month, or another run of it is published by now
 */
export async function staleForecastNote(
  connection: Connection,
  report: Pick<Report, 'dataset' | 'run'>,
  again = commandLine(`replay ${report.run}`),
): Promise<string | null> {
  const published = (await readManifest(connection, report.dataset))?.published;
  if (published?.run !== report.run || published.sites === null) return null;
  const lake = createLakeStore(await connection.clients.s3(), connection.bucket);
  const records = await Promise.all(published.sites.map(async (site) => (await readRecord(lake, site)).record));
  const changed = records.filter((record) => isLast(published, record) && hasChangedSince(record, published));
  if (changed.length === 0) return null;
  const names = listed(
    changed.map(({ site }) => sanitize(site)),
    NAMED,
  );
  const said = `Readings of ${names} changed after this report was made: its forecast is of the earlier ones.`;
  return `${said} To renew it: ${again}`;
}
