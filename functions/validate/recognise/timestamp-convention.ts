/** Decides what a file's timestamps mean: how they are written, and which end of an interval they mark. */
import type { DateOrder, Decision, Layout, LayoutSettings } from '../../../shared/readings/layout.ts';
import { isTimeName } from '../vocabulary/column-names.ts';
import { clockBegin, clockWithColon, dateOnly, type Parts, partsOf, wallClock } from './calendar.ts';
import { endsAtChange } from './clock-change.ts';
import { areClosingDates } from './closing-dates.ts';
import { hourNumbers } from './hour-numbers.ts';
import { minutesToStand } from './interval-stands.ts';
import { monthOf } from './months.ts';
import { nearlyAll } from './nearly-all.ts';
import { orderByPeriods, type Period, periodsOf } from './periods.ts';
import type { Profile } from './profile.ts';
import { type Candidate, question } from './question.ts';
import type { Roles } from './roles.ts';
import { columnTexts, type Sample } from './sample.ts';
import { givenOffset, namedOffset, type SiteZone, zoneOf } from './time-zone.ts';
import {
  commonestStep,
  countedMilliseconds,
  countedTimeOf,
  decideOrder,
  type FastTimes,
  fastTimes,
  looksLikeEnds,
  midnightEnds,
} from './times.ts';

export interface TimeDecision {
  readonly time: Layout['time'];
  readonly intervalMinutes: number | null;
  readonly fast: FastTimes | undefined;
  readonly offsets: boolean;
  readonly decisions: readonly Decision[];
}

/** Times seen for the evidence of intervals; the order of dates is decided by all of them. */
const TIMES_LOOKED_AT = 5000;

/**
 * @param values `dayStep`: minutes of an interval where a record is a day; `instants`: all values are registers;
 * `endsAt`: stands of which each stands beside the energy since the one before
 * @throws InputRejected LAYOUT_AMBIGUOUS
 */
export function decideTime(
  sample: Sample,
  roles: Roles,
  settings: LayoutSettings,
  site: SiteZone,
  {
    dayStep,
    instants,
    endsAt,
  }: { readonly dayStep: number | undefined; readonly instants: boolean; readonly endsAt: string | undefined },
): TimeDecision {
  const decisions: Decision[] = [];
  const zoneDecisions: Decision[] = [];
  const zone = zoneOf(site, sample, roles, zoneDecisions);
  const day = givenDay(roles, settings, decisions);
  const texts = timeTexts(sample.rows, roles).map((text) => (day === undefined ? text : `${day} ${clockBegin(text)}`));
  const stamp = roles.time.timestamp ?? roles.time.end;
  const counted =
    stamp && roles.time.date === undefined && stamp.kind !== 'datetime'
      ? countedTimeOf(columnTexts(sample, stamp).slice(0, TIMES_LOOKED_AT))
      : undefined;
  const months = stamp?.kind === 'month';
  const parsed = counted || months ? [] : cachedParts(texts);
  const order =
    counted || months
      ? 'YMD'
      : orderOf(
          [...parsed, ...endParts(sample, roles)],
          settings,
          {
            column: stamp ?? roles.time.date,
            zone,
            beyond: lastParts(sample, roles),
            periods: periodsOf(sample, roles),
          },
          decisions,
        );
  const local = counted
    ? texts.map((text) => countedMilliseconds(text, counted)).filter(Number.isFinite)
    : months
      ? texts.flatMap((text) => monthOf(text) ?? [])
      : parsed.flatMap((parts) => wallClock(parts, order) ?? []);

  const slots = roles.time.hour ? hourNumbers(sample, roles.time.hour) : undefined;
  const step =
    settings.interval_minutes ?? dayStep ?? slots?.minutes ?? commonestStep(local.slice(0, TIMES_LOOKED_AT)) ?? null;
  const explicit = stamp !== undefined && isTimeName(stamp.name, 'end') && roles.time.timestamp === undefined;
  const single = dayStep === undefined && !slots && (!counted || counted === 'spreadsheet-days');
  const lastTime = lastOf(sample, roles, order);
  const pair = roles.time.end !== undefined && (roles.time.timestamp ?? roles.time.time) !== undefined;
  const midnight = midnightOf(settings, midnightEnds(single && !pair ? local : [], step), decisions);
  const offsetDecisions: Decision[] = [];
  const offset =
    counted && counted !== 'spreadsheet-days'
      ? undefined
      : (givenOffset(site, settings, offsetDecisions) ?? namedOffset(roles, parsed, offsetDecisions));
  const onWall = single && offset === undefined && parsed.every((parts) => parts.offset === undefined);
  const stamps = stampsOf(
    {
      settings,
      instants,
      explicit:
        explicit ||
        (roles.time.end !== undefined && roles.time.timestamp === undefined && roles.time.time === undefined),
      pair,
      midnight,
      texts: single ? texts : [],
      closes: single && stamp !== undefined && areClosingDates(stamp.name, local),
      endsAt: single ? endsAt : undefined,
      ends: single && looksLikeEnds(ownTimes(sample, roles, local), lastTime, step),
      change: () => (onWall && !roles.ids.zone ? endsAtChange(local, zone, step) : undefined),
    },
    decisions,
  );
  const stand =
    instants && settings.stamps === undefined ? minutesToStand(stamp, sample.names, step, decisions) : undefined;
  decisions.push(...offsetDecisions, ...zoneDecisions);
  const time: Layout['time'] = {
    format: counted ?? (months ? 'months' : 'calendar'),
    order,
    ...(order === 'YMD' && parsed.length > 0 && !nearlyAll(parsed, ({ a }) => a.length > 2)
      ? { short_years: true }
      : {}),
    zone,
    stamps,
    ...(stand === undefined ? {} : { stand_minutes: stand }),
    midnight,
    ...(day === undefined ? {} : { date: day }),
    ...(offset === undefined ? {} : { offset_minutes: offset }),
    ...((roles.time.time ?? roles.time.end)?.kind === 'number' && roles.time.date ? { compact_clock: true } : {}),
    ...(slots ? { slot_minutes: slots.minutes, first_slot: slots.first } : dayStep ? { slot_minutes: dayStep } : {}),
  };
  if (slots)
    decisions.push({
      what: 'hour numbers',
      chosen: `${slots.minutes} minutes each, from ${slots.first}`,
      why: slots.why,
    });
  const fast =
    !counted && !months && midnight === 'begins'
      ? fastTimes([...new Set(texts)].slice(0, TIMES_LOOKED_AT), order)
      : undefined;
  const offsets = parsed.length > 0 && parsed.every((parts) => parts.offset !== undefined);
  return { time, intervalMinutes: step, fast, offsets, decisions };
}

