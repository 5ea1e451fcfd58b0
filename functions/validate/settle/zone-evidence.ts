/**
 * A file whose clock changes on a day on which that of its zone does not is in another zone: its hours would be
 * shifted, or its repeated hour rejected. The zones whose clock change fits are asked about.
 */
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import {
  type ChangedTimes,
  changeDates,
  changedTimes,
  clockBetween,
  clockWithin,
  plusMicroseconds,
} from '../../../shared/readings/clock.ts';
import type { Layout, LayoutSettings } from '../../../shared/readings/layout.ts';
import { MS_PER_DAY, utcDay, utcMinute } from '../../../shared/text/days.ts';
import { MINUTE_US, MINUTES_PER_HOUR } from '../../../shared/time-units.ts';
import { onlyClock } from '../read/zones.ts';
import { type Candidate, type Question, question } from '../recognise/question.ts';
import { GOOD } from '../reject-codes.ts';
import type { UploadSettings } from '../upload-settings.ts';
import { type CountedHours, fits, isUnusual, isWithin, type Span } from './hours-around.ts';
import type { ReadUpload } from './read-upload.ts';

type Read = Pick<ReadUpload, 'stage' | 'settled' | 'recognised' | 'zones'>;

/** Zones that stand for all whose clocks change at the same hours of the same days, the likelier ones first. */
const CHANGING_ZONES = [
  ...(['Europe/Berlin', 'Europe/London', 'Europe/Helsinki'] as const),
  ...(['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'] as const),
  ...(['Australia/Sydney', 'Pacific/Auckland', 'America/Santiago', 'Asia/Jerusalem'] as const),
  ...(['America/Mexico_City', 'America/Sao_Paulo'] as const),
] as const;

/** Zones that are offered beside the present one: more are not read. */
const MOST_OFFERED = 4;
/** Clocks change every year: of a longer file its last years are looked at. */
const LOOKED_AT = 3 * 366 * MS_PER_DAY;

interface Fit {
  readonly zone: (typeof CHANGING_ZONES)[number];
  /** Whether the times are the ends of their intervals, which is not what they were taken for. */
  readonly ends: boolean;
  /** The last change that the file follows. */
  readonly change: ChangedTimes;
  /** How many more changes of the zone the file follows than not. */
  readonly score: number;
}

/** @returns undefined where the file does not show it, or a person said which clock it is */
export async function zoneQuestion(read: Read, given: UploadSettings, db: Database): Promise<Question | undefined> {
  const { layout } = read.recognised;
  const clock = onlyClock(read.zones);
  if (clock === null || given.settings.clock !== undefined) return undefined;
  if (read.recognised.offsets || !hasWallHours(layout)) return undefined;
  const span = await spanOf(read, db);
  if (span === undefined) return undefined;
  const near = clockBetween(clock, span.first - MS_PER_DAY, span.last + MS_PER_DAY);
  const ownDates = new Set(changeDates(near));
  const changes = CHANGING_ZONES.map((zone) => ({
    zone,
    changes: changedTimes(clockWithin(zone, span.first - MS_PER_DAY, span.last + MS_PER_DAY)).filter(
      (change) => isWithin(change, span) && !ownDates.has(utcDay(change.from)),
    ),
  }));
  const own = changedTimes(near).filter((change) => mayBeFollowed(change, read, span));
  const others = changes.flatMap((each) => each.changes).filter((change) => mayBeFollowed(change, read, span));
  const all = [...own, ...others];
  if (others.length === 0) return undefined;
  const hours = await hoursAround(all, read, 0, db);
  if (!all.some((change) => isUnusual(change, hours))) return undefined;
  if (own.some((change) => isFollowed(change, read, hours, span))) return undefined;
  const step = layout.interval_minutes ?? 0;
  const mayBeEnds = layout.time.stamps === 'start' && given.settings.stamps === undefined && step > 0;
  const byEnds = mayBeEnds ? await hoursAround(all, read, step, db) : new Map();
  const found = [hours, ...(mayBeEnds ? [byEnds] : [])].flatMap((counted, at) =>
    changes.flatMap(({ zone, changes: its }) => {
      const followed = its.filter((change) => mayBeFollowed(change, read, span) && fits(change, counted, span));
      const change = followed.at(-1);
      // A file that does not follow as many changes as it does tells nothing: it may have a gap of each spring.
      return change && 2 * followed.length > its.length
        ? [{ zone, ends: at > 0, change, score: 2 * followed.length - its.length }]
        : [];
    }),
  );
  return found.length === 0 ? undefined : asking(byLikelihood(found, clock.initial, given), layout, given);
}

/** A file in which nothing is there twice repeats no hour. */
function mayBeFollowed(change: ChangedTimes, { settled }: Read, span: Span): boolean {
  return isWithin(change, span) && (change.minutes < 0 || settled.bad !== null);
}

function hasWallHours({ time, interval_minutes: minutes }: Layout): boolean {
  return (
    (minutes === null || minutes <= MINUTES_PER_HOUR) &&
    time.slot_minutes === undefined &&
    time.offset_minutes === undefined &&
    (time.format === 'calendar' || time.format === 'spreadsheet-days')
  );
}

