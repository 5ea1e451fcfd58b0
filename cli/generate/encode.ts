import type { Field, GeneratedRow, Plan } from './plan.ts';

export type Format = 'csv' | 'ndjson' | 'json';

/** Text of the four decimals, made once: formatting numbers one by one would take longer than drawing them. */
const DECIMALS = Array.from({ length: 10_000 }, (_, value) => `.${String(value).padStart(4, '0')}`);

/** @param units energy in 0.0001 kWh, not negative */
function formatKwh(units: number): string {
  return `${Math.floor(units / 10_000)}${DECIMALS[units % 10_000]}`;
}

function text(field: Field): string {
  return typeof field === 'number' ? formatKwh(field) : field;
}

/** How a file of this format begins, separates its rows and ends. None of the generators' texts needs quoting. */
interface Encoder {
  readonly head: string;
  readonly tail: string;
  /** @param first whether this is the file's first row */
  row(fields: readonly Field[], first: boolean): string;
}

export function encoderFor(format: Format, columns: readonly string[]): Encoder {
  const names = columns.map((column) => `${JSON.stringify(column)}:`);
  const object = (fields: readonly Field[]): string => {
    const pairs = fields.map((field, at) => names[at] + (typeof field === 'number' ? formatKwh(field) : `"${field}"`));
    return `{${pairs.join(',')}}`;
  };
  switch (format) {
    case 'csv':
      return { head: `${columns.join(',')}\n`, tail: '', row: csvRow };
    case 'ndjson':
      return { head: '', tail: '', row: (fields) => `${object(fields)}\n` };
    case 'json':
      return { head: '[\n', tail: '\n]\n', row: (fields, first) => (first ? '' : ',\n') + object(fields) };
  }
}

function csvRow(fields: readonly Field[]): string {
  let line = '';
  for (const field of fields) line += line === '' ? text(field) : `,${text(field)}`;
  return `${line}\n`;
}

/** The header of the list of anomalies. */
export function truthHeader(plan: Plan): string {
  return `row,${plan.keys.join(',')},column,kwh,expected_kwh,factor\n`;
}

/**
 * One line of the list of anomalies.
 * @param row the record's number in the file, from 1
 * @returns an empty text when the row is an ordinary one
 */
export function truthLine(plan: Plan, row: number, { fields, anomaly }: GeneratedRow): string {
  if (!anomaly) return '';
  const value = (column: string) => text(fields[plan.columns.indexOf(column)] ?? '');
  const keys = plan.keys.map(value).join(',');
  return `${row},${keys},${anomaly.column},${value(anomaly.column)},${formatKwh(anomaly.expected)},${anomaly.factor}\n`;
}
