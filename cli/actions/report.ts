import { FILES } from '../../shared/lake/keys.ts';
import { sanitizeLines } from '../../shared/text/sanitize.ts';
import { type Connection, locate, withConnection } from '../connection.ts';
import { CliError, usageError } from '../errors.ts';
import { commandLine } from '../hints.ts';
import { findDataset, getText, readReport } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { outdatedNote } from '../outdated.ts';
import { openInBrowser } from '../output/browser.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { reportFiles } from '../runs/outcome.ts';
import { makeSitesPage } from '../sites-page.ts';

export interface ReportOptions extends GlobalOptions {
  readonly open?: true;
  readonly json?: true;
  readonly markdown?: true;
  readonly sites?: true;
  readonly from?: string;
  readonly to?: string;
}

export async function reportCommand(named: string | undefined, options: ReportOptions): Promise<void> {
  if (options.sites) return reportSites(named, options);
  if (named === undefined) {
    throw usageError('Which dataset?', `List them: ${commandLine('datasets')}; of all sites: --sites.`);
  }
  if (options.from !== undefined || options.to !== undefined)
    throw usageError("'--from' and '--to' belong to '--sites'.");
  if (options.json && options.markdown) throw usageError("'--json' and '--markdown' exclude each other.");
  await withConnection(options, async (connection) => {
    const { dataset, published, outcomes } = await findDataset(connection, named);
    if (!published) {
      const why = outcomes[0]?.message ?? 'nothing of it is published: no run has succeeded yet, or it was removed';
      const back = `what was removed comes back with ${commandLine(`rollback ${dataset}`)}`;
      throw new CliError(`${dataset} has no report: ${why}`, { hint: `Its runs: ${commandLine('runs')}; ${back}` });
    }
    const { html } = reportFiles(connection, published.report);
    if (options.json) print(jsonText(JSON.parse(await content(connection, published.report, FILES.reportJson))));
    else if (options.markdown) {
      print(sanitizeLines(await content(connection, published.report, FILES.reportMarkdown)).trimEnd());
    } else print(html);
    const outdated = await outdatedNote(connection, await readReport(connection, published.report));
    if (outdated !== null) note(outdated);
    if (options.open) await openInBrowser(html);
  });
}

/** Makes the page of all sites, keeps it in the lake and says where. */
async function reportSites(named: string | undefined, options: ReportOptions): Promise<void> {
  const { from, to, open, json, markdown } = options;
  if (named !== undefined || json || markdown)
    throw usageError("'--sites' makes one page of all sites: name no dataset and no other form.");
  await withConnection(options, async (connection) => {
    const page = await makeSitesPage(connection, { from, to });
    if (page === null) {
      throw new CliError('No site is served yet.', {
        hint: `Upload readings while '${commandLine('serve')}' or 'npm start' serves.`,
      });
    }
    const place = locate(connection, page);
    print(place);
    if (open) await openInBrowser(place);
  });
}

async function content(connection: Connection, prefix: string, name: string): Promise<string> {
  const text = await getText(connection, `${prefix}${name}`);
  if (text === undefined) throw new CliError(`s3://${connection.bucket}/${prefix}${name} is not there any more.`);
  return text;
}
