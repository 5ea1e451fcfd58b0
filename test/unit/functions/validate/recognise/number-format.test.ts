/** Which sign is proposed for the decimal one where no number tells. */
import { expect, it } from 'vitest';
import { questionOfText } from '../../../../helpers/recognise.ts';

const table = (dateOf: (day: string) => string) =>
  [
    'Date\tUse (kWh)',
    ...[...Array(28).keys()].map((day) => {
      const [whole, rest] = [2 + ((day * 5) % 9), 100 + ((day * 37) % 800)];
      return `${dateOf(String(day + 1).padStart(2, '0'))}\t${whole},${rest}`;
    }),
    '',
  ].join('\n');

it.each([
  ['the comma beside dates with dots', (day: string) => `${day}.10.2025`, ','],
  ['the dot beside others', (day: string) => `2025-10-${day}`, '.'],
])('is %s', async (_, dateOf, decimal) => {
  const { sentence, details } = await questionOfText(table(dateOf));
  expect(sentence).toContain('may be');
  expect(details.candidates).toMatchObject([{ setting: { decimal } }, {}]);
});
