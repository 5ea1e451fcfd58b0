/**
 * Tables as portals and loggers write them: several rows of headings, a block with its own heading for each day, titles
 * and sums between the records, dates that stand once for a day, records that are short by optional cells, another
 * table below, cells separated by runs of spaces, no heading at all. What is left is a plain table, each row with its
 * line.
 */
import { linesOf } from '../open/index.ts';
import { isBlankText } from './cells.ts';
import { plannedTable } from './planned-table.ts';
import type { Row } from './rows.ts';
import { withoutFrame } from './table-frame.ts';
import { cellsOf, planOfText, type Separator } from './table-plan.ts';

export const framedTable = plannedTable({
  name: 'framed-table',
  planOf: ({ text }) => planOfText(text),
  rows: (file, plan) => withoutFrame(linesAsRows(file, plan.separator), plan),
  // Spaces separate as tabs do.
  separatorOf: ({ separator }) => (separator === ' ' || separator === '  ' ? '\t' : separator),
});

async function* linesAsRows(file: string, separator: Separator): AsyncGenerator<Row> {
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    yield { cells: isBlankText(raw) ? [] : cellsOf(raw, separator), line, raw };
  }
}