const spanSchema = z.object({ first: z.coerce.number().nullable(), last: z.coerce.number().nullable() });

/** @returns wall clock of the file's last years; undefined where it has no reading */
async function spanOf({ stage }: Read, db: Database): Promise<Span | undefined> {
  const [row] = await db.rows(
    `SELECT epoch_ms(min(timestamp)) AS first, epoch_ms(max(timestamp)) AS last FROM ${stage.table} ` +
      `WHERE code = ${GOOD}`,
  );
  const { first, last } = spanSchema.parse(row);
  return first === null || last === null ? undefined : { first: Math.max(first, last - LOOKED_AT), last };
}

const hourSchema = z.object({ hour: z.coerce.number(), readings: z.coerce.number(), times: z.coerce.number() });

/** @param minutes by which the times are earlier than they are written */
async function hoursAround(
  changes: readonly ChangedTimes[],
  { stage, settled }: Read,
  minutes: number,
  db: Database,
): Promise<CountedHours> {
  const days = new Set(changes.flatMap(({ from }) => [-1, 0, 1].map((day) => utcDay(from + day * MS_PER_DAY))));
  const dates = [...days].map((day) => `DATE ${literal(day)}`).join(', ');
  const time = minutes === 0 ? 'timestamp' : plusMicroseconds('timestamp', String(-minutes * MINUTE_US));
  const times = settled.bad === null ? 'count(*)' : 'count(DISTINCT (site_id, appliance, time))';
  const rows = await db.rows(
    `SELECT epoch_ms(date_trunc('hour', time)) AS hour, count(*) AS readings, ${times} AS times FROM (` +
      `SELECT site_id, appliance, ${time} AS time FROM ${stage.table} WHERE code = ${GOOD}) ` +
      `WHERE CAST(time AS DATE) IN (${dates}) GROUP BY 1`,
  );
  return new Map(
    rows.map((row) => {
      const { hour, ...counts } = hourSchema.parse(row);
      return [hour, counts];
    }),
  );
}

/** Whether the file follows a change of its own zone. A time that the zone skips is never among the good ones. */
function isFollowed(change: ChangedTimes, { settled }: Read, hours: CountedHours, span: Span): boolean {
  const skips = change.minutes < 0;
  return (!skips || (settled.rejectedByCode.TIME_NONEXISTENT ?? 0) === 0) && fits(change, hours, span);
}

/** @param offset distance of the present zone to UTC, minutes */
function byLikelihood(found: readonly Fit[], offset: number, { zoneSaid }: UploadSettings): Fit[] {
  const distance = ({ zone, change }: Fit) =>
    zoneSaid ? Math.abs(clockWithin(zone, change.from, change.from).initial - offset) : 0;
  return found.toSorted((a, b) => b.score - a.score || Number(a.ends) - Number(b.ends) || distance(a) - distance(b));
}

function asking(found: readonly Fit[], { time }: Layout, given: UploadSettings): Question | undefined {
  const [first] = found;
  if (!first) return undefined;
  const { from, to, minutes } = first.change;
  const gap = minutes < 0;
  const zones = [...new Set(found.map(({ zone }) => zone))];
  const assumed = time.zone === given.timeZone && !given.zoneSaid ? ', which is assumed because nobody named one,' : '';
  return question(
    'LAYOUT_AMBIGUOUS',
    `On ${utcDay(from)} the file has ${gap ? 'no readings' : 'two readings for each time'} from ` +
      `${clockTime(from)} to ${clockTime(to)}, and all other hours ${gap ? 'are there' : 'once'}. The clock of ` +
      `${time.zone}${assumed} does not change on that day; those of ${zones.slice(0, MOST_OFFERED).join(', ')} do. ` +
      `Name the zone of the site: each of these stands for all whose clocks change at the same time.`,
    [
      ...found.slice(0, MOST_OFFERED).map(({ zone, ends }) => answer(zone, ends, given)),
      {
        means: `the zone ${time.zone} is right, and ${gap ? 'an hour is missing' : 'an hour is there twice by fault'}`,
        setting: { ...inZone(time.zone, given), clock: 'wall' },
      },
    ],
    given.settings,
  );
}

function answer(zone: string, ends: boolean, given: UploadSettings): Candidate {
  const means = `its times are those of the wall clock in ${zone}${ends ? ', and the ends of their intervals' : ''}`;
  return { means, setting: { ...inZone(zone, given), ...(ends ? { stamps: 'end' } : {}) } };
}

/** A zone that a person named for the site goes before that of the upload, so it has to change with it. */
function inZone(zone: string, { settings, timeZones, siteId }: UploadSettings): LayoutSettings {
  if (!timeZones.has(siteId)) return { time_zone: zone };
  return { time_zone: zone, time_zones: { ...settings.time_zones, [siteId]: zone } };
}

function clockTime(time: number): string {
  return utcMinute(time).slice(11);
}
