import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FILES } from '../../shared/lake/keys.ts';
import { sanitizeLines } from '../../shared/text/sanitize.ts';
import { type Connection, withConnection } from '../connection.ts';
import { CliError, usageError } from '../errors.ts';
import { commandLine } from '../hints.ts';
import { findDataset, getText } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { reportFiles } from '../runs/outcome.ts';

export async function reportCommand(
  named: string,
  options: GlobalOptions & { open?: true; json?: true; markdown?: true },
): Promise<void> {
  if (options.json && options.markdown) throw usageError("'--json' and '--markdown' exclude each other.");
  await withConnection(options, async (connection) => {
    const { dataset, published, outcomes } = await findDataset(connection, named);
    if (!published) {
      const why = outcomes[0]?.message ?? 'no run of it has succeeded yet';
      throw new CliError(`${dataset} has no report: ${why}`, { hint: `Its runs: ${commandLine('runs')}` });
    }
    const { html } = reportFiles(connection, published.report);
    if (options.json) print(jsonText(JSON.parse(await content(connection, published.report, FILES.reportJson))));
    else if (options.markdown) {
      print(sanitizeLines(await content(connection, published.report, FILES.reportMarkdown)).trimEnd());
    } else print(html);
    if (options.open) await openInBrowser(html);
  });
}

async function content(connection: Connection, prefix: string, name: string): Promise<string> {
  const text = await getText(connection, `${prefix}${name}`);
  if (text === undefined) throw new CliError(`s3://${connection.bucket}/${prefix}${name} is not there any more.`);
  return text;
}

const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  linux: ['xdg-open'],
  win32: ['explorer.exe'],
};

async function openInBrowser(path: string): Promise<void> {
  const [command, ...rest] = OPENERS[process.platform] ?? [];
  if (command === undefined || path.startsWith('s3://')) {
    note('It cannot be opened from here; open it with what shows HTML.');
    return;
  }
  const child = spawn(command, [...rest, path], { stdio: 'ignore', detached: true });
  try {
    await once(child, 'spawn');
  } catch {
    note(`There is no ${command} here to open it with; open the file in a browser.`);
  }
  child.unref();
}
