/** An inspection as the page shows it: what `energy inspect` prints, as facts and tables. */

import type { Connection } from '../../../cli/connection.ts';
import { inspectFile } from '../../../cli/inspect-file.ts';
import { answersOf } from '../../../cli/runs/question.ts';
import type { LocalFile } from '../../../cli/runs/upload.ts';
import type { Inspection } from '../../../functions/validate/inspect.ts';
import { type AskedQuestion, questionIn } from '../../../shared/failures/question.ts';
import type { LayoutColumn, LayoutSettings } from '../../../shared/readings/layout.ts';
import { basisSentences, flowRows } from '../../../shared/report/balance.ts';
import { measureRows } from '../../../shared/report/measures.ts';
import { qualitySentence } from '../../../shared/report/quality.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { formatCount, formatEnergy } from '../../../shared/text/format.ts';
import type { Inspected } from '../../api/uploads.ts';
import { shown } from '../shown.ts';
import { overlapsOf } from './overlaps.ts';

/** @throws CliError when the layout is none */
export async function inspected(
  connection: Connection,
  file: LocalFile,
  settings: LayoutSettings,
  said: { readonly timeZone: string | undefined; readonly siteId: string | undefined },
): Promise<Inspected> {
  try {
    const inspection = await inspectFile(file.path, settings, said);
    return understood(inspection, await overlapsOf(connection, file.key, inspection));
  } catch (error) {
    if (!(error instanceof InputRejected)) throw error;
    const question = questionIn(error.details);
    if (!question) return { kind: 'refused', code: error.code, sentence: error.sentence };
    return asked(error.code, question);
  }
}

function asked(code: string, question: AskedQuestion): Inspected {
  const { statement, columns } = question;
  return {
    kind: 'question',
    code,
    statement,
    columns: shown(
      ['Column', 'First values', 'Proposed'],
      columns.map(({ column, values, means }) => [column, values.join(', '), means]),
    ),
    answers: answersOf(question).map(({ said, layout }) => ({ means: said, layout })),
  };
}

function understood(inspection: Inspection, overlaps: string[]): Inspected {
  const { layout, values, rejected, examples, first, refusal } = inspection;
  const { balance } = layout;
  return {
    kind: 'understood',
    facts: facts(inspection),
    columns: shown(
      ['Column', 'First values', 'Meaning', 'Unit', 'Flow', 'Why'],
      layout.columns.map((column) => columnRow(column, values[column.index] ?? [])),
    ),
    flows: shown(
      ['Flow', 'Energy'],
      balance
        ? [
            ...flowRows(balance).map(({ name, kwh }) => [name, formatEnergy(kwh)]),
            ...measureRows(balance).map(({ name, meaning, value }) => [`${name} (${meaning})`, value]),
          ]
        : [],
    ),
    first: shown(
      ['Site', 'Series', 'Time', 'kWh', 'Generated kWh'],
      first.map((row) => [row.site_id, row.appliance, row.timestamp, row.kwh ?? '–', row.generated_kwh ?? '–']),
    ),
    rejected: shown(
      ['Code', 'Readings', 'Why'],
      rejected.map(({ code, count, message }) => [code, formatCount(count), message]),
    ),
    examples: shown(
      ['Line', 'Code', 'Row'],
      examples.map(({ line, code, raw }) => [String(line), code, raw ?? '(not text)']),
    ),
    notes: distinct([
      ...(balance ? basisSentences(balance) : []),
      ...layout.decisions.map(({ what, chosen, why }) => `${what}: ${chosen} (${why})`),
      ...layout.notes.map(({ message, count }) =>
        count === undefined ? message : `${message} (${formatCount(count)})`,
      ),
    ]),
    refusal: refusal ? `${refusal.code}: ${refusal.message}` : null,
    overlaps,
  };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function facts({ layout, rows, readings }: Inspection) {
  const { time, dialect, intervals, decisions, balance } = layout;
  const counts = [
    `${formatCount(readings.accepted)} accepted`,
    `${formatCount(readings.rejected)} rejected`,
    `${formatCount(readings.missing)} missing`,
    `${formatCount(readings.duplicates)} duplicates`,
  ];
  const quality = balance && qualitySentence(balance);
  return [
    { name: 'Format', value: `${dialect.format}, ${dialect.encoding}, ${layout.shape}` },
    { name: 'Records', value: formatCount(rows) },
    { name: 'Readings', value: counts.join(', ') },
    {
      name: 'Time zone',
      value: `${time.zone} (${decisions.find(({ what }) => what === 'time zone')?.why ?? 'as given'})`,
    },
    { name: 'Stamps', value: `mark the ${time.stamps} of an interval` },
    {
      name: 'Interval',
      value: intervals.map(({ minutes }) => (minutes === null ? 'unknown' : `${minutes} min`)).join(', ') || 'unknown',
    },
    ...(quality ? [{ name: 'Quality', value: quality }] : []),
  ];
}

function columnRow({ name, role, unit, quantity_unit, flow, why }: LayoutColumn, values: readonly string[]): string[] {
  return [name, values.join(', '), role, unit ?? quantity_unit?.unit ?? '', flow ?? '', why];
}
