/**
 * EIEP13A, the consumption that a retailer of the New Zealand market gives to a consumer: DET records with a start and
 * an end. Its versions differ in the fields before and behind them. https://www.ea.govt.nz (Electricity information
 * exchange protocol 13A)
 */
import { utcSecond } from '../../../shared/text/days.ts';
import { MINUTE_MS, MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import { linesOf } from '../open/index.ts';
import { isNight, suppliedWay, type Way } from './eiep-ways.ts';
import type { FileFormat } from './format.ts';
import { DIRECTION, readingRow, readingsHeading, readingsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'icp';
const TIME = String.raw`"?(\d\d/\d\d/\d{4} \d\d:\d\d:\d\d)"?`;
/** A record with a direction, and behind its times a status and the energy. */
const DETAIL = new RegExp(
  String.raw`^\s*"?DET"?,(?<before>(?:[^,]*,){2,9}?)"?(?<way>[XI])"?,(?:[^,]*,){0,4}?` +
    String.raw`${TIME},${TIME},[^,]*,"?(?<kwh>[^,"]*)"?(?:,|\s*$)`,
  'i',
);

export const eiep13a: FileFormat = {
  name: 'eiep13a',
  detect: { by: 'text', is: ({ text }) => DETAIL.test(text) || DETAIL.test(text.slice(text.indexOf('\n') + 1)) },
  holds: 'cells',
  fixes: { settings: readingsSettings(POINT) },
  ...asRows(readings, 'The EIEP13A file holds no DET record.'),
};

/** A code of an installation: ten digits, two letters of who made it, and three of a checksum. */
const ICP = /^\d{10}[A-Z]{2}[0-9A-F]{3}$/i;
/** What the clock showed, where the record says it. */
const OFFSETS: Readonly<Record<string, string>> = { NZST: ' +12:00', NZDT: ' +13:00' };

interface Detail {
  readonly icp: string;
  readonly way: Way;
  readonly start: string;
  readonly end: string;
  readonly text: string;
  readonly kwh: number;
  readonly night: boolean;
  readonly line: number;
  readonly raw: string;
}

/** A record that cannot be taken apart: it is rejected for its time. */
const DAMAGED = { icp: '', way: 'X', end: '', text: '?', kwh: 0, night: false } as const;
const SHOWN = 60;

async function* details(file: string): AsyncGenerator<Detail> {
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    if (!/^\s*"?DET/i.test(raw)) continue;
    const found = DETAIL.exec(raw);
    if (!found) {
      yield { ...DAMAGED, start: raw.slice(0, SHOWN), line, raw };
      continue;
    }
    const before = (found.groups?.before ?? '').split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const [, , , from = '', to = ''] = found;
    const offset = OFFSETS[before.find((cell) => Object.hasOwn(OFFSETS, cell)) ?? ''] ?? '';
    const text = found.groups?.kwh ?? '';
    const start = minuteOf(from);
    yield {
      icp: before.find((cell) => ICP.test(cell)) ?? before[1] ?? '',
      way: /i/i.test(found.groups?.way ?? '') ? 'I' : 'X',
      start: utcSecond(start) + offset,
      end: utcSecond(minuteOf(to)) + offset,
      text,
      kwh: Number(text),
      night: isNight((start / MINUTE_MS) % MINUTES_PER_DAY),
      line,
      raw,
    };
  }
}

/** An interval begins on a minute or a second behind it, and ends on one or a second before it. */
function minuteOf(text: string): number {
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0] = text.split(/[/ :]/).map(Number);
  return Math.round(Date.UTC(year, month - 1, day, hour, minute, second) / MINUTE_MS) * MINUTE_MS;
}

async function* readings(file: string): AsyncGenerator<Row> {
  const supplied = await suppliedWay(details(file));
  let rows = 0;
  for await (const { icp, way, start, end, text, line, raw } of details(file)) {
    if (rows === 0) yield readingsHeading(POINT);
    rows += 1;
    const direction = way === supplied ? DIRECTION.import : DIRECTION.export;
    yield readingRow({ point: icp, direction, unit: 'kWh', start, end, value: text, line, raw });
  }
}
