/** Stands that a few rows show. */
import { expect, it } from 'vitest';
import { columnsOfText, hourlyTable, questionOfText } from '../../../../helpers/recognise.ts';

const dates = ['02.01.2025', '31.03.2025', '04.07.2025', '30.09.2025', '03.01.2026', '01.04.2026', '30.06.2026'];
const meters = { Hauptzähler: [104_233, 1800], 'WE 01': [20_110, 400], 'WE 02': [8100, 520] } as const;
const rows = dates.map((date, at) =>
  [date, ...Object.values(meters).map(([first, step]) => first + at * step + ((at * 37) % 50))].join(';'),
);
const heading = ['Datum', ...Object.keys(meters).map((name) => `${name} (kWh)`)].join(';');

it('are those of meters where a line above the table says so', async () => {
  const found = await columnsOfText(['Zählerstände Mehrfamilienhaus;;;', heading, ...rows, ''].join('\n'));
  expect(Object.keys(meters).map((name) => found[`${name} (kWh)`]?.role)).toEqual(['register', 'register', 'register']);
});

it('may be those of meters where none of several ever falls: that is asked, and stands come first', async () => {
  const { details } = await questionOfText([heading, ...rows, ''].join('\n'));
  expect(details.setting).toMatchObject({ columns: { 'Hauptzähler (kWh)': { role: 'register' } } });
});

it('are those of a part whose meter hardly moves, far from what the whole uses in an hour', async () => {
  const hours = Array.from({ length: 48 }, (_, hour) => {
    const time = new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16);
    return `${time};${18_292_485 + 150 * hour + ((hour * 37) % 29)};${2_206_500 + (hour > 30 ? 2400 : 0)}`;
  });
  const found = await columnsOfText(['Zeit;Verbrauch gesamt [Wh];Boiler [Wh]', ...hours, ''].join('\n'));
  expect(found['Boiler [Wh]']).toMatchObject({ role: 'register', flow: 'submeter' });
});

it('are those of machines that run now and then, whose counters rest, also at nothing', async () => {
  const stand = (hour: number) =>
    hour < 60 ? 512.37 + 0.823 * Math.floor(hour / 20) : 0.411 * Math.floor((hour - 60) / 20);
  const found = await columnsOfText(hourlyTable({ 'Pralka [kWh]': (hour) => stand(hour).toFixed(3) }, 192));
  expect(found['Pralka [kWh]']?.role).toBe('register');
});
