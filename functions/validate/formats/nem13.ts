/**
 * NEM13, the accumulation meter data format of the Australian market: a 250 record holds two readings of a register and
 * the energy between them. https://aemo.com.au (Meter Data File Format Specification NEM12 and NEM13)
 */
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { nemCells, nemTime } from './nem.ts';
import { DIRECTION, energyUnitOf, readingRow, readingsHeading, readingsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

export const nem13: FileFormat = {
  name: 'nem13',
  detect: {
    by: 'text',
    is: ({ text }) =>
      /^\s*"?100"?,\s*"?NEM13/i.test(text) || /^\s*"?250"?,(?:[^,\r\n]*,){6}\s*"?[EI]"?\s*,/i.test(text),
  },
  holds: 'cells',
  fixes: {
    // Stands are read to the day, and the day is that of the meter: its midnight is not moved by the market's clock.
    settings: readingsSettings('nmi'),
  },
  ...asRows(readings, 'The NEM13 file holds no reading of active energy.'),
};

async function* readings(file: string): AsyncGenerator<Row> {
  let [line, rows] = [0, 0];
  for await (const raw of linesOf(file)) {
    line += 1;
    const cells = nemCells(raw);
    const unit = energyUnitOf(cells[19] ?? '');
    if (cells[0] !== '250' || !unit) continue;
    const [, nmi = '', , register = '', , , , way = '', , from = ''] = cells;
    if (rows === 0) yield readingsHeading('nmi');
    rows += 1;
    yield readingRow({
      point: register === '' ? nmi : `${nmi} ${register}`,
      // E counts what leaves the grid for the site, I what the site feeds into it.
      direction: /^I/i.test(way) ? DIRECTION.export : DIRECTION.import,
      unit,
      start: nemTime(from),
      end: nemTime(cells[14] ?? ''),
      value: cells[18] ?? '',
      line,
      raw,
    });
  }
}
