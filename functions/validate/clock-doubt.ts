/** Readings that all lie in the future: the file may be wrong, or the clock of the machine that reads it. */

import { z } from 'zod';
import type { Database } from '../../shared/database/duckdb.ts';
import { InputRejected } from '../../shared/runtime/errors.ts';
import { utcMinute, utcSecond } from '../../shared/text/days.ts';
import { formatPercent } from '../../shared/text/format.ts';
import { QUARANTINE_CODES } from './reject-codes.ts';
import type { ReadUpload } from './settle/read-upload.ts';

/** At this share of what is rejected, the future is what went wrong. */
const MOST = 0.5;

const countSchema = z.object({ future: z.coerce.number() });

/**
 * @param refusal what the file would be refused with
 * @returns what it is refused with instead where most of what is rejected lies in the future of the machine's clock;
 * undefined where it does not
 */
export async function refusalByClock(
  { stage, settled, source }: ReadUpload,
  refusal: InputRejected,
  db: Database,
): Promise<InputRejected | undefined> {
  if (refusal.code !== 'TOO_MANY_REJECTS') return undefined;
  const now = utcSecond(source.now);
  const [row] = await db.rows(
    `SELECT count(*) AS future FROM ${stage.table} ` +
      `WHERE code = ${QUARANTINE_CODES.TIMESTAMP_IMPLAUSIBLE.number} AND utc > TIMESTAMP '${now}'`,
  );
  const { future } = countSchema.parse(row);
  const { rejected } = settled.readings;
  if (future === 0 || future < MOST * rejected) return undefined;
  const share = formatPercent(future / (rejected + settled.readings.accepted));
  return new InputRejected(
    'IN_THE_FUTURE',
    `${share} of the readings lie in the future: the clock here says ${utcMinute(source.now)} UTC. ` +
      'Where that is wrong, set the clock and replay the run; where it is right, correct the times of the file.',
    refusal.details,
  );
}
