/** Counters beside the energies that they count, and counters that count the same. */
import {
  FLOAT_ERROR,
  HOLDS,
  type IncrementIdentity,
  type NumberColumn,
  ROWS_NEEDED,
  type SameStepsIdentity,
  varies,
} from './identity.ts';

/** Units differ by these: Wh, kWh, MWh. */
const FACTORS = [1, 1000, 0.001] as const;
/** Of two counters of which one restarts every day, most steps are alike and a few are not. */
const SAME_STEPS = 0.9;
/** A direction or a tariff that is hardly used moves so often at least. */
const MOVES_NEEDED = 8;
/** A counter goes up, or stays, in this share of its steps at least. */
const GOES_UP = 0.9;

/** @param columns one series each, in time order */
export function counterIdentities(
  columns: readonly NumberColumn[],
  { meterFactor, hours }: { readonly meterFactor: number; readonly hours: number | undefined },
): (IncrementIdentity | SameStepsIdentity)[] {
  const varying = columns.filter(varies);
  const counters = varying.filter(isCounter);
  const factors = meterFactor === 1 ? FACTORS : [...FACTORS, 1 / meterFactor];
  const found: (IncrementIdentity | SameStepsIdentity)[] = [];
  for (const [at, counter] of counters.entries()) {
    for (const energy of varying) {
      if (energy === counter) continue;
      const ofPower = energy.power === true && hours !== undefined ? [...factors, hours] : factors;
      const identity = increments(counter, energy, ofPower);
      if (identity) found.push(identity);
    }
    for (const second of counters.slice(at + 1)) {
      const identity = sameSteps(counter, second);
      if (identity) found.push(identity);
    }
  }
  return found;
}

function isCounter({ values }: NumberColumn): boolean {
  let [steps, up, grows] = [0, 0, 0];
  let before = Number.NaN;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isNaN(before)) {
      steps += 1;
      if (value >= before) up += 1;
      if (value > before) grows += 1;
    }
    before = value;
  }
  return grows >= 2 && up >= GOES_UP * steps;
}

function increments(
  counter: NumberColumn,
  energy: NumberColumn,
  factors: readonly number[],
): IncrementIdentity | undefined {
  for (const factor of factors) {
    for (const energyAt of ['end', 'start'] as const) {
      const slack = counter.resolution + energy.resolution * factor;
      const seen = { rows: 0, holds: 0, above: 0, moves: 0, told: 0 };
      const { length } = counter.values;
      for (let row = 1; row < length; row += 1) {
        const before = counter.values[row - 1] ?? Number.NaN;
        const after = counter.values[row] ?? Number.NaN;
        const value = factor * (energy.values[energyAt === 'end' ? row : row - 1] ?? Number.NaN);
        // Where another meter begins, its stand tells nothing.
        if (Number.isNaN(before + after + value) || after + slack < before) continue;
        const moves = Math.abs(value) > slack || after - before > slack;
        const told = Math.abs(after - before - value) <= slack + FLOAT_ERROR * Math.abs(after);
        seen.rows += 1;
        if (Math.abs(value) > slack) seen.above += 1;
        if (moves) seen.moves += 1;
        if (told) seen.holds += 1;
        if (moves && told) seen.told += 1;
      }
      // Energies below the counter's rounding would fit any counter that stands still.
      const { rows, holds, above, moves, told } = seen;
      const isRare = above < rows / 10;
      if (rows < ROWS_NEEDED || holds < HOLDS * rows) continue;
      if (isRare && (above < MOVES_NEEDED || told < HOLDS * moves)) continue;
      return {
        kind: 'increments',
        counter: counter.id,
        energy: energy.id,
        factor,
        energyAt,
        rows,
        share: holds / rows,
      };
    }
  }
  return undefined;
}

function sameSteps(first: NumberColumn, second: NumberColumn): SameStepsIdentity | undefined {
  for (const factor of FACTORS) {
    const slack = factor * first.resolution + second.resolution;
    const seen = { rows: 0, holds: 0, above: 0 };
    for (let row = 1; row < first.values.length; row += 1) {
      const step = factor * ((first.values[row] ?? Number.NaN) - (first.values[row - 1] ?? Number.NaN));
      const other = (second.values[row] ?? Number.NaN) - (second.values[row - 1] ?? Number.NaN);
      if (Number.isNaN(step + other)) continue;
      seen.rows += 1;
      if (step > slack) seen.above += 1;
      if (Math.abs(step - other) <= slack + FLOAT_ERROR * Math.abs(second.values[row] ?? 0)) seen.holds += 1;
    }
    const { rows, holds, above } = seen;
    if (rows < ROWS_NEEDED || above < rows / 10 || holds < SAME_STEPS * rows) continue;
    return { kind: 'same-steps', first: first.id, second: second.id, factor, rows, share: holds / rows };
  }
  return undefined;
}
