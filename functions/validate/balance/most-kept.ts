/** Sums of energies that no table of the lake can keep, and the smaller unit that they may be in. */
import type { Layout, LayoutSettings, Unit } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { formatEnergy } from '../../../shared/text/format.ts';
import { valueColumns } from '../read/slots.ts';
import { type Candidate, question } from '../recognise/question.ts';

/** More than a table's columns hold: 18 digits, nine of them behind the point. */
export const MOST_KEPT_KWH = 999_999_999;

const THOUSANDTH = {
  kWh: 'Wh',
  kW: 'W',
  MWh: 'kWh',
  MW: 'kW',
  GWh: 'MWh',
  GW: 'MW',
} as const satisfies Partial<Record<Unit, Unit>>;

export function smallerUnit(layout: Layout): Candidate[] {
  const columns = valueColumns(layout).flatMap(({ name, unit }) => {
    const smaller = Object.entries(THOUSANDTH).find(([larger]) => larger === unit)?.[1];
    return smaller ? [[name, { unit: smaller }] as const] : [];
  });
  const [first] = columns;
  if (!first) return [];
  return [{ means: `the values are in ${first[1].unit}`, setting: { columns: Object.fromEntries(columns) } }];
}

/** @returns what is asked where a sum of energies does not fit into a table; any other error as it is */
export function sumTooLarge(error: unknown, layout: Layout, settings: LayoutSettings): unknown {
  if (!(error instanceof Error) || !/out of range/i.test(error.message)) return error;
  const sentence = `The energies of one time would be more than ${formatEnergy(MOST_KEPT_KWH)} together.`;
  const candidates = smallerUnit(layout);
  return candidates.length > 0
    ? question('LAYOUT_AMBIGUOUS', sentence, candidates, settings)
    : new InputRejected('UNKNOWN_LAYOUT', `${sentence} Upload fewer series at a time, or name the unit.`);
}
