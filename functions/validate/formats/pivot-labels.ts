/** What the headings of columns and the first cells of rows say of when, in a table with dates on two sides. */
import { monthOfWord } from '../../../shared/text/month-words.ts';

export const ACROSS = ['date', 'month', 'year', 'minute'] as const;
export type Across = (typeof ACROSS)[number];
export type Down = 'name' | 'clock' | 'full-hour' | 'hour' | 'day' | 'month' | 'year';

export interface Label {
  /** Of a date or a time of day, as it is written. */
  readonly text: string;
  /** Of a month, a day, a year, an hour, or a minute. */
  readonly number: number;
  /** Of a month that names it. */
  readonly year?: number;
}

/** `Mon 01/10/2026`, `1-Oct-2026`; a spreadsheet writes midnight behind its dates. */
const DATE = new RegExp(
  String.raw`^(?:\p{L}{2,12}\.?,?\s+)?` +
    String.raw`(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./ ](?:\d{1,2}|[A-Za-z]{3,9})[-./ ]\d{2,4})` +
    '(?: 0?0:00(?::00)?)?$',
  'u',
);
const MONTH = /^(\p{L}{3,12})\.?(?:[\s/'’-]*((?:19|20)\d\d))?$/u;
const MONTH_IN_NUMBERS = /^(?:(\d{1,2})[-./]((?:19|20)\d\d)|((?:19|20)\d\d)[-./](\d{1,2}))$/;
const YEAR = /^(?:19|20)\d\d$/;
const DAY = /^(\d{1,2})\.?$/;
const CLOCK =
  /^\d{1,2}[:.hH]\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*(?:-|–|to|bis)\s*\d{1,2}[:.hH]\d{2}(?::\d{2})?)?$/;
const FULL_HOUR = /^(\d{1,2})\s*(?:h|uhr|hrs?|:00)$/i;
const HOUR = /^[Hh]?(\d{1,2})$/;
/** Of an hour: `00-10`, `:15`, `15`, `45-60`, perhaps with their unit. */
const MINUTE = /^:?([0-5]?\d|60)(?:\s*(?:-|–|to|a|à|bis)\s*:?(?:[0-5]?\d|60))?(?:\s*min(?:ut\p{L}*)?\.?)?$/iu;

const READERS: Readonly<Record<Across | Down, (cell: string) => Label | undefined>> = {
  // What a row is of, where months stand above it.
  name: (cell) => (/\p{L}{3}/u.test(cell) ? { text: cell, number: 0 } : undefined),
  date(cell) {
    const text = DATE.exec(cell)?.[1];
    return text === undefined ? undefined : { text, number: 0 };
  },
  month(cell) {
    const [, word, year] = MONTH.exec(cell) ?? [];
    const number = word === undefined ? undefined : monthOfWord(word);
    if (number !== undefined) return { text: cell, number, ...(year ? { year: Number(year) } : {}) };
    const [, m1, y1, y2, m2] = MONTH_IN_NUMBERS.exec(cell) ?? [];
    return within(Number(m1 ?? m2), 1, 12)
      ? { text: cell, number: Number(m1 ?? m2), year: Number(y1 ?? y2) }
      : undefined;
  },
  year: (cell) => (YEAR.test(cell) ? { text: cell, number: Number(cell) } : undefined),
  day: (cell) => numbered(DAY, cell, 1, 31),
  hour: (cell) => numbered(HOUR, cell, 0, 25),
  'full-hour': (cell) => numbered(FULL_HOUR, cell, 0, 24) ?? numbered(HOUR, cell, 0, 24),
  minute: (cell) => numbered(MINUTE, cell, 0, 60),
  clock(cell) {
    const hour = /:/.test(cell) ? undefined : FULL_HOUR.exec(cell)?.[1];
    if (hour !== undefined) return { text: `${hour.padStart(2, '0')}:00`, number: 0 };
    return CLOCK.test(cell) ? { text: cell, number: 0 } : undefined;
  },
};

export function labelOf(kind: Across | Down, cell: string): Label | undefined {
  return READERS[kind](cell.trim());
}

/** @returns the months of a heading that numbers all twelve */
export function numberedMonths(cells: readonly string[]): ReadonlyMap<number, Label> | undefined {
  const first = cells.findIndex((cell) => /^0?1$/.test(cell));
  const months = cells.slice(first, first + 12);
  if (first < 1 || months.length < 12 || months.some((cell, at) => Number(cell) !== at + 1)) return undefined;
  return new Map(months.map((text, at) => [first + at, { text, number: at + 1 }]));
}

/** Equal parts of an hour. */
const PARTS_OF_HOUR: ReadonlySet<number> = new Set([2, 4, 6, 12]);

/** @returns whether the columns are the parts of an hour, by their starts or by their ends */
export function fillAnHour(labels: readonly Label[]): boolean {
  const step = 60 / labels.length;
  const [first = -1] = labels.map(({ number }) => number);
  return (
    PARTS_OF_HOUR.has(labels.length) &&
    (first === 0 || first === step) &&
    labels.every(({ number }, at) => number === first + at * step)
  );
}

function numbered(form: RegExp, cell: string, least: number, most: number): Label | undefined {
  const number = Number(form.exec(cell)?.[1] ?? Number.NaN);
  return within(number, least, most) ? { text: cell, number } : undefined;
}

function within(number: number, least: number, most: number): boolean {
  return number >= least && number <= most;
}
