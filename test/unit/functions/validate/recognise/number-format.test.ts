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

it('is asked of the sender where columns write different ones', async () => {
  const rows = [...Array(48).keys()].map((hour) => {
    const time = new Date(Date.UTC(2026, 4, 1, hour)).toISOString();
    return `${time};0.${hour + 10};0,${((hour * 37) % 900) + 100}`;
  });
  const refused = await questionOfText(['Time;PV (kWh);Use (kWh)', ...rows, ''].join('\n'));
  expect(refused.code).toBe('UNREADABLE');
  expect(refused.sentence).toContain('in "PV (kWh)") and others a comma (in "Use (kWh)")');
});
