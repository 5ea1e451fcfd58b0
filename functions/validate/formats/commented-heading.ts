/** CSV whose heading is the last of its comments: `#Date;Time;INV`, as loggers of inverters and weather write it. */
import type { Delimiter } from '../../../shared/readings/layout.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import { linesOf } from '../open/index.ts';
import { isRecord } from './cells.ts';
import { SEPARATORS, splitCells } from './csv.ts';
import { plannedTable } from './planned-table.ts';
import type { Row } from './rows.ts';

export const commentedHeading = plannedTable({
  name: 'commented-heading',
  planOf: ({ text }) => planOf(text),
  rows: rowsOf,
  separatorOf: ({ delimiter }) => delimiter,
});

const COMMENT = /^\s*#\s*/;
const RECORDS_NEEDED = 2;
const LINES_LOOKED_AT = 100;

interface Plan {
  readonly delimiter: Delimiter;
  /** Lines of comments, the heading the last of them. */
  readonly comments: number;
}

function planOf(text: string): Plan | undefined {
  const lines = text.split(LINE_BREAK).slice(0, LINES_LOOKED_AT);
  const comments = lines.findIndex((line) => !COMMENT.test(line));
  const heading = lines[comments - 1]?.replace(COMMENT, '');
  if (comments < 1 || !heading) return undefined;
  const records = lines.slice(comments, comments + RECORDS_NEEDED);
  const delimiter = SEPARATORS.find((each) => {
    const names = splitCells(heading, each);
    const isNamed = names.length > 1 && names.every((name) => /\p{L}/u.test(name));
    const cells = records.map((line) => splitCells(line, each));
    return (
      isNamed && cells.length === RECORDS_NEEDED && cells.every((row) => row.length === names.length && isRecord(row))
    );
  });
  return delimiter && { delimiter, comments };
}

async function* rowsOf(file: string, plan: Plan): AsyncGenerator<Row> {
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    const isComment = COMMENT.test(raw);
    if (raw.trim() === '' || (isComment && line > plan.comments)) continue;
    const text = isComment ? raw.replace(COMMENT, '') : raw;
    const cells = line < plan.comments ? [text] : splitCells(text, plan.delimiter).map((cell) => cell.trim());
    yield { cells, line, raw };
  }
}
