/**
 * Dates that stand once for many rows: in a row of their own above the times of their day, or in the first row of each
 * day only.
 */
import { isNumber, isTime } from './cells.ts';
import { dateInTitle } from './title-date.ts';

/** `00:30`, `0h30`, `00:30:00`, `0時`, `0時30分`. */
const CLOCK =
  /^\d{1,2}(?:[:hH]\d{2}(:\d{2})?( ?[AaPp]\.?[Mm]\.?)?( ?[-–—~〜～至] ?\d{1,2}:\d{2})?|[时時시](?:\d{2}[分분])?)$/;
const DATE = /^(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./ ](\d{1,2}|[A-Za-z]{3,9})[-./ ]\d{2,4})( 0{1,2}:00(:00)?)?$/;

export type Carrying =
  /** `23/10/2026` alone, then `00:30;580`. */
  | { readonly kind: 'rows-of-dates' }
  /** `23/10/2026;00:30;580`, then `;01:00;610`. */
  | { readonly kind: 'first-of-day'; readonly column: number };

type Cells = readonly string[];
const MAX_TITLE = 200;

function loneDate(cells: Cells): string | undefined {
  const filled = cells.filter((cell) => cell !== '');
  const [first = ''] = cells;
  if (filled.length !== 1) return undefined;
  // A spreadsheet writes midnight behind its dates.
  if (DATE.test(first) && !/\p{L}/u.test(first)) return first.replace(/ 0{1,2}:00(?::00)?$/, '');
  // `Consumption for Saturday, 25 October 2025`
  return first.length < MAX_TITLE ? dateInTitle([first])?.text : undefined;
}

/** Of `00:00-00:30` the start: behind a date the end would be a distance to UTC. */
function startOf(clock: string): string {
  return clock.replace(/ ?[-–—~〜～至].*$/, '');
}

/** A time of day first, and a number behind it. */
function isOfDay(cells: Cells): boolean {
  return CLOCK.test(cells[0] ?? '') && cells.slice(1).some(isNumber);
}

/** @returns how dates are carried; undefined where every record has its own */
export function carryingOf(rows: readonly Cells[]): Carrying | undefined {
  const records = rows.filter((cells) => cells.some(isTime) && cells.filter(isNumber).length > 0);
  const dates = rows.filter((cells) => loneDate(cells) !== undefined).length;
  const ofDay = rows.filter(isOfDay).length;
  if (dates > 0 && ofDay > dates && records.length < ofDay / 10) return { kind: 'rows-of-dates' };
  const column =
    rows
      .find((cells) => cells.some((cell) => DATE.test(cell)) && cells.some((cell) => CLOCK.test(cell)))
      ?.findIndex((cell) => DATE.test(cell)) ?? -1;
  if (column < 0) return undefined;
  const has = rows.filter((cells) => DATE.test(cells[column] ?? '') && cells.some((cell) => CLOCK.test(cell))).length;
  const lacks = rows.filter((cells) => lacksDate(cells, column)).length;
  return has > 0 && lacks >= has ? { kind: 'first-of-day', column } : undefined;
}

function lacksDate(cells: Cells, column: number): boolean {
  return cells[column] === '' && cells.some((cell) => CLOCK.test(cell)) && cells.some(isNumber) && !cells.some(isTime);
}

/**
 * @returns writes the date that was last seen into each record that lacks it; undefined for a row that is a date alone
 */
export function carrier(carrying: Carrying | undefined): (cells: Cells) => Cells | undefined {
  if (!carrying) return (cells) => cells;
  let date = '';
  if (carrying.kind === 'rows-of-dates') {
    return (cells) => {
      const lone = loneDate(cells);
      if (lone !== undefined) date = lone;
      if (lone !== undefined) return undefined;
      return isOfDay(cells) && date !== '' ? [`${date} ${startOf(cells[0] ?? '')}`, ...cells.slice(1)] : cells;
    };
  }
  const { column } = carrying;
  return (cells) => {
    const own = cells[column] ?? '';
    if (DATE.test(own)) date = own;
    return lacksDate(cells, column) && date !== '' ? cells.with(column, date) : cells;
  };
}
