/**
 * EIEP3, the half-hour consumption file of the New Zealand market: DET records with the number of the trading period,
 * of which a day on which the clock changes has 46 or 50. https://www.ea.govt.nz (Electricity information exchange
 * protocol 3)
 */
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { DIRECTION } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'icp';

export const eiep3: FileFormat = {
  name: 'eiep3',
  detect: { by: 'text', is: ({ text }) => /^\s*"?HDR"?,\s*"?ICPHH/i.test(text) || DETAIL.test(text) },
  holds: 'cells',
  fixes: {
    settings: {
      decimal: '.',
      date_order: 'DMY',
      columns: {
        [POINT]: { role: 'appliance' },
        direction: { role: 'measure' },
        date: { role: 'date' },
        period: { role: 'hour' },
        kwh: { role: 'energy', unit: 'kWh' },
      },
    },
  },
  ...asRows(readings, 'The EIEP3 file holds no DET record.'),
};

/** Point, data stream, status, date, period. */
const DETAIL = /^\s*"?DET"?,[^,\r\n]+,[^,\r\n]*,[A-Z]?,\d\d\/\d\d\/\d{4},\d{1,2},/i;

type Flow = 'X' | 'I';

/** Periods in which the sun is down everywhere in the country, all year: 22:00 to 05:00. */
const isNight = (period: number) => period <= 10 || period >= 45;

/**
 * X is what is extracted from the network, I what is injected; some files mean import and export by I and X. A point
 * with one direction only is supplied; where both are there, only the network delivers at night.
 */
async function importOf(file: string): Promise<Flow> {
  const night = { X: 0, I: 0 };
  const seen = new Set<Flow>();
  for await (const { flow, period, kwh } of details(file)) {
    seen.add(flow);
    if (isNight(Number(period))) night[flow] += Number(kwh) || 0;
  }
  if (seen.size === 1) return seen.has('I') ? 'I' : 'X';
  return night.X === 0 && night.I > 0 ? 'I' : 'X';
}

interface Detail {
  readonly icp: string;
  readonly date: string;
  readonly period: string;
  readonly kwh: string;
  readonly flow: Flow;
  readonly line: number;
  readonly raw: string;
}

async function* details(file: string): AsyncGenerator<Detail> {
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    const cells = raw.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (cells[0]?.toUpperCase() !== 'DET') continue;
    const [, icp = '', , , date = '', period = '', kwh = '', , , way = ''] = cells;
    yield { icp, date, period, kwh, flow: /^I/i.test(way) ? 'I' : 'X', line, raw };
  }
}

async function* readings(file: string): AsyncGenerator<Row> {
  const supplied = await importOf(file);
  let rows = 0;
  for await (const { icp, date, period, kwh, flow, line, raw } of details(file)) {
    if (rows === 0) yield { cells: [POINT, 'direction', 'date', 'period', 'kwh'], line: 0, raw: '' };
    rows += 1;
    yield { cells: [icp, flow === supplied ? DIRECTION.import : DIRECTION.export, date, period, kwh], line, raw };
  }
}
