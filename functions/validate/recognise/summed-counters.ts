/** Registers of several tariffs beside one column of what they count together. */
import type { Series } from './series.ts';

const ROWS_NEEDED = 5;
const ROWS_COMPARED = 600;
const HOLDS = 0.99;
/** A row's energy may be that up to its stands, or from there on. */
const SHIFTS = [0, -1] as const;

/** @returns each register of a flow whose steps, together with those of its others, are the values of a column */
export function* countedTogether(series: readonly Series[]): Generator<readonly [Series, Series]> {
  for (const energy of series) {
    if (energy.role !== 'energy' || energy.evidence.distinct < ROWS_NEEDED) continue;
    const counters = series.filter(({ role, unit }) => role === 'register' && unit === energy.unit);
    // A vague `usage` beside registers that say which direction they count is of that direction.
    const flows = isVague(energy) ? new Set(counters.map(({ flow }) => flow.flow)) : [energy.flow.flow];
    for (const flow of flows) {
      const registers = counters.filter((one) => one.flow.flow === flow);
      if (registers.length < 2 || !SHIFTS.some((shift) => isSumOfSteps(energy, registers, shift))) continue;
      for (const register of registers) yield [register, energy];
      break;
    }
  }
}

/** @returns each register whose steps are the sum of several energies of a flow, with the first of them */
export function* countsTogether(series: readonly Series[]): Generator<readonly [Series, Series]> {
  for (const register of series) {
    if (register.role !== 'register') continue;
    const flows = Map.groupBy(
      series.filter(({ role, unit }) => role === 'energy' && unit === register.unit),
      ({ flow }) => flow.flow,
    );
    for (const energies of flows.values()) {
      const [first] = energies;
      const counts = energies.length > 1 && SHIFTS.some((shift) => isSumOfEnergies(register, energies, shift));
      if (first && counts) yield [register, first];
    }
  }
}

function isSumOfEnergies(
  { evidence: { values, decimals } }: Series,
  energies: readonly Series[],
  shift: number,
): boolean {
  const slack = energies.reduce((sum, one) => sum + 10 ** -one.evidence.decimals, 2.01 * 10 ** -decimals);
  let [rows, holds, moves] = [0, 0, 0];
  for (let row = 1; row < Math.min(values.length, ROWS_COMPARED); row += 1) {
    const step = (values[row] ?? Number.NaN) - (values[row - 1] ?? Number.NaN);
    const sum = energies.reduce((all, { evidence }) => all + (evidence.values[row + shift] ?? Number.NaN), 0);
    if (Number.isNaN(step + sum)) continue;
    rows += 1;
    if (Math.abs(step - sum) <= slack) holds += 1;
    if (sum > 2 * slack) moves += 1;
  }
  return moves >= ROWS_NEEDED && holds >= HOLDS * rows;
}

/** A sum that holds in every row says more than a name. */
function isVague({ flow: { certainty } }: Series): boolean {
  return certainty !== 'certain' && certainty !== 'given';
}

function isSumOfSteps({ evidence }: Series, registers: readonly Series[], shift: number): boolean {
  const slack = registers.reduce((sum, one) => sum + 2.01 * 10 ** -one.evidence.decimals, 0);
  let [rows, holds] = [0, 0];
  for (let row = 1; row < Math.min(evidence.values.length, ROWS_COMPARED); row += 1) {
    const value = evidence.values[row + shift] ?? Number.NaN;
    const steps = registers.reduce(
      (sum, { evidence: { values } }) => sum + (values[row] ?? Number.NaN) - (values[row - 1] ?? Number.NaN),
      0,
    );
    if (Number.isNaN(value + steps)) continue;
    rows += 1;
    if (Math.abs(value - steps) <= slack) holds += 1;
  }
  return rows >= ROWS_NEEDED && holds >= HOLDS * rows;
}
