/**
 * Telegrams of the customer port of a Dutch, Belgian or Luxembourgish meter (DSMR, P1), one after another: a row for
 * each, with the stands of its registers. https://www.netbeheernederland.nl (Dutch Smart Meter Requirements)
 */
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';

export const dsmr: FileFormat = {
  name: 'dsmr',
  detect: { by: 'text', is: ({ text }) => /^0-0:1\.0\.0\(\d{12}[SW]\)/m.test(text) && OBIS_LINE.test(text) },
  holds: 'cells',
  fixes: { settings: { decimal: '.' } },
  ...asRows(rowsOf, 'The file holds no telegram with the time and a stand.'),
};

const OBIS_LINE = /^1-0:[12]\.8\.\d\(\d+\.\d+\*kWh\)/m;
/** The stands of what is taken and what is fed in, by tariff. */
const REGISTERS = ['1-0:1.8.0', '1-0:1.8.1', '1-0:1.8.2', '1-0:2.8.0', '1-0:2.8.1', '1-0:2.8.2'] as const;
const STAND = /^(1-0:[12]\.8\.[0-2])\(([^*)]*)\*kWh\)/;
const CLOCK = /^0-0:1\.0\.0\((\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([SW])\)/;
/** Summer and winter time of the places where such meters are. */
const OFFSETS = { S: '+02:00', W: '+01:00' } as const;

async function* rowsOf(file: string): AsyncGenerator<Row> {
  let [line, begins, time] = [0, 0, ''];
  let stands = new Map<string, string>();
  yield { cells: ['time', ...REGISTERS.map((code) => `${code} (kWh)`)], line: 0, raw: '' };
  const row = (): Row => {
    const cells = [time, ...REGISTERS.map((code) => stands.get(code) ?? '')];
    return { cells, line: begins, raw: cells.join(', ') };
  };
  for await (const raw of linesOf(file)) {
    line += 1;
    if (raw.startsWith('/')) [begins, time, stands] = [line, '', new Map()];
    const clock = CLOCK.exec(raw);
    if (clock) {
      const [, year, month, day, hour, minute, second, season] = clock;
      time = `20${year}-${month}-${day}T${hour}:${minute}:${second}${OFFSETS[season === 'S' ? 'S' : 'W']}`;
    }
    const [, code = '', stand = ''] = STAND.exec(raw) ?? [];
    if (code !== '') stands.set(code, stand);
    if (raw.startsWith('!') && (time !== '' || stands.size > 0)) yield row();
  }
}
