/** SQL that turns the text of a value into kilowatt-hours, exactly. */
import { literal } from '../../../shared/database/duckdb.ts';
import {
  inKilowattHour,
  isPower,
  type Layout,
  UNIT_EXPONENTS,
  UNITS,
  type Unit,
} from '../../../shared/readings/layout.ts';
import { COMMON_UNIT_TEXTS, EXACT_UNIT_TEXTS, UNIT_TEXTS } from '../../../shared/readings/units.ts';
import { columnWithRole, slotsOf, valueColumns } from './slots.ts';

/** Other spaces and quotes than those of ASCII, which stand between thousands as well. */
const OTHER_THOUSANDS: ReadonlyMap<string, string> = new Map([
  [' ', '\\x{00a0}\\x{202f}'],
  ["'", '\\x{2019}'],
]);

/** SQL text of a number with a dot, or null where the cell is not written as the file's numbers are. */
export function plainNumber(text: string, { decimal, thousands }: Layout['dialect']): string {
  if (decimal === '.' && thousands === '') return text;
  // Nothing groups thousands then: a number with two separators is none.
  if (decimal === 'both') return `replace(${text}, ',', '.')`;
  const dotted = (value: string) => (decimal === ',' ? `replace(${value}, ',', '.')` : value);
  const ungrouped = (value: string) =>
    decimal === ',' ? `CASE WHEN NOT contains(${value}, '.') THEN ${dotted(value)} END` : value;
  if (thousands === '') return ungrouped(text);
  const others = OTHER_THOUSANDS.get(thousands);
  const plain = others ? `regexp_replace(${text}, '[${others}]', ${literal(thousands)}, 'g')` : text;
  const spaced = `trim(${plain})`;
  const separator = thousands === '.' ? '\\.' : thousands;
  const sign = decimal === '.' ? '\\.' : ',';
  // In India the groups before the last one are of two.
  const pairs = thousands === ',' ? '|\\d{1,2}(,\\d{2})+,\\d{3}' : '';
  const grouped = `^[-+]?(\\d{1,3}(${separator}\\d{3})+${pairs})(${sign}\\d+)?$`;
  return (
    `CASE WHEN regexp_matches(${spaced}, ${literal(grouped)}) ` +
    `THEN ${dotted(`replace(${spaced}, ${literal(thousands)}, '')`)} ` +
    `ELSE ${ungrouped(spaced)} END`
  );
}

/** The number in a cell that may carry a unit or a currency sign; empty where there is none. */
const DIGITS =
  `^\\s*[€$£]?\\s*([-+]?[0-9.,' ` + `\\x{00a0}\\x{202f}]*[0-9][0-9.,]*(?:[eE][-+]?\\d+)?)\\s*[A-Za-z]{0,14}\\s*$`;
/** The number in a cell of a measure of its own, whose unit is its column's: `€ 0.10`, `5 m³`, `21.5 °C`. */
const NUMBER = `^[^0-9.,+-]*([-+]?[0-9.,' \\x{00a0}\\x{202f}]*[0-9][0-9.,]*(?:[eE][-+]?\\d+)?)\\s*(?:[^0-9\\s].*)?$`;
const WORD = '([A-Za-z]+)\\s*$';

export interface ValueSql {
  /** Text of the number with a dot. */
  readonly digits: (text: string) => string;
  /** DECIMAL(18,9): kWh, or kW where `power` holds. */
  readonly amount: (digits: string, text: string) => string;
  /** Whether the amount is one of power. */
  readonly power: (text: string) => string;
  /** Whether the unit is not known; false where it always is. */
  readonly unitUnknown: (text: string) => string;
}

