/**
 * D0036, the half-hourly advances of the British market: 101 records name a meter point and a quantity, 102 records a
 * settlement date, and 103 records below it hold its half hours in their order, of which a day on which the clock
 * changes has 46 or 50.
 */
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { DIRECTION, type Direction, periodsHeading, periodsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'mpan';

export const d0036: FileFormat = {
  name: 'd0036',
  detect: {
    by: 'text',
    is: ({ text }) => /^\s*ZHV\|[^|\r\n]*\|D0036\d*\|/.test(text) || /^\s*101\|\d{13}\|[AR][IE]\|/.test(text),
  },
  holds: 'cells',
  fixes: { settings: periodsSettings(POINT, 'YMD', true) },
  ...asRows(readings, 'The D0036 file holds no advance of active energy.'),
};

/** Active import and export; RI and RE are reactive. */
const QUANTITIES: Readonly<Record<string, Direction>> = { AI: DIRECTION.import, AE: DIRECTION.export };
const QUALITIES: Readonly<Record<string, string>> = { A: 'measured', E: 'estimated' };

async function* readings(file: string): AsyncGenerator<Row> {
  let [line, rows, period] = [0, 0, 0];
  let [point, date] = ['', ''];
  let direction: Direction | undefined;
  for await (const raw of linesOf(file)) {
    line += 1;
    const [kind, first = '', second = ''] = raw.split('|').map((cell) => cell.trim());
    if (kind === '101') {
      point = first;
      direction = QUANTITIES[second];
    }
    if (kind === '102') {
      date = first.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
      period = 0;
    }
    if (kind !== '103') continue;
    period += 1;
    if (!direction) continue;
    if (rows === 0) yield periodsHeading(POINT, true);
    rows += 1;
    const cells = [point, direction, date, String(period), second, QUALITIES[first] ?? ''];
    yield { cells, line, raw };
  }
}
