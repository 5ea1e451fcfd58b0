/**
 * EIEP3, the half-hour consumption file of the New Zealand market: DET records with the number of the trading period,
 * of which a day on which the clock changes has 46 or 50. https://www.ea.govt.nz (Electricity information exchange
 * protocol 3)
 */
import { linesOf } from '../open/index.ts';
import { isNight, suppliedWay, type Way } from './eiep-ways.ts';
import type { FileFormat } from './format.ts';
import { DIRECTION, periodsHeading, periodsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'icp';

export const eiep3: FileFormat = {
  name: 'eiep3',
  detect: { by: 'text', is: ({ text }) => /^\s*"?HDR"?,\s*"?ICPHH/i.test(text) || DETAIL.test(text) },
  holds: 'cells',
  fixes: { settings: periodsSettings(POINT, 'DMY') },
  ...asRows(readings, 'The EIEP3 file holds no DET record.'),
};

/** Point, data stream, status, date, period. */
const DETAIL = /^\s*"?DET"?,[^,\r\n]+,[^,\r\n]*,[A-Z]?,\d\d\/\d\d\/\d{4},\d{1,2},/i;

const PERIOD_MINUTES = 30;

interface Detail {
  readonly icp: string;
  readonly date: string;
  readonly period: string;
  readonly kwh: number;
  readonly text: string;
  readonly way: Way;
  readonly night: boolean;
  readonly line: number;
  readonly raw: string;
}

async function* details(file: string): AsyncGenerator<Detail> {
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    const cells = raw.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (cells[0]?.toUpperCase() !== 'DET') continue;
    const [, icp = '', , , date = '', period = '', text = '', , , ways = ''] = cells;
    const night = isNight((Number(period) - 1) * PERIOD_MINUTES);
    yield { icp, date, period, kwh: Number(text), text, way: /^I/i.test(ways) ? 'I' : 'X', night, line, raw };
  }
}

async function* readings(file: string): AsyncGenerator<Row> {
  const supplied = await suppliedWay(details(file));
  let rows = 0;
  for await (const { icp, date, period, text, way, line, raw } of details(file)) {
    if (rows === 0) yield periodsHeading(POINT);
    rows += 1;
    yield { cells: [icp, way === supplied ? DIRECTION.import : DIRECTION.export, date, period, text], line, raw };
  }
}
