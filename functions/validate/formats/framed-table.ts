/**
 * Tables as portals and loggers write them: several rows of headings, a block with its own heading for each day, titles
 * and sums between the records, dates that stand once for a day, records that are short by optional cells, another
 * table below, cells separated by runs of spaces, no heading at all. What is left is a plain table, each row with its
 * line.
 */
import type { Delimiter } from '../../../shared/readings/layout.ts';
import { linesOf, readHead } from '../open/index.ts';
import { isBlankText } from './cells.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';
import { withoutFrame } from './table-frame.ts';
import { cellsOf, planOfText, type Separator } from './table-plan.ts';

export const framedTable: FileFormat = {
  name: 'framed-table',
  detect: { by: 'text', is: ({ text }) => planOfText(text) !== undefined },
  holds: 'cells',
  fixes: {},
  ...asRows(rowsOf, 'The table has no rows.', undefined, separatorOf),
};

/** Spaces separate as tabs do. */
async function separatorOf(file: string): Promise<Delimiter> {
  const separator = planOfText((await readHead(file)).text)?.separator ?? ',';
  return separator === ' ' || separator === '  ' ? '\t' : separator;
}

async function* rowsOf(file: string): AsyncGenerator<Row> {
  const plan = planOfText((await readHead(file)).text);
  if (plan) yield* withoutFrame(linesAsRows(file, plan.separator), plan);
}

async function* linesAsRows(file: string, separator: Separator): AsyncGenerator<Row> {
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    yield { cells: isBlankText(raw) ? [] : cellsOf(raw, separator), line, raw };
  }
}
