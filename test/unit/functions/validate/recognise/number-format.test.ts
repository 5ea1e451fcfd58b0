/** Which sign is proposed for the decimal one where no number tells. */
import { describe, expect, it } from 'vitest';
import { questionOfText, recogniseText } from '../../../../helpers/recognise.ts';

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

describe('a dot in some numbers and a comma in others', () => {
  const table = (numberOf: (hour: number) => string, otherOf: (hour: number) => string) => {
    const rows = [...Array(48).keys()].map((hour) => {
      const time = new Date(Date.UTC(2026, 4, 1, hour)).toISOString();
      return `${time};${numberOf(hour)};${otherOf(hour)}`;
    });
    return ['Time;PV (kWh);Use (kWh)', ...rows, ''].join('\n');
  };
  const dotted = (hour: number) => `0.${((hour * 29) % 80) + 10}`;

  it('are decimal signs where nothing groups thousands', async () => {
    const { columns, dialect } = await recogniseText(table(dotted, (hour) => `0,${((hour * 37) % 900) + 100}`));
    expect(dialect.decimal).toBe('both');
    expect(columns).toMatchObject([{ role: 'timestamp' }, { unit: 'kWh' }, { unit: 'kWh' }]);
    const changing = (hour: number) => (hour % 2 ? `1,${((hour * 29) % 800) + 100}` : `0.${((hour * 37) % 800) + 100}`);
    const three = table(changing, (hour) => `0,${((hour * 53) % 800) + 100}`);
    expect((await recogniseText(three)).dialect).toMatchObject({ decimal: 'both', thousands: '' });
  });

  it('is asked of the sender where one of them may group thousands', async () => {
    const refused = await questionOfText(table(dotted, (hour) => `${hour % 3 ? 0 : 1},${hour + 100}`));
    expect(refused.code).toBe('UNREADABLE');
    expect(refused.sentence).toContain('in "PV (kWh)") and others a comma (in "Use (kWh)")');
  });
});
