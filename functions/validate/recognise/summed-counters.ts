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

function isSumOfEnergies(register: Series, energies: readonly Series[], shift: number): boolean {
  const slack = 2.01 * lastDigit(register) + energies.reduce((sum, one) => sum + lastDigit(one), 0);
  const step = (row: number) => stepAt(register, row);
  const sum = (row: number) => energies.reduce((all, one) => all + valueAt(one, row + shift), 0);
  const { holds, moves } = compared(register.evidence.values.length, step, sum, slack);
  return holds && moves >= ROWS_NEEDED;
}

/** A sum that holds in every row says more than a name. */
function isVague({ flow: { certainty } }: Series): boolean {
  return certainty !== 'certain' && certainty !== 'given';
}

function isSumOfSteps(energy: Series, registers: readonly Series[], shift: number): boolean {
  const slack = registers.reduce((sum, one) => sum + 2.01 * lastDigit(one), 0);
  const value = (row: number) => valueAt(energy, row + shift);
  const steps = (row: number) => registers.reduce((sum, one) => sum + stepAt(one, row), 0);
  const { holds, rows } = compared(energy.evidence.values.length, value, steps, slack);
  return holds && rows >= ROWS_NEEDED;
}

const lastDigit = ({ evidence: { decimals } }: Series) => 10 ** -decimals;
const valueAt = ({ evidence: { values } }: Series, row: number) => values[row] ?? Number.NaN;
const stepAt = (one: Series, row: number) => valueAt(one, row) - valueAt(one, row - 1);

/** @returns whether two numbers of a row agree in nearly all rows that have both, and in how many the second counts */
function compared(
  length: number,
  one: (row: number) => number,
  other: (row: number) => number,
  slack: number,
): { readonly holds: boolean; readonly rows: number; readonly moves: number } {
  let [rows, equal, moves] = [0, 0, 0];
  for (let row = 1; row < Math.min(length, ROWS_COMPARED); row += 1) {
    const [own, others] = [one(row), other(row)];
    if (Number.isNaN(own + others)) continue;
    rows += 1;
    if (Math.abs(own - others) <= slack) equal += 1;
    if (others > 2 * slack) moves += 1;
    // Most columns have nothing to do with one another: that shows soon.
    if (rows - equal > (1 - HOLDS) * ROWS_COMPARED) break;
  }
  return { holds: equal >= HOLDS * rows, rows, moves };
}
