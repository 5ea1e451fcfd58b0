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

it('leaves one of several to say that of each row, where the others are the same in all', async () => {
  const bills = [1, 2, 3, 4, 5, 6].flatMap((month) => [
    `E-1,ELECTRIC,0${month}/9/2026,0${month + 1}/9/2026,20260${month},"${6 + month},500",kWh,${150 + month},kW,8,USD`,
    `G-1,NATURALGAS,0${month}/9/2026,0${month + 1}/9/2026,20260${month},"1,${100 + month}",Therms,,,99.5,USD`,
    `W-1,WATER,0${month}/9/2026,0${month + 1}/9/2026,20260${month},19${month},kGal,,,98.5,USD`,
  ]);
  const heading = 'Meter Code,Commodity,Start Date,End Date,Billing Period,Use,Use UOM,Demand,Demand UOM,Cost,Cost UOM';
  expect(await columnsOfText([heading, ...bills, ''].join('\n'))).toMatchObject({
    'Meter Code': { role: 'appliance' },
    Commodity: { role: 'measure' },
    'Billing Period': { role: 'ignored' },
    Use: { role: 'energy' },
    'Use UOM': { role: 'unit' },
    Demand: { role: 'ignored' },
  });
});
