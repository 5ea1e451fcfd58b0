/** Columns that are the same numbers, or the same in another unit, or power beside the energy of its interval. */
import { FLOAT_ERROR, HOLDS, type NumberColumn, type ProportionalIdentity, ROWS_NEEDED, varies } from './identity.ts';

/** @param columns one series each, in time order; units may differ */
export function proportionalIdentities(columns: readonly NumberColumn[]): ProportionalIdentity[] {
  const varying = columns.filter(varies);
  return varying.flatMap((first, at) =>
    varying.slice(at + 1).flatMap((second) => {
      const identity = proportional(first, second);
      return identity ? [identity] : [];
    }),
  );
}

function proportional(first: NumberColumn, second: NumberColumn): ProportionalIdentity | undefined {
  const factor = ratioOf(first, second);
  if (factor === undefined) return undefined;
  const slack = (Math.abs(factor) * first.resolution + second.resolution) / 2;
  let [rows, holds, above] = [0, 0, 0];
  for (const [row, value] of first.values.entries()) {
    const other = second.values[row] ?? Number.NaN;
    if (Number.isNaN(value + other)) continue;
    rows += 1;
    if (Math.abs(other) > slack) above += 1;
    if (Math.abs(factor * value - other) <= slack * (1 + FLOAT_ERROR) + FLOAT_ERROR * Math.abs(other)) holds += 1;
  }
  if (rows < ROWS_NEEDED || above < rows / 10 || holds < HOLDS * rows) return undefined;
  return { kind: 'proportional', first: first.id, second: second.id, factor, rows, share: holds / rows };
}

/** The ratio of the largest values is the least rounded one; near a simple ratio it is that. */
function ratioOf(first: NumberColumn, second: NumberColumn): number | undefined {
  let [largest, ratio, slack] = [0, 0, 0];
  for (const [row, value] of first.values.entries()) {
    const other = second.values[row] ?? Number.NaN;
    if (Number.isNaN(other) || !(Math.abs(value) > largest)) continue;
    largest = Math.abs(value);
    ratio = other / value;
    slack =
      Math.abs(ratio) * (first.resolution / Math.abs(value) + second.resolution / Math.max(Math.abs(other), 1e-30));
  }
  if (largest === 0 || ratio === 0) return undefined;
  const simple = SIMPLE_RATIOS.find((each) => Math.abs(ratio - each) <= slack);
  return simple ?? ratio;
}

/** Units of a thousand, and power for energy in intervals of 5 minutes to an hour. */
const SIMPLE_RATIOS = [1, 2, 3, 4, 6, 12].flatMap((times) =>
  [0.001, 1, 1000].flatMap((unit) => [times * unit, unit / times]),
);
