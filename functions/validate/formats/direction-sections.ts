/**
 * CSV whose table comes once for each direction, one below the other, below headings that differ in nothing but the
 * words for it, `Energy Delivered ...`, then `Energy Received ...`, or below a title for each. Each record gets the
 * words of its heading or its title.
 */
import type { Delimiter } from '../../../shared/readings/layout.ts';
import { unitIn } from '../../../shared/readings/units.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import { linesOf } from '../open/index.ts';
import { isBlankText, isTime } from './cells.ts';
import { SEPARATORS } from './csv.ts';
import { flowWordsOf, saysFlow } from './heading-rows.ts';
import { plannedTable } from './planned-table.ts';
import type { Row } from './rows.ts';
import { cellsOf, isRecord } from './sections.ts';

export const directionSections = plannedTable({
  name: 'direction-sections',
  planOf: ({ text }) => planOf(text),
  rows: rowsOf,
  separatorOf: ({ delimiter }) => delimiter,
});

type Cells = readonly string[];

interface Plan {
  readonly delimiter: Delimiter;
  /** The first of them, whose position is that of the words for a direction. */
  readonly heading: Cells;
  /** Undefined where the words stand in a title above each heading. */
  readonly column: number | undefined;
  /** The words of each section stand in place of what its records are of. */
  readonly overTimes: boolean;
}

function planOf(text: string): Plan | undefined {
  if (/^\s*[<[{#]/.test(text)) return undefined;
  const lines = text.split(LINE_BREAK);
  for (const delimiter of SEPARATORS) {
    const plan = planWith(delimiter, lines) ?? titledPlan(delimiter, lines);
    if (plan) return plan;
  }
  return undefined;
}

function planWith(delimiter: Delimiter, lines: readonly string[]): Plan | undefined {
  const named = lines.flatMap((line, at) => {
    // Nearly all lines are records, which begin with a digit or have a time; they are not taken apart.
    if (/^["']?\d/.test(line) || !line.includes(delimiter) || isTime(line) || !saysFlow(line)) return [];
    const cells = cellsOf(line, delimiter);
    const record = cellsOf(lines.slice(at + 1, at + 3).find((next) => !isBlankText(next)) ?? '', delimiter);
    return isRecord(record) && !cells.some(isTime) ? [{ cells, record }] : [];
  });
  const [first, ...others] = named;
  if (!first || others.length === 0) return undefined;
  const differing = new Set(
    others.flatMap(({ cells }) => first.cells.flatMap((cell, at) => (cells[at] === cell ? [] : at))),
  );
  const [column] = differing;
  const alike = others.every(({ cells }) => cells.length === first.cells.length);
  if (column === undefined || differing.size > 1 || !alike || first.cells.length < 2) return undefined;
  const words = (cells: Cells) => flowWordsOf(cells[column] ?? '').join(' ');
  const units = new Set(named.map(({ cells }) => unitIn(cells[column] ?? '')?.unit));
  const apart =
    named.every(({ cells }) => words(cells) !== '') && named.some(({ cells }) => words(cells) !== words(first.cells));
  if (!apart || units.size > 1) return undefined;
  const overTimes = isTime(first.record[column] ?? '');
  return { delimiter, heading: first.cells, column, overTimes };
}

/** A line of one cell, with words for a direction. */
function titleOf(line: string, delimiter: Delimiter): string | undefined {
  const [title, ...others] = cellsOf(line, delimiter).filter((cell) => cell !== '');
  return title !== undefined && others.length === 0 && !isTime(title) && saysFlow(title) ? title : undefined;
}

function titledPlan(delimiter: Delimiter, lines: readonly string[]): Plan | undefined {
  const filled = lines.filter((line) => !isBlankText(line));
  const titled = filled.flatMap((line, at) => {
    const title = titleOf(line, delimiter);
    const [heading, record] = filled.slice(at + 1, at + 3);
    if (title === undefined || heading === undefined || record === undefined) return [];
    const isTable = isRecord(cellsOf(record, delimiter)) && !isRecord(cellsOf(heading, delimiter));
    return isTable ? [{ title, heading }] : [];
  });
  const [first, ...others] = titled;
  if (!first || others.length === 0 || others.some(({ heading }) => heading !== first.heading)) return undefined;
  const flows = new Set(titled.map(({ title }) => flowWordsOf(title).join(' ')));
  const heading = cellsOf(first.heading, delimiter);
  if (flows.size < titled.length || heading.length < 2) return undefined;
  return { delimiter, heading, column: undefined, overTimes: false };
}

async function* rowsOf(file: string, { delimiter, heading, column, overTimes }: Plan): AsyncGenerator<Row> {
  let direction: string | undefined;
  let title = '';
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    const said = column === undefined ? titleOf(raw, delimiter) : undefined;
    if (said !== undefined) {
      title = said;
      continue;
    }
    const cells = cellsOf(raw, delimiter);
    const isHeading =
      cells.length === heading.length && cells.every((cell, at) => at === column || cell === heading[at]);
    if (isHeading) {
      const names = heading.map((name, at) => (at === column && overTimes ? 'time' : name));
      if (direction === undefined) yield { cells: [...names, 'direction'], line, raw };
      direction = column === undefined ? title : (cells[column] ?? '');
    } else if (direction === undefined) yield { cells: [cells.filter((cell) => cell !== '').join('; ')], line, raw };
    else if (cells.length === heading.length) yield { cells: [...cells, direction], line, raw };
  }
}
