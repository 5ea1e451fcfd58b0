/**
 * The line protocol of InfluxDB: a measurement with tags, fields with values, and a time since 1970.
 * https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/
 */
import { otherUnitOf, unitIn, unitOf } from '../../../shared/readings/units.ts';
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';

export const influxLines: FileFormat = {
  name: 'influx-lines',
  detect: { by: 'text', is: ({ text }) => isLineProtocol(text) },
  holds: 'cells',
  fixes: { settings: { decimal: '.' } },
  ...asRows(rowsOf, 'The file holds no field with a number.'),
};

const LINES_LOOKED_AT = 20;
const MOST = 0.8;

/** `measurement,tag=value field=1.5,other=2i 1748901600000000000`; a backslash takes the meaning from the next sign. */
const LINE = /^((?:\\.|[^\s\\])+)\s+((?:"(?:\\.|[^"\\])*"|\\.|[^\s"\\])+)\s+(\d{10}(?:\d{3}){0,3})\s*$/;
const FIELDS = /((?:\\.|[^,=\\\s])+)=("(?:\\.|[^"\\])*"|[^,]+)/g;

function isLineProtocol(text: string): boolean {
  const lines = text.split('\n', LINES_LOOKED_AT + 1).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const whole = lines.slice(0, LINES_LOOKED_AT);
  return whole.length > 1 && whole.filter((line) => LINE.exec(line)?.[2]?.includes('=')).length >= MOST * whole.length;
}

async function* rowsOf(file: string): AsyncGenerator<Row> {
  const fields = await fieldsOfAll(file);
  yield* fields.length > 1 ? columnsOf(file, fields) : seriesOf(file);
}

/** @returns names of the numbers, where nearly all lines hold all of them: then each is a column */
async function fieldsOfAll(file: string): Promise<string[]> {
  const counts = new Map<string, number>();
  let lines = 0;
  for await (const raw of linesOf(file)) {
    const found = LINE.exec(raw);
    if (!found || raw.startsWith('#')) continue;
    lines += 1;
    for (const { field } of numbersIn(found[2] ?? '')) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return [...counts.values()].every((count) => count >= MOST * lines) ? [...counts.keys()] : [];
}

function numbersIn(fields: string): { field: string; value: string }[] {
  return [...fields.matchAll(FIELDS)].flatMap(([, field = '', written = '']) => {
    const value = /^([-+]?[\d.]+(?:e[-+]?\d+)?)[iu]?$/i.exec(written)?.[1];
    return value === undefined ? [] : [{ field: plain(field), value }];
  });
}

async function* columnsOf(file: string, names: readonly string[]): AsyncGenerator<Row> {
  let line = 0;
  yield { cells: ['time', 'name', ...names], line: 0, raw: '' };
  for await (const raw of linesOf(file)) {
    line += 1;
    if (raw.trim() === '' || raw.startsWith('#')) continue;
    const found = LINE.exec(raw);
    const own = new Map(numbersIn(found?.[2] ?? '').map(({ field, value }) => [field, value]));
    const time = found ? milliseconds(found[3] ?? '') : raw.slice(0, 200);
    const [measurement = '', ...tags] = (found?.[1] ?? '').split(/(?<!\\),/).map(plain);
    yield {
      cells: [time, meaningOf(measurement, tags, 'value').name, ...names.map((name) => own.get(name) ?? '')],
      line,
      raw,
    };
  }
}

/** Statements that an export of a database begins with. */
const STATEMENT = /^\s*(?:CREATE|USE)\s/;

async function* seriesOf(file: string): AsyncGenerator<Row> {
  let line = 0;
  yield { cells: ['time', 'name', 'unit', 'value'], line: 0, raw: '' };
  for await (const raw of linesOf(file)) {
    line += 1;
    if (raw.trim() === '' || raw.startsWith('#') || STATEMENT.test(raw)) continue;
    const found = LINE.exec(raw);
    if (!found) {
      yield { cells: [raw.slice(0, 200), '', '', ''], line, raw };
      continue;
    }
    const [, head = '', fields = '', time = ''] = found;
    const [measurement = '', ...tags] = head.split(/(?<!\\),/).map(plain);
    for (const { field, value } of numbersIn(fields)) {
      const { name, unit } = meaningOf(measurement, tags, field);
      yield { cells: [milliseconds(time), name, unit, value], line, raw };
    }
  }
}

function plain(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

/** A unit may be the measurement, a tag or the field; what else there is names the series. */
function meaningOf(measurement: string, tags: readonly string[], field: string): { name: string; unit: string } {
  const said = tags.map((tag) => tag.slice(tag.indexOf('=') + 1));
  const isUnit = (text: string) => unitOf(text) !== undefined || otherUnitOf(text) !== undefined;
  const unit = [measurement, field, ...said].find(isUnit) ?? '';
  const entity = tags.find((tag) => /^(?:entity_id|device|name|friendly_name|sensor)=/.test(tag));
  const own = [measurement, entity?.slice(entity.indexOf('=') + 1) ?? '', field === 'value' ? '' : field];
  const name = own.filter((text) => text !== '' && text !== unit).join(' ') || 'total';
  return { name, unit: unit === '' ? (unitIn(field)?.unit ?? '') : unit };
}

const MILLISECONDS_DIGITS = 13;

/** Seconds, milliseconds, microseconds or nanoseconds, by the number of digits. */
function milliseconds(time: string): string {
  return time.padEnd(MILLISECONDS_DIGITS, '0').slice(0, MILLISECONDS_DIGITS);
}
