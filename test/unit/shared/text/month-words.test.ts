import { expect, it } from 'vitest';
import { MONTH_WORDS, MONTHS_OF_A_YEAR, monthOfWord } from '../../../../shared/text/month-words.ts';

it.each([
  ['Ocak', 1],
  ['févr.', 2],
  ['März', 3],
  ['ABR', 4],
  ['Mayıs', 5],
  ['czerwca', 6],
  ['juil', 7],
  ['elokuu', 8],
  ['září', 9],
  ['Out', 10],
  ['Kasım', 11],
  ['dic', 12],
])('%s is month %i', (word, month) => expect(monthOfWord(word)).toBe(month));

it.each(['ma', 'Total', 'kWh', ''])('%j is none', (word) => expect(monthOfWord(word)).toBeUndefined());

it('has the twelve months of each language', () => {
  expect(MONTH_WORDS.length % MONTHS_OF_A_YEAR).toBe(0);
});
