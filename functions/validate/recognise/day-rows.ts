/** A day a record: tells the columns of its intervals from their names. */
import { unitIn } from '../../../shared/readings/units.ts';
import { HOURS_PER_DAY, MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../../../shared/time-units.ts';
import type { Profile } from './profile.ts';

export interface DayColumns {
  readonly columns: readonly {
    readonly profile: Profile;
    readonly offsetMinutes: number;
    /** It is of the hour that the clock shows twice. */
    readonly repeats?: true;
  }[];
  readonly stepMinutes: number;
  readonly why: string;
}

const CLOCK = new RegExp(
  String.raw`(?:^|[^\d])(\d{1,2})[:.h時](\d{2})分?(?::\d{2})?` +
    String.raw`(?:\s*(?:-|to|–|~|～)\s*(\d{1,2})[:.h](\d{2}))?\s*([ap])?\.?(?:m\.?)?\s*$`,
  'i',
);
const COMPACT_CLOCK = /(?:^|[^\d])([01]\d|2[0-4])([0-5]\d)$/;
/** A word of an hour, an interval or a value, and its number. */
const NUMBERED = new RegExp(
  '^(?:h|hh|he|hr|hour|hora|heure|ora|uur|stunde|std|godz|godzina|hodina|hod|ura|time|timme|tunti|tund|q|v|i|p|t|int|' +
    'interval|period|slot|tp|sp|trading period|settlement period|value|kwh|wh|e)?' +
    '[\\s_.-]*(\\d{1,3})\\s*(?:[시時时]|コマ|h|hrs?|uhr)?$',
  'i',
);
/** Intervals of a day, and with the repeated hour of a long one. */
const COUNTS: readonly { readonly perDay: number; readonly longest: number }[] = [
  { perDay: 24, longest: 25 },
  { perDay: 48, longest: 50 },
  { perDay: 96, longest: 100 },
  { perDay: 144, longest: 150 },
  { perDay: 288, longest: 300 },
];

/** @param columns not yet taken by another role, in the file's order */
export function findDayColumns(columns: readonly Profile[]): DayColumns | undefined {
  const possible = columns.filter(({ kind }) => kind === 'number' || kind === 'empty' || kind === 'text');
  return bySpans(possible) ?? byClock(possible) ?? byNumber(possible);
}

/** `H01 (kWh)` and `kWh 01` are an hour, with its unit; `[00:30]` is a time in brackets. */
function bare(name: string): string {
  const rest = unitIn(name)?.rest;
  const text = rest === undefined ? name : rest.replace(/[[(]\s*[\])]/g, '');
  return text.trim().replace(/^[[(](.*)[\])]$/, '$1');
}

function dayCount(columns: number): number | undefined {
  return COUNTS.find(({ perDay, longest }) => columns >= perDay && columns <= longest)?.perDay;
}

/** @param half `a` or `p`, of a clock of twelve hours */
function hourOf(hour: string | undefined, half: string | undefined): number {
  return half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
}

/** `00-02`, `8–12 h`: the hours from which to which a column counts. */
const SPAN = /^(\d{1,2})\s?[-–~～]\s?(\d{1,2})\s?(?:h|hrs?|uhr|[시時时])?$/i;
const FEWEST_SPANS = 4;

/** Hours that follow one another from midnight to midnight, however long they are. */
function bySpans(columns: readonly Profile[]): DayColumns | undefined {
  const found = columns.flatMap((profile) => {
    const [, from, to] = SPAN.exec(bare(profile.name)) ?? [];
    return from === undefined
      ? []
      : [{ profile, from: Number(from), to: Number(to) === 0 ? HOURS_PER_DAY : Number(to) }];
  });
  const hours = HOURS_PER_DAY / found.length;
  const tiles = found.every(({ from, to }, at) => from === at * hours && to === from + hours);
  if (found.length < FEWEST_SPANS || !tiles) return undefined;
  const stepMinutes = hours * MINUTES_PER_HOUR;
  return {
    columns: found.map(({ profile }, at) => ({ profile, offsetMinutes: at * stepMinutes })),
    stepMinutes,
    why: `${found.length} columns are named by the hours of the day that they count`,
  };
}

function byClock(columns: readonly Profile[]): DayColumns | undefined {
  const found = columns.flatMap((profile) => {
    const clock = CLOCK.exec(bare(profile.name)) ?? COMPACT_CLOCK.exec(bare(profile.name));
    return clock ? [{ profile, minutes: hourOf(clock[1], clock[5]) * 60 + Number(clock[2]) }] : [];
  });
  const perDay = dayCount(found.length);
  if (perDay === undefined) return undefined;
  const step = MINUTES_PER_DAY / perDay;
  const first = found[0]?.minutes ?? 0;
  // 00:30 … 24:00 (or 00:00 at the end) name the ends of the intervals.
  const ends = first === step && [0, MINUTES_PER_DAY].includes(found[perDay - 1]?.minutes ?? -1);
  const regular = found.every(
    ({ minutes }, at) => at >= perDay || minutes % MINUTES_PER_DAY === (first + at * step) % MINUTES_PER_DAY,
  );
  if (!regular || !(first === 0 || ends)) return undefined;
  return {
    columns: found.map(({ profile }, at) => ({ profile, offsetMinutes: at * step })),
    stepMinutes: step,
    why: `${found.length} columns are named by the time of day at which their interval ${ends ? 'ends' : 'starts'}`,
  };
}

/** `HE02X` behind `HE02`: the hour that the clock shows twice, whose cells are empty on all other days. */
const SECOND = /^(.*\d)(?:X|\*|B|bis|DST)$/i;

function byNumber(columns: readonly Profile[]): DayColumns | undefined {
  const found = columns.flatMap((profile) => {
    const number = NUMBERED.exec(bare(profile.name))?.[1];
    return number === undefined ? [] : [{ profile, number: Number(number) }];
  });
  const perDay = dayCount(found.length);
  const first = found[0]?.number;
  if (perDay === undefined || first === undefined || first > 1) return undefined;
  if (!found.every(({ number }, at) => number === first + at)) return undefined;
  const step = MINUTES_PER_DAY / perDay;
  const again = columns.find(({ name }) => {
    const hour = SECOND.exec(name)?.[1];
    return hour !== undefined && found.some(({ profile }) => profile.name === hour);
  });
  const before = found.findIndex(({ profile }) => profile.name === SECOND.exec(again?.name ?? '')?.[1]);
  const profiles = found.map(({ profile }) => profile);
  const all = again && found.length === perDay ? profiles.toSpliced(before + 1, 0, again) : profiles;
  return {
    columns: all.map((profile, at) => ({
      profile,
      offsetMinutes: at * step,
      ...(profile === again ? { repeats: true as const } : {}),
    })),
    stepMinutes: step,
    why: `${found.length} columns are numbered like the intervals of a day`,
  };
}
