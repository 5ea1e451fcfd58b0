/**
 * The days on which the clock of a site changes show whether the times of a file are on that clock. One that has the
 * hour which clocks skip in spring, or has the hour that they repeat in autumn only once, is on a clock that never
 * changes, or has lost an hour: that is asked.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import {
  type ChangedTimes,
  type Clock,
  clockBetween,
  repeatedTimes,
  skippedTimes,
  timestampLiteral,
} from '../../../shared/readings/clock.ts';
import type { Layout, LayoutSettings } from '../../../shared/readings/layout.ts';
import { MS_PER_DAY, utcDay } from '../../../shared/text/days.ts';
import { onlyClock } from '../read/zones.ts';
import { type Candidate, type Question, question } from '../recognise/question.ts';
import { GOOD, QUARANTINE_CODES } from '../reject-codes.ts';
import type { ReadUpload } from './read-upload.ts';

type Read = Pick<ReadUpload, 'stage' | 'settled' | 'recognised' | 'zones'>;

/** Of fewer readings a single wrong time may be all. */
const FEWEST = 48;
/** Of the readings in a skipped hour at least this share has one an hour later beside it. */
const BESIDE = 0.9;
const HOUR = 3_600_000;
/** Hours of a day that tells: one at which some are missing anyway does not. */
const HOURS_OF_A_DAY = 24;

const ANSWERS = {
  standard: { means: 'its times are winter time all year', setting: { clock: 'standard' } },
  utc: { means: 'they are UTC', setting: { clock: 'utc' } },
} as const satisfies Record<string, Candidate>;

const countsSchema = z.tuple([z.object({ skipped: z.coerce.number(), beside: z.coerce.number() })]);

/** @returns undefined where the file does not show it, or a person said which clock it is */
export async function clockQuestion(read: Read, given: LayoutSettings, db: Database): Promise<Question | undefined> {
  if (given.clock !== undefined || read.settled.readings.accepted < FEWEST) return undefined;
  return (await springQuestion(read, given, db)) ?? (await autumnQuestion(read, given, db));
}

async function springQuestion(
  { stage, settled, recognised }: Read,
  given: LayoutSettings,
  db: Database,
): Promise<Question | undefined> {
  if ((settled.rejectedByCode.TIME_NONEXISTENT ?? 0) === 0) return undefined;
  // A time that the clock skips is placed an hour later: where the file has that time as well, both are there.
  const [{ skipped, beside }] = countsSchema.parse(
    await db.rows(
      `SELECT count(*) AS skipped, count(g.timestamp) AS beside ` +
        `FROM (SELECT * FROM ${stage.table} WHERE code = ${QUARANTINE_CODES.TIME_NONEXISTENT.number}) s ` +
        `LEFT JOIN (SELECT DISTINCT site_id, appliance, timestamp FROM ${stage.table} WHERE code = ${GOOD}) g ` +
        `ON g.site_id = s.site_id AND g.appliance = s.appliance AND g.timestamp = s.timestamp`,
    ),
  );
  if (skipped === 0 || beside < BESIDE * skipped) return undefined;
  const { zone } = recognised.layout.time;
  return question(
    'LAYOUT_AMBIGUOUS',
    `The file has times that clocks in ${zone} skip in spring, and those of the next hour as well: ` +
      `its own clock does not change.`,
    [
      ANSWERS.standard,
      ANSWERS.utc,
      { means: 'they are those of the wall clock, and these are faults', setting: { clock: 'wall' } },
    ],
    given,
  );
}

const spanSchema = z.object({ first: z.coerce.number().nullable(), last: z.coerce.number().nullable() });
const daySchema = z.object({ hours: z.coerce.number(), repeated: z.coerce.number(), twice: z.coerce.number() });

/**
 * Whether an autumn's repeated hour is there once, in a file that has all other hours of its day. A spring in the same
 * file has told already that its clock changes.
 */
async function autumnQuestion(
  { settled, recognised, zones }: Read,
  given: LayoutSettings,
  db: Database,
): Promise<Question | undefined> {
  const clock = onlyClock(zones);
  if (clock === null || clock.transitions.length === 0) return undefined;
  if (recognised.offsets || !mayFollowWall(recognised.layout)) return undefined;
  const [span] = await db.rows(
    `SELECT epoch_ms(min(timestamp)) AS first, epoch_ms(max(timestamp)) AS last FROM ${settled.accepted}`,
  );
  const { first, last } = spanSchema.parse(span);
  if (first === null || last === null) return undefined;
  const { spring, autumn } = changesWithin(clock, first, last);
  const [change] = autumn;
  if (spring.length > 0 || change === undefined) return undefined;
  const day = Math.floor(change.from / MS_PER_DAY) * MS_PER_DAY;
  const inHour = `timestamp >= ${timestampLiteral(change.from)} AND timestamp < ${timestampLiteral(change.to)}`;
  const [row] = await db.rows(
    `SELECT count(DISTINCT date_trunc('hour', timestamp)) AS hours, count(*) FILTER (${inHour}) AS repeated, ` +
      `count(*) FILTER (${inHour}) - count(DISTINCT (site_id, appliance, timestamp)) FILTER (${inHour}) AS twice ` +
      `FROM ${settled.accepted} ` +
      `WHERE timestamp >= ${timestampLiteral(day)} AND timestamp < ${timestampLiteral(day + MS_PER_DAY)}`,
  );
  const { hours, repeated, twice } = daySchema.parse(row);
  if (hours < HOURS_OF_A_DAY || repeated === 0 || twice > 0) return undefined;
  const date = utcDay(day);
  return question(
    'LAYOUT_AMBIGUOUS',
    `On ${date} clocks in ${clock.zone} show an hour twice, and the file has each hour once: its own clock does not ` +
      `change, or it holds one of the two hours or their sum.`,
    [
      ANSWERS.standard,
      ANSWERS.utc,
      { means: 'they are those of the wall clock, and an hour is not told apart', setting: { clock: 'wall' } },
    ],
    given,
  );
}

/** A register that misses a stand loses no energy. */
function mayFollowWall({ time, columns }: Layout): boolean {
  return (
    !columns.some(({ role }) => role === 'register') &&
    time.slot_minutes === undefined &&
    time.offset_minutes === undefined &&
    (time.format === 'calendar' || time.format === 'spreadsheet-days')
  );
}

/** Changes of which the file has the hours before and behind. @param first and `last` wall clock, milliseconds */
function changesWithin(clock: Clock, first: number, last: number) {
  const within = ({ from, to }: ChangedTimes) => first < from - HOUR && to + HOUR < last;
  const near = clockBetween(clock, first - MS_PER_DAY, last + MS_PER_DAY);
  return { spring: skippedTimes(near).filter(within), autumn: repeatedTimes(near).filter(within) };
}
