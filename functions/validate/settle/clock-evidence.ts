/**
 * A file whose times are on the wall clock has no time that this clock skips. Where it has that hour and the next one,
 * its times are on a clock that never changes: that is asked, and no hour is lost.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { type Question, question } from '../recognise/question.ts';
import { CODES, GOOD } from '../reject-codes.ts';
import type { ReadUpload } from './read-upload.ts';

/** Of fewer readings a single wrong time may be all. */
const FEWEST = 48;
/** Of the readings in a skipped hour at least this share has one an hour later beside it. */
const BESIDE = 0.9;

const countsSchema = z.tuple([z.object({ skipped: z.coerce.number(), beside: z.coerce.number() })]);

/** @returns undefined where the file does not show it, or a person said which clock it is */
export async function clockQuestion(
  { stage, settled, recognised }: Pick<ReadUpload, 'stage' | 'settled' | 'recognised'>,
  given: LayoutSettings,
  db: Database,
): Promise<Question | undefined> {
  const none = (settled.rejectedByCode.TIME_NONEXISTENT ?? 0) === 0;
  if (none || given.clock !== undefined || settled.readings.accepted < FEWEST) return undefined;
  // A time that the clock skips is placed an hour later: where the file has that time as well, both are there.
  const [{ skipped, beside }] = countsSchema.parse(
    await db.rows(
      `SELECT count(*) AS skipped, count(g.timestamp) AS beside ` +
        `FROM (SELECT * FROM ${stage.table} WHERE code = ${CODES.TIME_NONEXISTENT.number}) s ` +
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
      { means: 'its times are winter time all year', setting: { clock: 'standard' } },
      { means: 'they are UTC', setting: { clock: 'utc' } },
      { means: 'they are those of the wall clock, and these are faults', setting: { clock: 'wall' } },
    ],
    given,
  );
}
