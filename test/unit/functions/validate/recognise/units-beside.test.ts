/** Columns of units, each beside the values that it is of. */
import { expect, it } from 'vitest';
import { columnsOfText } from '../../../../helpers/recognise.ts';

const hours = Array.from({ length: 48 }, (_, hour) => new Date(Date.UTC(2026, 7, 1, hour)).toISOString());

it('gives each column of values its own unit, and keeps water out', async () => {
  const rows = hours.map((time, at) => `${time},${250 + ((at * 31) % 47)},Wh,${(at * 7) % 25},gallons`);
  const heading = 'Time,Electricity Use,Electricity Unit,Water Use,Water Unit';
  expect(await columnsOfText([heading, ...rows, ''].join('\n'))).toMatchObject({
    'Electricity Use': { role: 'energy', unit: 'Wh', why: expect.stringContaining('"Electricity Unit" says Wh') },
    'Water Use': { role: 'ignored' },
    'Water Unit': { role: 'ignored' },
  });
});

it('leaves one column of units to say that of each row', async () => {
  const rows = hours.map((time, at) => `${time},${250 + ((at * 31) % 47)},${at % 2 ? 'Wh' : 'kWh'}`);
  const found = await columnsOfText(['Time,Use,Unit', ...rows, ''].join('\n'));
  expect(found.Unit?.role).toBe('unit');
});
