/** `energy refresh`: the months of sites once more, with the tariffs and the settings of today. */
import { previewRefresh } from '../../shared/record/preview.ts';
import { refresh } from '../../shared/record/refresh.ts';
import { readRecords } from '../../shared/record/site-record.ts';
import { plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { locate, withConnection } from '../connection.ts';
import { CliError } from '../errors.ts';
import { commandLine, shellWord } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { changesTable } from '../output/changes.ts';
import { note, print } from '../output/print.ts';
import { withRecord } from '../record-context.ts';
import { makeSitesPage } from '../sites-page.ts';

export async function refreshCommand(options: GlobalOptions & { site?: string; yes?: true }): Promise<void> {
  const { site, yes } = options;
  await withConnection(options, (connection) =>
    withRecord(
      connection,
      async (context) => {
        const records = (await readRecords(context.lake)).filter((each) => site === undefined || each.site === site);
        if (records.length === 0) throw noSuchSite(site);
        if (yes) {
          await refresh(records, context);
          note(`All months of ${plural(records.length, 'site')} are made again, with the tariffs of today.`);
          const page = await makeSitesPage(connection);
          if (page !== null) note(`The page of the sites: ${locate(connection, page)}`);
          return;
        }
        const sites = records.map((each) => each.site);
        print(changesTable(await previewRefresh(sites, context)));
        const words = site === undefined ? '' : ` --site ${shellWord(site)}`;
        note(`Nothing was changed. To make the tables so: ${commandLine(`refresh${words} --yes`)}`);
      },
      { priced: 'today' },
    ),
  );
}

function noSuchSite(site: string | undefined): CliError {
  if (site === undefined) return new CliError('Nothing is published yet: there is nothing to refresh.');
  return new CliError(`The record has no site '${sanitize(site)}'.`, {
    hint: `List them: ${commandLine('query "SELECT DISTINCT site_id FROM daily_energy_data"')}`,
  });
}
