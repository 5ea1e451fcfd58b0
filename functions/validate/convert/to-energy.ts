/** From what a file holds to energies: the differences of registers, and power over its interval. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';
import { adoptSpacing, createSeries } from '../read/series-summary.ts';
import { slotsOf, statesEnds } from '../read/slots.ts';
import type { StagingTable } from '../read/staging-table.ts';
import { GOOD, HAS_PLACE, MISSING } from '../reject-codes.ts';
import { createOddIntervals, IS_IRREGULAR, surveyOdd } from '../settle/intervals.ts';
import type { ReadUpload } from '../settle/read-upload.ts';
import { hasRegisters } from '../settle/register-series.ts';
import type { UploadSettings } from '../upload-settings.ts';
import { type Differences, differences } from './cumulative-registers.ts';
import { holdPower } from './held-power.ts';
import { holdsPower, mayHoldPower, powerToEnergy } from './power.ts';
import { createReadingQuality } from './reading-quality.ts';
import { createSpans } from './spans.ts';
import { endsAreUsual, exclusiveEnds } from './stated-ends.ts';

/** More names than that are not meters. */
const MAX_SERIES = 50_000;

const POWER_METHOD =
  "Power was multiplied by the time that each reading lasts: its series' interval or, where that is not followed, " +
  'the time to the next reading, gaps left out.';

const HELD_METHOD =
  'Power is written only when it changes: each value was taken to hold until the next one, the last one to its time.';

export interface Energies extends Differences {
  /**
   * Some readings are not followed by the next one after their series' interval: they are in the table `odd_intervals`.
   */
  readonly odd: boolean;
  /** The interval changes within a series. */
  readonly changes: boolean;
  /** The readings have their own `end_utc, interval_minutes, series_minutes, hours_known`, see `createSpans`. */
  readonly spans: boolean;
  /** A column says how the readings came about: see `createReadingQuality`. */
  readonly qualities: boolean;
}

/** Registers become differences and powers energies; the table `series` then describes what is accepted. */
export async function toEnergies(upload: ReadUpload, given: UploadSettings, db: Database): Promise<Energies> {
  const { settled, stage, described } = upload;
  const { layout } = upload.recognised;
  const plain: Differences = { accepted: settled.accepted, ends: 0, missing: 0, notes: [], registers: 'false' };
  const registers = hasRegisters(layout);
  const stated = !registers && statesEnds(layout);
  const read = registers ? await differences(settled.accepted, layout, db, settled.exchanges) : plain;
  const energies = stated ? { ...read, accepted: await exclusiveEnds(settled.accepted, db) } : read;
  if (!described || registers) {
    await createSeries(energies.accepted, db);
    await adoptSpacing(registers ? settled.accepted : recordsOf(stage, layout), db);
  }
  const odd = await survey(db);
  const powers = mayHoldPower(layout) && (await holdsPower(energies.accepted, db));
  const held = odd && powers && !stated ? await holdPower(energies.accepted, registers || stated, db) : 0;
  if (held > 0) await createSeries('held_power', db);
  const accepted = held > 0 ? 'held_power' : energies.accepted;
  const hasEnds = registers || stated || held > 0;
  if (odd)
    await createOddIntervals(hasEnds ? `(SELECT * FROM ${accepted} WHERE end_utc IS NULL)` : accepted, 'start', db);
  const { changes, uneven } = odd ? await surveyOdd(db) : { changes: false, uneven: false };
  const converted = powers
    ? await powerToEnergy(accepted, { uneven, hasEnds }, given.settings.interval_minutes, db)
    : accepted;
  const notes = [
    ...energies.notes,
    ...(powers ? [{ code: 'POWER', message: POWER_METHOD }] : []),
    ...(held > 0 ? [{ code: 'POWER_HELD', count: held, message: HELD_METHOD }] : []),
  ];
  const qualities = await createReadingQuality(upload, read.registers, db);
  const result = { ...energies, ends: energies.ends + held, odd, notes, qualities };
  const spans = hasEnds && (odd || (stated && !(await endsAreUsual(converted, db))));
  if (!spans) return { ...result, accepted: converted, changes, spans };
  const stretches = stated || (held > 0 && !registers);
  await createSpans(converted, stated ? NOTHING : lastsOf(uneven), stretches, db);
  return { ...result, accepted: 'span_energies', changes: false, spans };
}

/** Of a reading whose end is not given, where others have one, nothing is known. */
const NOTHING = { sql: '0', joins: '' } as const;

/** What a reading without an end of its own lasts, for `createSpans`. */
function lastsOf(uneven: boolean): { sql: string; joins: string } {
  const usual = `CAST(round(s.interval_minutes * ${MINUTE_US}) AS BIGINT)`;
  const series = 'JOIN (SELECT site_id, appliance, interval_minutes FROM series) s USING (site_id, appliance)';
  if (!uneven) return { sql: usual, joins: series };
  const odd = 'LEFT JOIN (SELECT site_id, appliance, utc, lasts FROM odd_intervals) o USING (site_id, appliance, utc)';
  return { sql: `coalesce(o.lasts, ${usual})`, joins: `${series} ${odd}` };
}

/** The records whose times are good: those with a bad value are among them only where others beside it may be good. */
function recordsOf(stage: StagingTable, layout: Layout): string {
  const good = slotsOf(layout).length > 1 ? HAS_PLACE : `code IN (${GOOD}, ${MISSING})`;
  return `(SELECT * FROM ${stage.table} WHERE ${good})`;
}

const surveySchema = z.tuple([z.object({ series: z.number(), irregular: z.number() })]);

/**
 * @returns whether the readings of some series do not simply follow one another.
 * @throws InputRejected UNKNOWN_LAYOUT
 */
async function survey(db: Database): Promise<boolean> {
  const [{ series, irregular }] = surveySchema.parse(
    await db.rows(
      `SELECT count(*)::INTEGER AS series, count(*) FILTER (${IS_IRREGULAR})::INTEGER AS irregular FROM series`,
    ),
  );
  if (series <= MAX_SERIES) return irregular > 0;
  throw new InputRejected(
    'UNKNOWN_LAYOUT',
    `The file holds more than ${MAX_SERIES} series. Is a column that numbers its rows taken for a name? ` +
      `Say with --layout: {"columns": {"NAME": {"role": "ignored"}}}.`,
    { series },
  );
}
