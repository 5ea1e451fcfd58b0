/** Takes the frame off a table, row by row: what is left is one heading, and records that all have its cells. */
import { inKilowattHour, isPower, UNIT_EXPONENTS } from '../../../shared/readings/layout.ts';
import { unitIn } from '../../../shared/readings/units.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { carrier } from './carried-dates.ts';
import { isBlankText, isNumber, isTime, trimmed } from './cells.ts';
import { isTelling } from './heading-rows.ts';
import { pivoted, pivotOf } from './pivot.ts';
import type { Row } from './rows.ts';
import { beginsAnother, isHeadingLike, isTitle, type Plan, planOfRows, ROWS_LOOKED_AT } from './table-plan.ts';

type Cells = readonly string[];

const MAX_PREAMBLE_TEXT = 1000;

/**
 * @param rows of trimmed cells, from the first of the table on; one of no cells is blank
 * @returns the heading and the records, in the order in which they stand
 * @throws InputRejected UNKNOWN_LAYOUT for a heading among the records that is not that of the table
 */
export async function* withoutFrame(rows: AsyncIterable<Row>, plan: Plan): AsyncGenerator<Row> {
  const { names, recordsFrom } = plan;
  const carry = carrier(plan.carrying);
  let [count, another] = [0, false];
  let before: Cells | undefined;
  let scale: Cells = [];
  for await (const row of rows) {
    count += 1;
    const cells = carry(row.cells) ?? [];
    // What stands above the heading, or says the same of all columns, may name the unit, the device or the meter.
    const above = count <= recordsFrom - plan.headings.length;
    const ofAll = count <= recordsFrom && plan.headings.length > 1 && !isTelling(cells);
    if ((above || ofAll) && cells.length > 0) {
      const text = cells.filter((cell) => cell !== '').join('; ');
      yield { cells: [text.slice(0, MAX_PREAMBLE_TEXT)], line: row.line, raw: row.raw };
    }
    if (count === recordsFrom || (recordsFrom === 0 && count === 1))
      yield { cells: names, line: row.line, raw: row.raw };
    if (count <= recordsFrom) continue;
    another = another ? !isOfTable(cells, plan) : beginsAnother(cells, before, names.length);
    before = cells;
    if (cells.length === 0 || another) continue;
    if (isHeadingLike(cells, plan.headings)) {
      scale = scaleOf(cells, plan.headings, row.line);
      continue;
    }
    const record = recordOf(cells, plan);
    if (record) yield { ...row, cells: scale.length > 0 ? scaled(record, scale) : record };
  }
}

/**
 * The same of a sheet or of a page's table, whose plan is not known yet.
 * @param rows those of cells that are all empty may be left out
 */
export async function* framedRows(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  const first: Row[] = [];
  const iterator = rows[Symbol.asyncIterator]();
  while (first.length < ROWS_LOOKED_AT) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
  }
  const all = async function* () {
    yield* first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  };
  const texts = first.map(({ cells }) => cells);
  const sides = pivotOf(texts.map((cells) => cells.map(trimmed)));
  const plan = planOfRows(texts);
  if (sides) yield* pivoted(trimmedRows(all()), sides);
  else if (!plan) yield* all();
  else yield* withoutFrame(trimmedRows(all()), plan);
}

async function* trimmedRows(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) yield { ...row, cells: row.cells.every(isBlankText) ? [] : row.cells.map(trimmed) };
}

/** As wide as the table, with a time. */
function isOfTable(cells: Cells, { names }: Plan): boolean {
  return cells.length === names.length && cells.some(isTime);
}

/** @returns undefined for a title or a sum */
function recordOf(cells: Cells, { names, least }: Plan): Cells | undefined {
  if (cells.length === names.length) return cells;
  if (!cells.some(isTime) || isTitle(cells)) return undefined;
  if (cells.length < names.length && cells.length >= least) {
    return [...cells, ...Array.from({ length: names.length - cells.length }, () => '')];
  }
  const end = cells.findLastIndex((cell) => cell !== '') + 1;
  return end <= names.length && cells.length > names.length ? cells.slice(0, names.length) : cells;
}

/**
 * A heading that comes again may name other units: those of its kind are followed. Read as the first one it would be
 * wrong without a word.
 * @returns for each column the power of ten that brings its numbers to the first heading's unit, as numbers write it
 * @throws InputRejected UNKNOWN_LAYOUT where anything else is other
 */
function scaleOf(cells: Cells, headings: readonly Cells[], line: number): string[] {
  const end = (row: Cells) => row.findLastIndex((cell) => cell !== '') + 1;
  const same = (heading: Cells) =>
    end(heading) === end(cells) && heading.every((cell, at) => withoutPage(cell) === withoutPage(cells[at] ?? ''));
  if (headings.some(same)) return [];
  const [heading = []] = headings.filter((each) => isHeadingLike(cells, [each]));
  return Array.from({ length: Math.max(end(heading), end(cells)) }, (_, column) => {
    const [from = '', to = ''] = [cells[column], heading[column]];
    if (withoutPage(from) === withoutPage(to)) return '';
    const [now, then] = [unitIn(from), unitIn(to)];
    if (
      headings.length === 1 &&
      now &&
      then &&
      isPower(now.unit) === isPower(then.unit) &&
      inKilowattHour(now.unit) === inKilowattHour(then.unit) &&
      now.rest.trim() === then.rest.trim()
    )
      return `e${UNIT_EXPONENTS[now.unit] - UNIT_EXPONENTS[then.unit]}`;
    throw new InputRejected(
      'UNKNOWN_LAYOUT',
      `The heading on line ${line} is not that of the first records: ${quoted(from)} stands in place ` +
        `of ${quoted(to)}. Split the file there and upload the parts.`,
      { line },
    );
  });
}

/** `Page 2/3`, `Seite 2 von 3`: on each page another number. */
function withoutPage(cell: string): string {
  return /^\p{L}{1,9}\.?\s*\d{1,4}\s*(?:\/|\p{L}{1,3})\s*\d{1,4}$/u.test(cell) ? cell.replace(/\d+/g, '') : cell;
}

function scaled(cells: Cells, scale: Cells): Cells {
  return cells.map((cell, column) => {
    const power = scale[column] ?? '';
    return power !== '' && power !== 'e0' && isNumber(cell) && /^[-+\d.,]+$/.test(cell) ? `${cell}${power}` : cell;
  });
}

function quoted(cell: string): string {
  return JSON.stringify(cell.slice(0, 100));
}
