import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Inspection, inspect } from '../../functions/validate/inspect.ts';
import { resolve } from '../../functions/validate/upload-settings.ts';
import { type Database, withDatabase } from '../../shared/database/duckdb.ts';
import { CONFIG_KEYS } from '../../shared/lake/keys.ts';
import {
  type BalanceSummary,
  type LayoutColumn,
  type LayoutSettings,
  layoutFileSchema,
} from '../../shared/readings/layout.ts';
import { basisSentences, flowRows, seriesRows } from '../../shared/report/balance.ts';
import { measureRows } from '../../shared/report/measures.ts';
import { qualitySentence } from '../../shared/report/quality.ts';
import { InputRejected } from '../../shared/runtime/errors.ts';
import { databaseLimits, LAMBDA_FUNCTIONS } from '../../shared/runtime/lambda-functions.ts';
import { readSettings } from '../../shared/settings/settings.ts';
import { formatEnergy } from '../../shared/text/format.ts';
import { withConnection } from '../connection.ts';
import { CliError, usageError } from '../errors.ts';
import { getText } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { sanitize } from '../output/sanitize.ts';
import { facts, type TableColumn, table } from '../output/table.ts';
import { parseLayout } from '../runs/layout.ts';
import { answersText, proposedTable, questionIn } from '../runs/question.ts';
import { inspectFiles, type UploadOptions } from '../runs/upload.ts';

const COLUMNS_SHOWN = 40;

/** Reads a file as a run would, and shows what came of it. */
export async function inspectCommand(
  named: string,
  options: GlobalOptions & UploadOptions & { json?: true; keep?: string },
): Promise<void> {
  const [file] = await inspectFiles([named]);
  if (!file) throw usageError('No file was named.');
  const settings = options.layout === undefined ? {} : parseLayout(options.layout);
  const inspection = await inspectFile(file.path, settings, options);
  print(options.json ? jsonText(inspection) : inspectionText(inspection));
  if (options.keep !== undefined) await keepLayout(options.keep, settings, options);
}

