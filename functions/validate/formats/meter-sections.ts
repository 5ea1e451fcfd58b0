/**
 * CSV whose table comes once for each meter, one below the other: below a line that names it (`Meter: Flat A`) stands
 * the same heading again. Each record gets the name that stands above it.
 */
import type { Delimiter } from '../../../shared/readings/layout.ts';
import { unitIn } from '../../../shared/readings/units.ts';
import { LINE_BREAK } from '../../../shared/text/lines.ts';
import { linesOf } from '../open/index.ts';
import { idNameOf, namesTime } from '../vocabulary/column-names.ts';
import { isBlankText, isTime } from './cells.ts';
import { SEPARATORS } from './csv.ts';
import { plannedTable } from './planned-table.ts';
import type { Row } from './rows.ts';
import { cellsOf, isRecord } from './sections.ts';

type Cells = readonly string[];

interface Plan {
  readonly delimiter: Delimiter;
  readonly heading: Cells;
  /** What the names are of, as the lines above the sections say it. */
  readonly label: string;
}

interface Named {
  readonly label: string;
  readonly name: string;
}

export const meterSections = plannedTable({
  name: 'meter-sections',
  planOf: ({ text }) => planOf(text),
  rows: rowsOf,
  separatorOf: ({ delimiter }) => delimiter,
});

/** `Meter: Flat A` in one cell. */
const LABELLED = /^(\p{L}[^:=]{1,40}?)\s*[:=]\s*(\S.*)$/u;
/** Other lines may stand between the name and the heading. */
const LINES_BETWEEN = 4;

/** @returns undefined for a line that is no label and a name */
function nameIn(cells: Cells): Named | undefined {
  const [first = '', second, ...more] = cells.filter((cell) => cell !== '');
  const [, label = '', name = ''] = LABELLED.exec(first) ?? [];
  const found =
    second === undefined
      ? { label, name }
      : { label: first.replace(/\s*[:=]$/, ''), name: more.length > 0 ? '' : second };
  const kind = idNameOf(found.label)?.kind;
  const isName =
    /[\p{L}\d]/u.test(found.name) && !isTime(found.name) && !namesTime(found.name) && unitIn(found.name) === undefined;
  return (kind === 'appliance' || kind === 'site') && isName && idNameOf(found.name) === undefined ? found : undefined;
}

function planOf(text: string): Plan | undefined {
  if (/^\s*[<[{#]/.test(text)) return undefined;
  const lines = text.split(LINE_BREAK).filter((line) => !isBlankText(line));
  // Nearly all lines are records, which begin with a digit: they are not taken apart.
  const texts = lines.flatMap((line, at) => (/^["']?\d/.test(line) ? [] : at));
  for (const delimiter of SEPARATORS) {
    const plan = planWith(delimiter, lines, texts);
    if (plan) return plan;
  }
  return undefined;
}

function planWith(delimiter: Delimiter, lines: readonly string[], texts: readonly number[]): Plan | undefined {
  const rowAt = (at: number) => cellsOf(lines[at] ?? '', delimiter);
  const sections = texts.flatMap((at) => {
    const named = nameIn(rowAt(at));
    const below = named ? Array.from({ length: LINES_BETWEEN }, (_, next) => at + 1 + next) : [];
    const heading = below.find((next) => isRecord(rowAt(next + 1)));
    return named && heading !== undefined ? [{ ...named, heading: rowAt(heading) }] : [];
  });
  const [first] = sections;
  if (!first || new Set(sections.map(({ name }) => name)).size < 2) return undefined;
  const { heading, label } = first;
  const isHeading = heading.length > 1 && !heading.some(isTime) && nameIn(heading) === undefined;
  const alike = sections.every((each) => each.label === label && same(each.heading, heading));
  // A column of the table may name the meter as well.
  return isHeading && alike && !heading.some((cell) => namesSeries(cell)) ? { delimiter, heading, label } : undefined;
}

function namesSeries(cell: string): boolean {
  const kind = idNameOf(cell)?.kind;
  return kind === 'appliance' || kind === 'site';
}

function same(cells: Cells, heading: Cells): boolean {
  return cells.length === heading.length && cells.every((cell, at) => cell === heading[at]);
}

async function* rowsOf(file: string, { delimiter, heading, label }: Plan): AsyncGenerator<Row> {
  let [line, name, below] = [0, '', false];
  for await (const raw of linesOf(file)) {
    line += 1;
    if (isBlankText(raw)) continue;
    const cells = cellsOf(raw, delimiter);
    const named = nameIn(cells);
    if (named?.label === label) name = named.name;
    if (same(cells, heading)) {
      if (!below) yield { cells: [...heading, label], line, raw };
      below = true;
    } else if (!below) yield { cells: [cells.filter((cell) => cell !== '').join('; ')], line, raw };
    else if (!named && cells.length === heading.length) yield { cells: [...cells, name], line, raw };
  }
}
