/** From what a file holds to energies: the differences of registers, and power over its interval. */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { adoptSpacing, createSeries } from '../read/series-summary.ts';
import { slotsOf } from '../read/slots.ts';
import type { StagingTable } from '../read/staging-table.ts';
import { GOOD, HAS_PLACE, MISSING } from '../reject-codes.ts';
import { createOddIntervals, IS_IRREGULAR, surveyOdd } from '../settle/intervals.ts';
import type { ReadUpload } from '../settle/read-upload.ts';
import type { UploadSettings } from '../upload-settings.ts';
import { type Differences, differences, hasRegisters } from './cumulative-registers.ts';
import { holdsPower, mayHoldPower, powerToEnergy } from './power.ts';

/** More names than that are not meters. */
const MAX_SERIES = 50_000;

const POWER_METHOD =
  "Power was multiplied by the time that each reading lasts: its series' interval or, where that is not followed, the time to the next reading, gaps left out.";

export interface Energies extends Differences {
  /** Some readings are not followed by the next one after their series' interval: they are in the table `odd_intervals`. */
  readonly odd: boolean;
  /** The interval changes within a series. */
  readonly changes: boolean;
}

/** Registers become differences and powers energies; the table `series` then describes what is accepted. */
export async function toEnergies(read: ReadUpload, given: UploadSettings, db: Database): Promise<Energies> {
  const { settled, stage, described } = read;
  const { layout } = read.recognised;
  const plain: Differences = { accepted: settled.accepted, ends: 0, missing: 0, notes: [] };
  const energies = hasRegisters(layout) ? await differences(settled.accepted, layout, db) : plain;
  if (!described || energies !== plain) {
    await createSeries(energies.accepted, db);
    await adoptSpacing(energies === plain ? recordsOf(stage, layout) : settled.accepted, db);
  }
  const odd = await survey(db);
  if (odd) await createOddIntervals(energies.accepted, 'start', db);
  const { changes, uneven } = odd ? await surveyOdd(db) : { changes: false, uneven: false };
  if (!mayHoldPower(layout) || !(await holdsPower(energies.accepted, db))) return { ...energies, odd, changes };
  return {
    ...energies,
    odd,
    changes,
    accepted: await powerToEnergy(energies.accepted, uneven, given.settings.interval_minutes, db),
    notes: [...energies.notes, { code: 'POWER', message: POWER_METHOD }],
  };
}

/** The records whose times are good: those with a bad value are among them only where others beside it may be good. */
function recordsOf(stage: StagingTable, layout: Layout): string {
  const good = slotsOf(layout).length > 1 ? HAS_PLACE : `code IN (${GOOD}, ${MISSING})`;
  return `(SELECT * FROM ${stage.table} WHERE ${good})`;
}

const surveySchema = z.tuple([z.object({ series: z.number(), irregular: z.number() })]);

/** @returns whether the readings of some series do not simply follow one another. @throws InputRejected UNKNOWN_LAYOUT */
async function survey(db: Database): Promise<boolean> {
  const [{ series, irregular }] = surveySchema.parse(
    await db.rows(
      `SELECT count(*)::INTEGER AS series, count(*) FILTER (${IS_IRREGULAR})::INTEGER AS irregular FROM series`,
    ),
  );
  if (series <= MAX_SERIES) return irregular > 0;
  throw new InputRejected(
    'UNKNOWN_LAYOUT',
    `The file holds more than ${MAX_SERIES} series. Is a column that numbers its rows taken for a name? Say with --layout: {"columns": {"NAME": {"role": "ignored"}}}.`,
    { series },
  );
}