async function inspectFile(path: string, settings: LayoutSettings, options: UploadOptions): Promise<Inspection> {
  const folder = await mkdtemp(join(tmpdir(), 'energy-inspect-'));
  const limits = databaseLimits(LAMBDA_FUNCTIONS.validate.memoryMb);
  try {
    const configured = readSettings(process.env);
    const given = resolve(settings, { timeZone: options.timeZone, siteId: options.siteId }, configured);
    const checks = { now: () => new Date(), rejectLimit: configured.ENERGY_REJECT_LIMIT };
    const copy = join(folder, 'upload');
    await copyFile(path, copy);
    const database = { ...limits, folder };
    const open = <T>(use: (db: Database) => Promise<T>) => withDatabase(database, use);
    return await open((db) => inspect(copy, given, { ...checks, withDatabase: open }, db, folder));
  } catch (error) {
    if (!(error instanceof InputRejected)) throw error;
    const question = questionIn(error.details);
    if (!question) throw new CliError(`${error.code}: ${error.sentence}`, { cause: error });
    const hint = [proposedTable(question), answersText(question, 'Inspect it again')].filter((part) => part !== '');
    throw new CliError(`${error.code}: ${question.statement}`, { cause: error, hint: hint.join('\n') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is summed: the flows, what they stand on, and what each series was taken for. */
function balanceParts(balance: BalanceSummary): string[] {
  return [
    tableOfAny(
      [{ title: 'Flow' }, { title: 'Energy', align: 'right' }],
      flowRows(balance).map(({ name, kwh }) => [name, formatEnergy(kwh)]),
    ),
    listed('Balance', basisSentences(balance)),
    listed(
      'In no sum',
      seriesRows(balance)
        .filter(({ leftOut }) => leftOut !== '')
        .map(({ name, leftOut }) => `${name}: ${leftOut}`),
    ),
    listed(
      'Kept beside the energies',
      measureRows(balance).map(({ name, meaning, value }) => `${name}: ${meaning}, ${value}`),
    ),
  ];
}

function inspectionText(inspection: Inspection): string {
  const { layout, rows, readings, series, first, rejected, examples, refusal } = inspection;
  const { dialect, time } = layout;
  const quality = layout.balance && qualitySentence(layout.balance);
  const parts = [
    facts([
      [
        'layout',
        [
          layout.shape,
          dialect.format,
          ...(dialect.delimiter ? [`separated by ${JSON.stringify(dialect.delimiter)}`] : []),
          dialect.encoding,
        ].join(', '),
      ],
      [
        'records',
        `${rows} with ${readings.accepted + readings.rejected + readings.missing + readings.duplicates} readings`,
      ],
      [
        'readings',
        `${readings.accepted} accepted, ${readings.rejected} rejected, ${readings.missing} ` +
          `missing, ${readings.duplicates} duplicates`,
      ],
      [
        'time',
        `${time.zone}, stamps mark the ${time.stamps} of an ` +
          `interval${time.format === 'calendar' ? `, dates ${time.order}` : `, ${time.format}`}`,
      ],
      [
        'interval',
        layout.intervals
          .map(({ minutes, series: count }) => `${minutes ?? 'unknown'} minutes (${count} series)`)
          .join(', ') || 'unknown',
      ],
      ...(layout.left_out.length > 0
        ? ([['left out', layout.left_out.slice(0, COLUMNS_SHOWN).join(', ')]] as const)
        : []),
      ...(quality ? ([['quality', quality]] as const) : []),
      ...(layout.gaps.ranges > 0
        ? ([['gaps', `${layout.gaps.intervals} intervals in ${layout.gaps.ranges} ranges`]] as const)
        : []),
    ]),
    tableOfAny(
      [{ title: 'Column' }, { title: 'Role' }, { title: 'Unit' }, { title: 'Flow' }, { title: 'Why', maxWidth: 70 }],
      layout.columns.slice(0, COLUMNS_SHOWN).map(columnRow),
    ),
    ...(layout.balance ? balanceParts(layout.balance) : []),
    listed(
      'Decisions',
      layout.decisions.map(({ what, chosen, why }) => `${what}: ${chosen} (${why})`),
    ),
    listed(
      'Notes',
      layout.notes.map(({ code, message, count }) => `${code}${count === undefined ? '' : ` ×${count}`}: ${message}`),
    ),
    tableOfAny(
      [
        { title: 'Site' },
        { title: 'Series' },
        { title: 'Readings', align: 'right' },
        { title: 'First' },
        { title: 'Last' },
      ],
      series.map((each) => [each.site_id, each.appliance, String(each.readings), each.first, each.last]),
    ),
    tableOfAny(
      [
        { title: 'Series' },
        { title: 'Timestamp' },
        { title: 'UTC' },
        { title: 'kWh', align: 'right' },
        { title: 'Generated kWh', align: 'right' },
      ],
      first.map((row) => [row.appliance, row.timestamp, row.utc, row.kwh ?? '', row.generated_kwh ?? '']),
    ),
    listed(
      'Would be quarantined',
      rejected.map(({ code, count, message }) => `${code} ×${count}: ${message}`),
    ),
    listed(
      'Such as',
      examples.map(({ line, raw, code }) => `line ${line}: ${code}: ${(raw ?? '').slice(0, 120)}`),
    ),
    listed('A run refuses this file', refusal ? [`${refusal.code}: ${refusal.message}`] : []),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function columnRow({ name, role, unit, quantity_unit, flow, why }: LayoutColumn): string[] {
  return [name, role, unit ?? quantity_unit?.unit ?? '', flow ?? '', why];
}

/** Headings without a row say nothing. */
function tableOfAny(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : table(columns, rows);
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `  ${sanitize(line)}`)].join('\n');
}

/** Puts the layout before the others of the lake: the first that fits an upload is used. */
async function keepLayout(pattern: string, settings: LayoutSettings, options: GlobalOptions): Promise<void> {
  await withConnection(options, async (connection) => {
    const stored = await getText(connection, CONFIG_KEYS.layouts);
    const kept = stored === undefined ? [] : layoutFileSchema.parse(JSON.parse(stored));
    const layouts = [{ match: pattern, layout: settings }, ...kept.filter(({ match }) => match !== pattern)];
    const [s3, { PutObjectCommand }] = await Promise.all([connection.clients.s3(), import('@aws-sdk/client-s3')]);
    await s3.send(
      new PutObjectCommand({
        Bucket: connection.bucket,
        Key: CONFIG_KEYS.layouts,
        Body: `${JSON.stringify(layouts, null, 2)}\n`,
        ContentType: 'application/json',
      }),
    );
    note(`Kept for uploads named ${sanitize(pattern)} in s3://${connection.bucket}/${CONFIG_KEYS.layouts}`);
  });
}