/** @param cell SQL of the slot's number, from 0, where a record has several */
export function valueSql(layout: Layout, cell: string): ValueSql {
  const columns = valueColumns(layout);
  const inCells = columns.some(({ unit_in_cells }) => unit_in_cells === true);
  const byColumn = columnWithRole(layout, 'unit') !== undefined;
  const units = new Set(columns.map(({ unit }) => unit));
  const [only] = units;
  const measures = columns.some(({ quantity_unit }) => quantity_unit !== undefined);
  const pattern = measures ? NUMBER : inCells ? DIGITS : undefined;
  const digits = (text: string) => {
    const number = pattern ? `nullif(trim(regexp_extract(${text}, ${literal(pattern)}, 1)), '')` : text;
    return plainNumber(number, layout.dialect);
  };
  if (units.size === 1 && only && !inCells && !byColumn) {
    return {
      digits,
      amount: (number) => inUnit(number, only),
      power: () => String(isPower(only)),
      unitUnknown: () => 'false',
    };
  }
  const ofSlot = slotUnit(layout, cell);
  const named = (word: string) => unitNamed(`trim(${word})`);
  const unitSql = (text: string) => {
    if (byColumn) return named('unit');
    return inCells
      ? `CASE WHEN regexp_matches(${text}, '[A-Za-z]\\s*$') ` +
          `THEN ${named(`regexp_extract(${text}, ${literal(WORD)}, 1)`)} ELSE ${ofSlot} END`
      : ofSlot;
  };
  const possible: readonly Unit[] = byColumn || inCells ? UNITS : [...units].flatMap((unit) => unit ?? []);
  const inEach = (number: string) => possible.map((unit) => `WHEN ${literal(unit)} THEN ${inUnit(number, unit)}`);
  return {
    digits,
    amount: (number, text) => `CASE ${unitSql(text)} ${inEach(number).join(' ')} END`,
    power: (text) =>
      possible.some(isPower)
        ? `coalesce(list_contains([${UNITS.filter(isPower).map(literal).join(', ')}], ${unitSql(text)}), false)`
        : 'false',
    unitUnknown: (text) => `(${unitSql(text)}) IS NULL`,
  };
}

/** SQL: the unit that a word is. Most rows are recognised by the first spellings. */
function unitNamed(word: string): string {
  const when = (texts: typeof UNIT_TEXTS) =>
    texts.map(([text, unit]) => `WHEN ${literal(text)} THEN ${literal(unit)}`).join(' ');
  // `kWh (thousand Watt-hours)`: what stands in brackets explains it.
  const short = `regexp_replace(${word}, '^(\\pL+)\\s*\\([^)]*\\)$', '\\1')`;
  const compact = `replace(replace(replace(lower(${short}), ' ', ''), '-', ''), '_', '')`;
  return (
    `CASE ${word} ${when(EXACT_UNIT_TEXTS)} ELSE CASE lower(${word}) ${when(COMMON_UNIT_TEXTS)} ` +
    `ELSE CASE ${compact} ${when(UNIT_TEXTS)} END END END`
  );
}

/** Exact: the scale of the first cast leaves nine decimals of a kilowatt-hour. */
function inUnit(number: string, unit: Unit): string {
  const scaled = inPowerOfTen(number, unit);
  const divisor = inKilowattHour(unit);
  return divisor === 1 ? scaled : `CAST((${scaled}) / ${divisor} AS DECIMAL(18,9))`;
}

function inPowerOfTen(number: string, unit: Unit): string {
  const exponent = UNIT_EXPONENTS[unit];
  if (exponent === 0) return `try_cast(${number} AS DECIMAL(18,9))`;
  if (exponent < 0) {
    const digits = -exponent;
    return (
      `CAST(try_cast(${number} AS DECIMAL(18,${9 - digits})) ` +
      `* ${(10 ** exponent).toFixed(digits)} AS DECIMAL(18,9))`
    );
  }
  // The wide product takes forty times as long; few numbers have so many digits that they need it.
  const factor = 10 ** exponent;
  return (
    `CASE WHEN length(${number}) <= ${13 - exponent} AND NOT contains(lower(${number}), 'e') ` +
    `THEN CAST(try_cast(${number} AS DECIMAL(15,9)) * ${factor} AS DECIMAL(18,9)) ` +
    `ELSE CAST(CAST(try_cast(${number} AS DECIMAL(18,12)) AS DECIMAL(38,12)) * ${factor} AS DECIMAL(18,9)) END`
  );
}

function slotUnit(layout: Layout, cell: string): string {
  const units = slotsOf(layout).map(({ column }) => column.unit);
  const [first] = units;
  const text = (unit: Unit | undefined) => (unit ? literal(unit) : 'NULL');
  if (units.every((unit) => unit === first)) return `${text(first)}::VARCHAR`;
  return `[${units.map(text).join(', ')}][${cell} + 1]`;
}
