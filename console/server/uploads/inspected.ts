/** An inspection as the page shows it: what `energy inspect` prints, as facts and tables. */

import type { Connection } from '../../../cli/connection.ts';
import { inspectFile } from '../../../cli/inspect-file.ts';
import type { PlainTable } from '../../../cli/output/changes.ts';
import { inspectionParts } from '../../../cli/output/inspection-parts.ts';
import { answersOf } from '../../../cli/runs/question.ts';
import type { LocalFile } from '../../../cli/runs/upload.ts';
import type { Inspection } from '../../../functions/validate/inspect.ts';
import { type AskedQuestion, questionIn } from '../../../shared/failures/question.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
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
  const parts = inspectionParts(inspection);
  const { basis, leftOut, decisions, notes, measures, refusal } = parts;
  const shownOf = ({ columns, rows }: PlainTable) =>
    shown(
      columns.map(({ title }) => title),
      rows,
    );
  return {
    kind: 'understood',
    facts: [...parts.file, ...parts.times].map(([name, value]) => ({ name, value })),
    columns: shownOf(parts.columns),
    flows: shownOf(parts.flows),
    series: shownOf(parts.series),
    first: shownOf(parts.first),
    rejected: shownOf(parts.rejected),
    examples: shownOf(parts.examples),
    notes: [...new Set(notes)],
    decisions: [...new Set([...basis, ...measures, ...leftOut, ...decisions])],
    refusal,
    overlaps,
  };
}
