/** Energies that are larger than a reading of a site can be, which is asked with all else that a file leaves open. */
import { kilowattHoursIn, type LayoutSettings } from '../../../shared/readings/layout.ts';
import { formatEnergy } from '../../../shared/text/format.ts';
import { MAX_KWH } from '../reject-codes.ts';
import { type Question, question } from './question.ts';
import type { Series } from './series.ts';

/** @param given what a person said of the file */
export function regionQuestion(given: LayoutSettings): Question {
  return question(
    'LAYOUT_AMBIGUOUS',
    `Many energies are larger than ${formatEnergy(MAX_KWH)}, which no single reading of a site is.`,
    [{ means: 'they are of a region', setting: { kind: 'region' } }],
    given,
  );
}

/** Of a few rows one may be damaged. */
const ROWS_NEEDED = 4;

/** @returns whether most values of a column are; who counts in megawatt-hours is a region without a question */
export function isBeyondASite(series: readonly Series[]): boolean {
  const factors = series.map(({ unit }) => (unit === undefined ? 0 : kilowattHoursIn(unit)));
  if (factors.some((factor) => factor > 1)) return false;
  return series.some(
    ({ role, evidence }, at) =>
      role === 'energy' && evidence.count >= ROWS_NEEDED && evidence.median * (factors[at] ?? 0) > MAX_KWH,
  );
}
