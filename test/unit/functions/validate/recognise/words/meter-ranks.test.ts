/** Which of several meters measures the whole. */
import { expect, it } from 'vitest';
import { meterRank } from '../../../../../../functions/validate/recognise/words/meter-ranks.ts';

it.each([
  ['Main', 'main'],
  ['MAIN METER', 'main'],
  ['Hauptzähler', 'main'],
  ['compteur général', 'main'],
  ['Sub-meter', 'sub'],
  ['submeter 3', 'sub'],
  ['sous-compteur', 'sub'],
  ['Tenant', 'sub'],
  ['Main hall', undefined],
  ['Kitchen', undefined],
  ['2', undefined],
] as const)('%s is %s', (text, rank) => {
  expect(meterRank(text)).toBe(rank);
});