/** Of times of day. */
function givenDay({ time: { timestamp } }: Roles, { date }: LayoutSettings, decisions: Decision[]): string | undefined {
  if (timestamp?.kind !== 'clock' || date === undefined) return undefined;
  decisions.push({ what: 'date', chosen: date, why: 'given' });
  return date;
}

const STANDS_FIRST = { DMY: 'the day', MDY: 'the month', YMD: 'the year' } as const satisfies Record<DateOrder, string>;

/** Times of the direction that has most records: daily stands among quarter hours begin at another one. */
function ownTimes({ rows }: Sample, { ids: { measure } }: Roles, local: readonly number[]): readonly number[] {
  if (!measure || rows.length !== local.length) return local;
  const groups = Map.groupBy(local, (_, at) => rows[at]?.[measure.index]);
  return [...groups.values()].reduce((most, each) => (each.length > most.length ? each : most), []);
}

/** A record's time as one text, as the SQL joins it. */
function timeTexts(rows: readonly (readonly string[])[], roles: Roles): string[] {
  const { timestamp, end, date, time } = roles.time;
  const clock = time ?? (date ? end : undefined);
  const ofDay = (text: string) => (clock?.kind === 'number' ? clockWithColon(text) : clockBegin(text));
  return rows.flatMap((row) => {
    if (date) {
      const day = (row[date.index] ?? '').trim();
      const cell = clock ? (row[clock.index] ?? '') : '';
      const hour = cell.trim() === '' ? '' : ofDay(cell);
      return day === '' ? [] : [hour === '' ? day : `${dateOnly(day)} ${hour}`];
    }
    const text = row[(timestamp ?? end)?.index ?? -1] ?? '';
    return text.trim() === '' ? [] : [text];
  });
}

/** Ends beside the starts: months begin on the 1st, and end on a day that no month has the number of. */
function endParts(sample: Sample, { time: { timestamp, end } }: Roles): Parts[] {
  return timestamp && end ? cachedParts(columnTexts(sample, end)) : [];
}

function cachedParts(texts: readonly string[]): Parts[] {
  const known = new Map<string, Parts | undefined>();
  const all: Parts[] = [];
  for (const text of texts) {
    if (!known.has(text)) known.set(text, partsOf(text));
    const parts = known.get(text);
    if (parts) all.push(parts);
  }
  return all;
}

