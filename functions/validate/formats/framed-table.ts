/**
 * Tables as portals and loggers write them: several rows of headings, a block with its own heading for each day, titles and
 * sums between the records, records that are short by optional cells, cells separated by runs of spaces, no heading at all.
 * What is left is a plain table, each row with its line.
 */
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { linesOf, readHead } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';
import { cellsOf, isBlank, isHeadingLike, isTime, type Plan, planOf } from './table-plan.ts';

export const framedTable: FileFormat = {
  name: 'framed-table',
  told: { by: 'text', is: ({ text }) => planOf(text) !== undefined },
  holds: 'cells',
  fixes: {},
  ...asRows(rowsOf, 'The table has no rows.'),
};

async function* rowsOf(file: string): AsyncGenerator<Row> {
  const plan = planOf((await readHead(file)).text);
  if (!plan) return;
  const { names, recordsFrom, separator } = plan;
  yield { cells: names, line: Math.max(1, recordsFrom), raw: names.join(separator) };
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    if (line <= recordsFrom || isBlank(raw)) continue;
    const cells = recordOf(cellsOf(raw, separator), plan, line);
    if (cells) yield { cells, line, raw };
  }
}

/** @returns undefined for a title, a sum or a heading that comes again. @throws InputRejected UNKNOWN_LAYOUT for another heading */
function recordOf(cells: string[], plan: Plan, line: number): string[] | undefined {
  const { names, headings, least } = plan;
  if (isHeadingLike(cells, headings)) {
    refuseOther(cells, headings, line);
    return undefined;
  }
  if (cells.length === names.length) return cells;
  if (!cells.some(isTime) || isTitle(cells)) return undefined;
  if (cells.length < names.length && cells.length >= least) {
    return [...cells, ...Array.from({ length: names.length - cells.length }, () => '')];
  }
  const end = cells.findLastIndex((cell) => cell !== '') + 1;
  return end <= names.length && cells.length > names.length ? cells.slice(0, names.length) : cells;
}

/** Text in a row of its own, with a time or without. */
function isTitle(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  return filled.length === 1 && /(\p{L}{3,}\s+){2}/u.test(filled[0] ?? '');
}

/** Another heading may be of other units or meters: read as the first one it would be wrong without a word. */
function refuseOther(cells: readonly string[], headings: readonly (readonly string[])[], line: number): void {
  const trimmed = (row: readonly string[]) => row.slice(0, row.findLastIndex((cell) => cell !== '') + 1).join('\n');
  if (headings.some((heading) => trimmed(heading) === trimmed(cells))) return;
  const [heading = []] = headings.filter((each) => isHeadingLike(cells, [each]));
  const at = cells.findIndex((cell, column) => cell !== (heading[column] ?? ''));
  throw new InputRejected(
    'UNKNOWN_LAYOUT',
    `The heading on line ${line} is not that of the first records: ${quoted(cells[at])} stands in place of ${quoted(heading[at])}. Split the file there and upload the parts.`,
    { line },
  );
}

function quoted(cell = ''): string {
  return JSON.stringify(cell.slice(0, 100));
}
