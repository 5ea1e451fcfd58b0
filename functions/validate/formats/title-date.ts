/** The one day that the lines above a table name, and the moment on it, where they say one. */
import { monthOfWord } from '../../../shared/text/month-words.ts';

export interface TitleDate {
  /** As it is written, for the order of day and month to be decided where dates are. */
  readonly text: string;
  /** The day as if the wall clock were UTC; undefined where day and month may be either. */
  readonly day: number | undefined;
  /** Minutes of the day. */
  readonly minutes: number | undefined;
  /** The line that names it. */
  readonly line: string;
}

const DATE = new RegExp(
  String.raw`(?<![\d.])(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([./])(\d{1,2})\5(\d{4})|` +
    String.raw`(\d{1,2})\.? (\p{L}{3,12})\.? ((?:19|20)\d\d))` +
    String.raw`(?:[T ]+(\d{1,2})[:-](\d{2}))?(?![\d.]*\d)`,
  'gu',
);

/** A day on which a file was made, and not that of its times. */
const OF_THE_FILE = /(creat|export|generat|print|erstell|gedruckt|genere|cree le|imprim|generad|gegenereer|download)/i;

/** @returns undefined where the lines name none, or several */
export function dateInTitle(lines: readonly string[]): TitleDate | undefined {
  const found = lines.flatMap((line) => (OF_THE_FILE.test(line) ? [] : datesIn(line)));
  const [first] = found;
  return first && found.every(({ text }) => text === first.text) ? first : undefined;
}

function datesIn(line: string): TitleDate[] {
  return [...line.matchAll(DATE)].flatMap((found) => {
    const [, y, m, d, one, dot, other, year, day, word, yearOfWord, hour, minute] = found;
    const month = word === undefined ? undefined : monthOfWord(word);
    if (word !== undefined && month === undefined) return [];
    const minutes = hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
    if (one !== undefined)
      return [
        {
          text: `${one}${dot}${other}${dot}${year}`,
          day: dayOf(Number(one), Number(other), Number(year), dot),
          minutes,
          line,
        },
      ];
    const at =
      y === undefined
        ? Date.UTC(Number(yearOfWord), (month ?? 1) - 1, Number(day))
        : Date.UTC(Number(y), Number(m) - 1, Number(d));
    return [{ text: dayText(at), day: at, minutes, line }];
  });
}

function dayOf(one: number, other: number, year: number, separator: string | undefined): number | undefined {
  if (separator === '.' || one > 12) return Date.UTC(year, other - 1, one);
  return other > 12 ? Date.UTC(year, one - 1, other) : undefined;
}

/** @returns `2026-10-12` */
export function dayText(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}
