/**
 * InfluxDB's annotated CSV: tables and blocks, each with rows of annotations (#datatype, #group, #default) and a
 * heading of its own. `_time` is when, `_value` what, and the columns without an underscore name the series.
 * https://docs.influxdata.com (Annotated CSV)
 */
import { linesOf } from '../open/index.ts';
import { splitCells } from './csv.ts';
import type { FileFormat } from './format.ts';
import { unitNamed } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

export const influx: FileFormat = {
  name: 'influx',
  detect: {
    by: 'text',
    is: ({ text }) => /^\s*(#(group|datatype|default),[^\r\n]*[\r\n]+){1,3},?result,table,/i.test(text),
  },
  holds: 'cells',
  fixes: { settings: { decimal: '.' } },
  ...asRows(readings, 'The annotated CSV holds no row with a number.'),
};

interface Heading {
  readonly names: readonly string[];
  readonly types: readonly string[];
}

interface Value {
  readonly series: string;
  readonly unit: string;
  readonly time: string;
  readonly value: string;
  readonly line: number;
  readonly raw: string;
}

const NUMBER_TYPES = ['double', 'long', 'unsignedLong'];
/** Columns that say nothing of a series. */
const NO_TAGS = ['', 'result', 'table', 'domain', 'unit', 'unit_of_measurement', 'friendly_name', 'friendly_name_str'];

async function* values(file: string): AsyncGenerator<Value> {
  let types: readonly string[] = [];
  let heading: Heading | undefined;
  let line = 0;
  for await (const raw of linesOf(file)) {
    line += 1;
    if (raw.trim() === '') {
      heading = undefined;
      continue;
    }
    const cells = splitCells(raw, ',');
    if (raw.startsWith('#')) {
      if (/^#datatype/i.test(raw)) types = cells;
      heading = undefined;
    } else if (!heading) heading = { names: cells, types };
    else yield* valuesOf(heading, cells, line, raw);
  }
}

function* valuesOf({ names, types }: Heading, cells: readonly string[], line: number, raw: string): Generator<Value> {
  const cell = (name: string) => cells[names.indexOf(name)] ?? '';
  const tags = names.flatMap((name, at) =>
    name.startsWith('_') || NO_TAGS.includes(name) || NUMBER_TYPES.includes(types[at] ?? '') ? [] : (cells[at] ?? ''),
  );
  const [field, measurement] = [cell('_field'), cell('_measurement')];
  const said = [cell('unit'), cell('unit_of_measurement'), measurement, field];
  const unit = said.find((text) => unitNamed(text) !== undefined) ?? '';
  const named = tags.filter((tag) => tag !== '').join(' ');
  const time = cell('_time');
  for (const [at, name] of names.entries()) {
    if (!NUMBER_TYPES.includes(types[at] ?? '') || name === 'table') continue;
    if (name === '_value')
      yield { series: named || field || measurement, unit, time, value: cells[at] ?? '', line, raw };
    // A pivoted table has a column for each field.
    else if (!name.startsWith('_')) {
      yield {
        series: [named, name].filter(Boolean).join(' '),
        unit: unitNamed(name) ?? unit,
        time,
        value: cells[at] ?? '',
        line,
        raw,
      };
    }
  }
}

async function* readings(file: string): AsyncGenerator<Row> {
  let withUnit = false;
  for await (const { unit } of values(file)) if (unit !== '') withUnit = true;
  let rows = 0;
  for await (const { series, unit, time, value, line, raw } of values(file)) {
    if (rows === 0) yield { cells: ['time', 'name', ...(withUnit ? ['unit'] : []), 'value'], line: 0, raw: '' };
    rows += 1;
    yield { cells: [time, series, ...(withUnit ? [unit] : []), value], line, raw };
  }
}
