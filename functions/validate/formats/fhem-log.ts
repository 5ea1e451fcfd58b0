/**
 * Logs of FHEM (FileLog): a time, a device, what was read and its value in each line. https://wiki.fhem.de/wiki/FileLog
 */
import { unitIn } from '../../../shared/readings/units.ts';
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';

export const fhemLog: FileFormat = {
  name: 'fhem-log',
  detect: { by: 'text', is: ({ text }) => isLog(text) },
  holds: 'cells',
  fixes: { settings: { decimal: '.' } },
  ...asRows(rowsOf, 'The log holds no value.'),
};

const LINE = /^(\d{4}-\d\d-\d\d)_(\d\d:\d\d:\d\d) (\S+) ([^\s:]+): (\S+)(?: (\S+))?/;
const LINES_LOOKED_AT = 20;
const MOST = 0.8;

function isLog(text: string): boolean {
  const lines = text.split('\n', LINES_LOOKED_AT).filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.filter((line) => LINE.test(line)).length >= MOST * lines.length;
}

async function* rowsOf(file: string): AsyncGenerator<Row> {
  let line = 0;
  yield { cells: ['time', 'name', 'unit', 'value'], line: 0, raw: '' };
  for await (const raw of linesOf(file)) {
    line += 1;
    if (raw.trim() === '') continue;
    const [, date, clock, device = '', reading = '', value = '', behind = ''] = LINE.exec(raw) ?? [];
    const unit = unitIn(reading.replaceAll('_', ' '))?.unit ?? behind;
    const cells = date ? [`${date} ${clock}`, `${device} ${reading}`, unit, value] : [raw.slice(0, 200), '', '', ''];
    yield { cells, line, raw };
  }
}
