import { expect, it } from 'vitest';
import { monthOfWord } from '../../../../shared/text/month-words.ts';

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
  ['января', 1],
  ['Φεβρουαρίου', 2],
  ['มีนาคม', 3],
  ['Листопад', 11],
])('%s is month %i', (word, month) => expect(monthOfWord(word)).toBe(month));

it.each(['ma', 'Total', 'kWh', ''])('%j is none', (word) => expect(monthOfWord(word)).toBeUndefined());

it.each(['cer', 'jui'])('%j begins two of them', (word) => expect(monthOfWord(word)).toBeUndefined());
