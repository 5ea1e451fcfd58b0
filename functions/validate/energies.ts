/** From what a file holds to energies: the differences of registers, and power over its interval. */
import type { Database } from '../../shared/duckdb.ts';
import { InputRejected } from '../../shared/errors.ts';
import type { Given } from './given.ts';
import { holdsPower, mayHoldPower, powerToEnergy } from './power.ts';
import type { ReadUpload } from './read.ts';
import { type Differences, differences, hasRegisters } from './registers.ts';
import { createSeries } from './series.ts';

/** More names than that are not meters. */
const MAX_SERIES = 50_000;

/** Registers become differences and powers energies; the table `series` then describes what is accepted. */
export async function toEnergies(
  { settled, recognised, verdict }: ReadUpload,
  given: Given,
  db: Database,
): Promise<Differences> {
  const { layout } = recognised;
  const plain: Differences = { accepted: settled.accepted, without: 0, notes: [] };
  const energies = hasRegisters(layout) ? await differences(settled.accepted, layout, db) : plain;
  if (verdict !== 'clean' || energies !== plain) await createSeries(energies.accepted, db);
  const [series] = await db.rows('SELECT count(*)::INTEGER AS n FROM series');
  if (Number(series?.n) > MAX_SERIES) {
    throw new InputRejected(
      'UNKNOWN_LAYOUT',
      `The file holds more than ${MAX_SERIES} series. Is a column that numbers its rows taken for a name? Say with --layout: {"columns": {"NAME": {"role": "ignored"}}}.`,
      {
        series: Number(series?.n),
      },
    );
  }
  if (!mayHoldPower(layout) || !(await holdsPower(energies.accepted, db))) return energies;
  return {
    ...energies,
    accepted: await powerToEnergy(energies.accepted, given.settings.interval_minutes, db),
    notes: [...energies.notes, { code: 'POWER', message: 'Power was multiplied by the length of its interval.' }],
  };
}
