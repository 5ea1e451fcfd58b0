/** Gives times of day, days of a year and hours of a week their dates, from the one that stands above them. */
import { clockAt, MS_PER_DAY } from '../../../shared/text/days.ts';
import { monthOfWord } from '../../../shared/text/month-words.ts';
import { MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import { labelOf } from './pivot-labels.ts';
import { dayText, type TitleDate } from './title-date.ts';

/** @returns a whole time for each text, in their order; undefined where the date does not settle them */
type Completed = readonly string[] | undefined;

/** The stretch that is not over yet. */
const NOW = /^(?:jetzt|now|maintenant|ahora|adesso|nu)$/i;

/** `23:45`, `0:00`, `jetzt`. */
export function completed(texts: readonly string[], title: TitleDate): Completed {
  return clocks(texts, title) ?? daysOfYear(texts, title) ?? hoursOfWeek(texts, title);
}

function clocks(texts: readonly string[], { text, day, minutes: until }: TitleDate): Completed {
  const minutes = texts.map(minutesOf);
  const [last, before, third] = [texts.length - 1, minutes.at(-2), minutes.at(-3)];
  if (NOW.test(texts[last] ?? '') && before !== undefined && third !== undefined)
    minutes[last] = (2 * before - third + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  const falls = fallsIn(minutes);
  if (!falls) return undefined;
  const end = minutes.findLast((each) => each !== undefined) ?? 0;
  if (falls.length === 0) return until === undefined || end <= until ? dated(() => text) : undefined;
  const [fall = 0] = falls;
  if (falls.length > 1 || day === undefined) return undefined;
  // Of a day that is written to its end, midnight is that of the next one.
  if (fall === last && end === 0 && until === undefined)
    return dated((at) => dayText(at === last ? day + MS_PER_DAY : day));
  // The last 24 hours.
  return until !== undefined && end <= until ? dated((at) => dayText(at < fall ? day - MS_PER_DAY : day)) : undefined;

  function dated(dayAt: (at: number) => string): Completed {
    return minutes.map((each, at) => (each === undefined ? (texts[at] ?? '') : `${dayAt(at)} ${clockText(each)}`));
  }
}

/** Part of the texts that are times: a damaged one is rejected by itself, where it is read. */
const NEARLY = 0.9;

/** @returns where the times go back, from the second on; undefined where too many are none */
function fallsIn(minutes: readonly (number | undefined)[]): number[] | undefined {
  const known = [...minutes.entries()].flatMap(([at, each]) => (each === undefined ? [] : [{ at, each }]));
  if (known.length < 2 || known.length < NEARLY * minutes.length) return undefined;
  return known.flatMap(({ at, each }, nth) => (nth > 0 && each < (known[nth - 1]?.each ?? 0) ? [at] : []));
}

function minutesOf(text: string): number | undefined {
  const clock = labelOf('clock', text)?.text;
  const [, hour, minute, half] = /^(\d{1,2})[:.hH](\d{2})(?::\d{2})?\s*([AaPp])?/.exec(clock ?? '') ?? [];
  if (hour === undefined) return undefined;
  const minutes = (half ? (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0) : Number(hour)) * 60 + Number(minute);
  return minutes <= MINUTES_PER_DAY ? minutes : undefined;
}

function clockText(minutes: number): string {
  return clockAt(minutes);
}

/** `29.12.`, `01.05`, `3 Jan`: the last of them before the title's day is of its year. */
function daysOfYear(texts: readonly string[], { day: until }: TitleDate): Completed {
  if (until === undefined) return undefined;
  const year = new Date(until).getUTCFullYear();
  const days = texts.map((text) => {
    const [, day, month, word] = /^(\d{1,2})\.\s?(?:(\d{1,2})\.?|(\p{L}{3,12})\.?)$/u.exec(text) ?? [];
    const number = word === undefined ? Number(month) : monthOfWord(word);
    if (day === undefined || number === undefined) return undefined;
    const own = Date.UTC(year, number - 1, Number(day));
    return dayText(own <= until ? own : Date.UTC(year - 1, number - 1, Number(day)));
  });
  const known = days.flatMap((day) => day ?? []);
  const rises = known.every((day, at) => at === 0 || day > (known[at - 1] ?? ''));
  return known.length === texts.length && rises ? known : undefined;
}

const LANGUAGES = ['de', 'en', 'fr', 'es', 'it', 'nl'];
const WEEKDAYS = LANGUAGES.map((language) => new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }));

/** `18`, `Fri`, `6`, `12`: the name of a day stands for its midnight, and says whether the days are right. */
function hoursOfWeek(texts: readonly string[], { day: until, minutes: moment }: TitleDate): Completed {
  if (until === undefined || moment === undefined) return undefined;
  const hours = texts.map((text) => (/^\p{L}{2,4}\.?$/u.test(text) ? 0 : labelOf('hour', text)?.number));
  const falls = fallsIn(hours);
  if (!falls || hours.includes(undefined) || falls.length < 2 || (hours.at(-1) ?? 24) * 60 > moment) return undefined;
  const days = hours.map((_, at) => until - falls.filter((fall) => fall > at).length * MS_PER_DAY);
  const named = texts.flatMap((text, at) => (/\p{L}/u.test(text) ? [{ text, day: days[at] ?? 0 }] : []));
  const agrees =
    named.length > 0 && WEEKDAYS.some((names) => named.every(({ text, day }) => isName(text, names.format(day))));
  return agrees ? hours.map((hour, at) => `${dayText(days[at] ?? 0)} ${clockText((hour ?? 0) * 60)}`) : undefined;
}

function isName(text: string, name: string): boolean {
  const plain = (word: string) => word.replace('.', '').toLowerCase();
  return plain(text) === plain(name);
}