function orderOf(
  parsed: readonly Parts[],
  settings: LayoutSettings,
  {
    column,
    periods,
    ...place
  }: {
    readonly column: Profile | undefined;
    readonly zone: string;
    readonly beyond: readonly Parts[];
    readonly periods: readonly Period[];
  },
  decisions: Decision[],
) {
  const verdict = orderByPeriods(decideOrder(parsed, settings.date_order, place), periods);
  const name = column?.name ?? '';
  const ask = (orders: readonly DateOrder[]): Candidate[] =>
    orders.map((order) => ({ means: `${STANDS_FIRST[order]} stands first`, setting: { date_order: order } }));
  switch (verdict.kind) {
    case 'known':
      if (verdict.order !== 'YMD' || settings.date_order || parsed[0]?.a.length !== 4)
        decisions.push({ what: 'date order', chosen: verdict.order, why: verdict.why });
      return verdict.order;
    case 'ambiguous':
      throw question(
        'LAYOUT_AMBIGUOUS',
        `The dates of "${name}", such as ${verdict.example}, ` +
          `may have ${verdict.candidates.map((order) => STANDS_FIRST[order]).join(' or ')} first.`,
        ask(verdict.candidates),
        settings,
        { asks: 'date_order' },
      );
    case 'contradictory':
      throw question(
        'LAYOUT_AMBIGUOUS',
        `The dates of "${name}" contradict each other: ${verdict.dayFirst} can only have the day ` +
          `first, ${verdict.monthFirst} only the month.`,
        ask(['DMY', 'MDY']),
        settings,
      );
  }
}

function midnightOf(
  settings: LayoutSettings,
  seen: { ends: number; begins: number },
  decisions: Decision[],
): 'begins' | 'ends' {
  if (settings.midnight) return settings.midnight;
  if (seen.ends === 0) return 'begins';
  if (seen.begins > 0 && seen.ends < 10 * seen.begins) {
    if (seen.begins >= 10 * seen.ends) return 'begins';
    throw question(
      'LAYOUT_AMBIGUOUS',
      'Some rows at 00:00 follow the evening of their own date, others that of the day before.',
      [
        { means: '00:00 ends the day of its date', setting: { midnight: 'ends' } },
        { means: '00:00 begins it', setting: { midnight: 'begins' } },
      ],
      settings,
    );
  }
  decisions.push({
    what: 'midnight',
    chosen: 'ends',
    why: `00:00 follows the evening of the same date, ${seen.ends} times`,
  });
  return 'ends';
}

function stampsOf(
  seen: {
    settings: LayoutSettings;
    instants: boolean;
    explicit: boolean;
    pair: boolean;
    midnight: 'begins' | 'ends';
    texts: readonly string[];
    /** They are dates of bills. */
    closes: boolean;
    endsAt: string | undefined;
    ends: boolean;
    /** The day of a change of the clock that shows ends. */
    change: () => string | undefined;
  },
  decisions: Decision[],
): 'start' | 'end' {
  const decide = (chosen: 'start' | 'end', why: string) => {
    decisions.push({ what: 'timestamps', chosen: `${chosen} of the interval`, why });
    return chosen;
  };
  if (seen.settings.stamps) return decide(seen.settings.stamps, 'given');
  if (seen.pair) return decide('start', 'the ends stand beside them');
  if (seen.instants) return seen.explicit ? decide('start', 'a register is read at an instant') : 'start';
  if (seen.explicit) return decide('end', "the column's name");
  if (seen.midnight === 'ends') return decide('end', 'midnight is the end of a day');
  if (seen.texts.some((text) => /(^|[ T])24:00/.test(text))) return decide('end', '24:00 is the end of a day');
  if (seen.closes) return decide('end', 'a bill and a reading of a meter are dated when their period is over');
  if (seen.endsAt !== undefined)
    return decide('end', `the energy beside a stand of "${seen.endsAt}" is that since the stand before`);
  if (seen.ends) return decide('end', 'the file runs from one interval after midnight to midnight');
  const change = seen.change();
  if (change) return decide('end', `on ${change} the clock changes, and the times there are those of ends`);
  return 'start';
}

/** The time of the file's last record, which may lie far behind the beginning that is looked at. */
function lastParts(sample: Sample, roles: Roles): Parts[] {
  const rows = sample.last ? [sample.last] : sample.rows.slice(-1);
  const parts = partsOf(timeTexts(rows, roles)[0] ?? '');
  return parts ? [parts] : [];
}

function lastOf(sample: Sample, roles: Roles, order: Layout['time']['order']): number | undefined {
  const [parts] = lastParts(sample, roles);
  return parts && wallClock(parts, order);
}
