/** The first and the last stand of each register of a file, of those that were believed. */
import type { Database } from '../../../../shared/database/duckdb.ts';
import { HOUR_US } from '../../../../shared/time-units.ts';
import { type Fall, REGISTER } from './falls.ts';

/** What a register shows last is not all that it counted in these cases: no later stand can go on from it. */
const NOT_JOINED: readonly Fall[] = ['JITTER', 'RESTART'];

/**
 * Creates `register_edges`: `site_id, appliance, first_at, first_utc, first_value, last_at, last_utc, last_value`,
 * `kwh` (all energy between them) and `fastest` (the highest mean power of a step, kW).
 * @param energies relation of the energies between stands, with `end_utc`, from the table `register_steps`
 * @param judged whether the tables of `judgeFalls` are there
 */
export async function createEdges(energies: string, judged: boolean, db: Database): Promise<void> {
  const falls = NOT_JOINED.map((fall) => `'${fall}'`).join(', ');
  const restarting = judged
    ? ` ANTI JOIN (SELECT * FROM judged_steps WHERE fall IN (${falls})) USING (${REGISTER})`
    : '';
  const stand = (name: string) =>
    `(SELECT ${REGISTER}, utc AS ${name}_utc, timestamp AS ${name}_at, ` +
    `CAST(value - lifted AS DECIMAL(18,9)) AS ${name}_value FROM register_steps)`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE register_edges AS SELECT * FROM (` +
      `SELECT ${REGISTER}, min(utc) AS first_utc, max(end_utc) AS last_utc, sum(kwh) AS kwh, ` +
      `max(CAST(kwh AS DOUBLE) * ${HOUR_US} / (epoch_us(end_utc) - epoch_us(utc))) AS fastest ` +
      `FROM ${energies} GROUP BY ALL) ` +
      `JOIN ${stand('first')} USING (${REGISTER}, first_utc) JOIN ${stand('last')} USING (${REGISTER}, last_utc)` +
      restarting,
  );
}
