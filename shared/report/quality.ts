/** What a file says of how its readings came about, in words. */
import type { Quality } from '../energy/flows.ts';
import type { BalanceSummary } from '../readings/layout.ts';
import { formatEnergy, formatPercent } from '../text/format.ts';

/** Of readings that were not simply measured, in a sentence; null for those that go without saying. */
const WORDS = {
  measured: null,
  calculated: null,
  estimated: 'estimated',
  substituted: 'substituted for values that were not read',
  unknown: 'of unknown quality',
} as const satisfies Record<Quality, string | null>;

/** @returns which share of the readings was not measured; undefined where the file does not say it */
export function qualitySentence({ qualities }: BalanceSummary): string | undefined {
  if (qualities.length === 0) return undefined;
  const all = qualities.reduce((sum, { readings }) => sum + readings, 0);
  const told = qualities.flatMap(({ quality, readings, kwh }) => {
    const word = WORDS[quality];
    if (word === null || readings === 0) return [];
    return [`${formatPercent(readings / all)}${kwh === null ? '' : ` (${formatEnergy(kwh)})`} ${word}`];
  });
  return told.length === 0
    ? 'By the file itself, no reading is estimated.'
    : `By the file itself, of the readings are ${told.join(', ')}.`;
}

/** @returns how much of the energy of a bill was not measured; undefined where the file does not say it, or all was */
export function estimatedOfBill({ qualities }: BalanceSummary): string | undefined {
  const sum = (some: BalanceSummary['qualities']) => some.reduce((all, { kwh }) => all + (kwh ?? 0), 0);
  const all = sum(qualities);
  const doubtful = sum(qualities.filter(({ quality }) => WORDS[quality] !== null));
  if (doubtful === 0 || all <= 0) return undefined;
  return (
    `${formatEnergy(doubtful)} of the energy, ${formatPercent(doubtful / all)}, was not measured: ` +
    `it is estimated, substituted or of unknown quality by the file itself.`
  );
}
