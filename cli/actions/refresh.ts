/** `energy refresh`: the months of sites once more, with the tariffs and the settings of today; and their reports. */
import { isDeepStrictEqual } from 'node:util';
import { previewRefresh } from '../../shared/record/preview.ts';
import { refresh } from '../../shared/record/refresh.ts';
import { readRecords, type SiteRecord } from '../../shared/record/site-record.ts';
import { plural } from '../../shared/text/format.ts';
import { listed } from '../../shared/text/listed.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { type Connection, locate, withConnection } from '../connection.ts';
import { CliError, EXIT } from '../errors.ts';
import { commandLine, shellWord } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { changesTable } from '../output/changes.ts';
import { note, print } from '../output/print.ts';
import { withRecord } from '../record-context.ts';
import { type RepricedReports, repricedReports } from '../repriced.ts';
import { findRun } from '../runs/executions.ts';
import { replayEach, replaysTable } from '../runs/replay.ts';
import { makeSitesPage } from '../sites-page.ts';
import { type StaleForecast, staleForecasts } from '../stale-forecasts.ts';

interface Options extends GlobalOptions {
  readonly site?: string;
  readonly yes?: true;
  readonly reports?: true;
}

export async function refreshCommand(options: Options): Promise<void> {
  const { site, yes, reports } = options;
  await withConnection(
    options,
    async (connection) => {
      const stale = await repricedReports(connection, { site, ...(reports ? {} : { most: LOOKED_AT }) });
      const forecasts = await staleForecasts(connection, { site });
      if (yes) {
        await refreshTables(connection, site);
        if (forecasts.length > 0) note(`${staleSentence(forecasts)} It is made again:`);
        if (reports && stale.reports.length === 0) note('Every report has the prices of today.');
        await runAgain(connection, [...forecasts, ...(reports ? stale.reports : [])]);
        if (!reports) noteReports(stale, `${refreshLine(site)} --reports --yes`);
        const page = await makeSitesPage(connection);
        if (page !== null) note(`The page of the sites: ${locate(connection, page)}`);
        return;
      }
      const isSame = await withRecord(
        connection,
        async (context) => {
          const sites = (await recordsOf(context.lake, site)).map((each) => each.site);
          const changes = await previewRefresh(sites, context);
          print(changesTable(changes));
          return changes.every(({ before, after }) => isDeepStrictEqual(before, after));
        },
        { priced: 'today' },
      );
      if (isSame) note('Nothing would change: every month is as it would be made today.');
      else note(`Nothing was changed. To make the tables so: ${commandLine(`${refreshLine(site)} --yes`)}`);
      noteForecasts(forecasts, `${refreshLine(site)} --yes`);
      noteReports(stale, `${refreshLine(site)} --reports --yes`);
    },
    { runs: yes === true },
  );
}

function refreshLine(site: string | undefined): string {
  return `refresh${site === undefined ? '' : ` --site ${shellWord(site)}`}`;
}

async function refreshTables(connection: Connection, site: string | undefined): Promise<void> {
  await withRecord(
    connection,
    async (context) => {
      const records = await recordsOf(context.lake, site);
      await refresh(records, context);
      note(`All months of ${plural(records.length, 'site')} are made again, with the tariffs of today.`);
    },
    { priced: 'today' },
  );
}

const NAMED = 5;
/** Reports that are read to say whether their prices are those of today, where they are not made again. */
const LOOKED_AT = 500;

function noteReports({ reports: stale, unread }: RepricedReports, command: string): void {
  if (unread > 0)
    note(`Of ${plural(unread, 'older report')} it was not looked whether their prices are those of today.`);
  if (stale.length === 0) return;
  const names = listed(
    stale.map(({ dataset }) => dataset),
    NAMED,
  );
  const have = stale.length === 1 ? 'has' : 'have';
  note(`${plural(stale.length, 'report')} ${have} the prices of earlier tariffs: ${names}.`);
  note(`To run ${stale.length === 1 ? 'its upload' : 'their uploads'} again: ${commandLine(command)}`);
}

function noteForecasts(forecasts: readonly StaleForecast[], command: string): void {
  if (forecasts.length === 0) return;
  note(`${staleSentence(forecasts)} To run its upload again: ${commandLine(command)}`);
}

function staleSentence(forecasts: readonly StaleForecast[]): string {
  const names = listed(
    forecasts.map(({ dataset }) => dataset),
    NAMED,
  );
  return `The forecast of ${names} is older than a change of its site's readings.`;
}

/** Each is read and published anew, once, as a person would who replays its run. */
async function runAgain(connection: Connection, stale: readonly { readonly run: string }[]): Promise<void> {
  if (stale.length === 0) return;
  const runs = [...new Set(stale.map(({ run }) => run))];
  const executions = await Promise.all(runs.map((run) => findRun(connection, run)));
  const done = await replayEach(connection, executions);
  print(`\n${replaysTable(done)}`);
  if (done.some(({ ok }) => !ok)) process.exitCode = EXIT.failed;
}

type Lake = Parameters<typeof readRecords>[0];

/** @throws CliError when there is none */
async function recordsOf(lake: Lake, site: string | undefined): Promise<SiteRecord[]> {
  const records = (await readRecords(lake)).filter((each) => site === undefined || each.site === site);
  if (records.length === 0) throw noSuchSite(site);
  return records;
}

function noSuchSite(site: string | undefined): CliError {
  if (site === undefined) return new CliError('Nothing is published yet: there is nothing to refresh.');
  return new CliError(`The record has no site '${sanitize(site)}'.`, {
    hint: `List them: ${commandLine('query "SELECT DISTINCT site_id FROM daily_energy_data"')}`,
  });
}
