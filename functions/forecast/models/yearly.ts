import { ahead, type Model, type Training, weekdayOf } from './model.ts';
import { onLogarithm } from './transform.ts';
import { smoothedLevel } from './weekly-level.ts';
import { weeklyPattern, withoutPattern } from './weekly-pattern.ts';

const YEAR = 365.25;
/** A year and its half: summer and winter, and that both may have their peak. */
const HARMONICS = 2;
/** Ridge penalty of each harmonic, as a share of the number of days: two years are two observations of a season. */
const PENALTY = 0.02;

/**
 * The season of the year as sine and cosine of the year and its half, fitted by ridge regression to the totals without
 * their weekly pattern, on the logarithm; the level of what remains is smoothed as in `weeklyLevel`.
 */
export const yearly: Model = onLogarithm((training, horizon) => {
  const pattern = weeklyPattern(training, 'mean');
  const values = withoutPattern(training, pattern);
  const season = seasonOf({ firstDay: training.firstDay, values });
  const level = smoothedLevel(values.map((value, index) => value - season(training.firstDay + index)));
  return ahead(training, horizon, (index) => {
    const day = training.firstDay + index;
    return level + season(day) + (pattern[weekdayOf(day)] ?? 0);
  });
});

function terms(day: number): number[] {
  const harmonics = Array.from({ length: HARMONICS }, (_, index) => (2 * Math.PI * (index + 1) * day) / YEAR);
  return [1, ...harmonics.flatMap((angle) => [Math.sin(angle), Math.cos(angle)])];
}

/** The fitted season of a day, its mean included. */
function seasonOf({ firstDay, values }: Training): (day: number) => number {
  const size = 1 + 2 * HARMONICS;
  const matrix = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size + 1 }, (_, column) => (row === column && row > 0 ? PENALTY * values.length : 0)),
  );
  for (const [index, value] of values.entries()) {
    const x = terms(firstDay + index);
    for (const [row, left] of x.entries()) {
      const equation = matrix[row];
      if (!equation) continue;
      for (const [column, right] of x.entries()) equation[column] = (equation[column] ?? 0) + left * right;
      equation[size] = (equation[size] ?? 0) + left * value;
    }
  }
  const weights = solve(matrix);
  return (day) => terms(day).reduce((total, term, index) => total + term * (weights[index] ?? 0), 0);
}

/** Gauss and Jordan; the penalty makes the matrix positive definite, so no pivot has to be looked for. */
function solve(equations: number[][]): number[] {
  for (const [pivot, equation] of equations.entries()) {
    const divisor = equation[pivot] ?? 1;
    for (const [row, other] of equations.entries()) {
      if (row === pivot) continue;
      const factor = (other[pivot] ?? 0) / divisor;
      for (const [column, value] of equation.entries()) other[column] = (other[column] ?? 0) - factor * value;
    }
  }
  return equations.map((equation, row) => (equation.at(-1) ?? 0) / (equation[row] ?? 1));
}
