/** The unit that is proposed where nothing says it. */
import { expect, it } from 'vitest';
import { questionOfText } from '../../../../helpers/recognise.ts';

it('is watts for a value that no site uses in kilowatt-hours of a quarter of an hour', async () => {
  const rows = Array.from({ length: 96 }, (_, at) => {
    const time = new Date(Date.UTC(2026, 4, 1, 0, 15 * at)).toISOString().slice(0, 16);
    return `${time},${140 + ((at * 37) % 29) * 50.7}`;
  });
  const { code, details } = await questionOfText(['Time,value', ...rows, ''].join('\n'));
  expect(code).toBe('UNIT_UNKNOWN');
  expect(details.setting).toMatchObject({ columns: { value: { role: 'power', unit: 'W' } } });
});

it.each([
  [5, 'Wh'],
  [60, 'kWh'],
])(
  'of what is read every %i minutes is in %s where kilowatt-hours would be more than a home takes',
  async (minutes, unit) => {
    const rows = Array.from({ length: 96 }, (_, at) => {
      const time = new Date(Date.UTC(2026, 4, 1, 0, minutes * at)).toISOString().slice(0, 16);
      return `${time},${(1.4 + ((at * 37) % 29) * 0.271).toFixed(3)}`;
    });
    const { details } = await questionOfText(['Time,import_energy', ...rows, ''].join('\n'));
    expect(details.setting).toMatchObject({ columns: { import_energy: { role: 'energy', unit } } });
  },
);
