/** The file as a relation of text columns: everything is read as text, so that a bad cell rejects itself only. */
import { identifier, literal } from '../../../shared/database/duckdb.ts';
import type { Layout, LayoutColumn } from '../../../shared/readings/layout.ts';
import { holds } from '../formats/index.ts';
import { MAX_LINE_BYTES } from '../open/index.ts';
import { BETWEEN_ENDS, CLOCK_END } from '../recognise/calendar.ts';
import { CLOSING_LINE } from '../vocabulary/column-names.ts';
import { NO, REMARK_KEEPS, REMARK_LEAVES_OUT, YES } from '../vocabulary/validity-words.ts';
import { columnWithRole, endBesideStart, slotsOf } from './slots.ts';

/** No JSON text holds this character unescaped, so that a whole line is one column. */
const UNIT_SEPARATOR = '\u001f';

export interface TextOptions {
  readonly file: string;
  readonly layout: Layout;
  /** Adds `n`, the record's ordinal from 1; costs parallelism. */
  readonly numbered: boolean;
  /** Reads line breaks of several kinds in one file. */
  readonly lenient: boolean;
  /** DuckDB tables that receive the records which cannot be taken apart. */
  readonly rejects: { readonly errors: string; readonly scans: string };
}

type Cell = (column: LayoutColumn) => string;

/**
 * SQL: `[n,] malformed, site, appliance, time, slot, [zone_name,] [quality_text,] [left_out,] [other_kind,]
 * [version,] [multiplier,] unit,
 * direction, value, header_again, closes`; the value is a list, one text a slot, where a record has several slots.
 */
export function textColumns(options: TextOptions): string {
  const { layout } = options;
  const ordinal = options.numbered ? 'row_number() OVER () AS n, ' : '';
  if (holds(layout) === 'objects') return jsonColumns(options, ordinal);
  const { delimiter = ',', width, ragged, header } = layout.dialect;
  const names = Array.from({ length: width }, (_, index) => `'c${index}': 'VARCHAR'`).join(', ');
  const cell: Cell = ({ index }) => identifier(`c${index}`);
  return (
    `SELECT ${ordinal}false AS ` +
    `malformed, ${members(layout, cell)}, ${options.numbered && header ? headerAgain(layout, cell) : 'false'} ` +
    `AS header_again, ${options.numbered && header ? closesTable(layout, cell) : 'false'} AS closes ` +
    `FROM read_csv(${literal(options.file)}, auto_detect = false, header = ${header}, ` +
    `all_varchar = true, columns = {${names}}, ` +
    `delim = ${literal(delimiter)}, quote = '"', escape = '"', strict_mode = ${!options.lenient}, ` +
    `${ragged ? 'null_padding = true, ' : ''}${rejectOptions(options)})`
  );
}

function rejectOptions({ rejects }: TextOptions): string {
  return (
    `store_rejects = true, rejects_table = ${literal(rejects.errors)}, ` +
    `rejects_scan = ${literal(rejects.scans)}, rejects_limit = 0, max_line_size = ${MAX_LINE_BYTES}`
  );
}

function jsonColumns(options: TextOptions, ordinal: string): string {
  const paths: string[] = [];
  const cell: Cell = ({ name }) => {
    paths.push(`$."${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
    return `v[${paths.length}]`;
  };
  const selected = members(options.layout, cell);
  return (
    `SELECT ${options.numbered ? 'n, ' : ''}v IS NULL AS malformed, ${selected}, ` +
    `false AS header_again, false AS closes FROM (` +
    `SELECT ${ordinal}CASE WHEN json_valid(line) AND json_type(line) = 'OBJECT' ` +
    `THEN json_extract_string(line, [${paths.map(literal).join(', ')}]) END AS v ` +
    `FROM read_csv(${literal(options.file)}, auto_detect = false, header = false, all_varchar = true, ` +
    `columns = {'line': 'VARCHAR'}, delim = ${literal(UNIT_SEPARATOR)}, quote = '', ` +
    `escape = '', strict_mode = false, ` +
    `${rejectOptions(options)}) WHERE line IS NOT NULL)`
  );
}

function members(layout: Layout, cell: Cell): string {
  const text = (role: LayoutColumn['role']) => {
    const column = columnWithRole(layout, role);
    return column ? cell(column) : 'NULL::VARCHAR';
  };
  const texts = slotsOf(layout).map(({ column }) => cell(column));
  const value = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const end = endBesideStart(layout);
  const ends = end ? `${endText(layout, end, cell)} AS end_time, ` : '';
  const zone = columnWithRole(layout, 'zone') ? `${text('zone')} AS zone_name, ` : '';
  const version = columnWithRole(layout, 'version') ? `${text('version')} AS version, ` : '';
  const multiplier = columnWithRole(layout, 'multiplier') ? `${text('multiplier')} AS multiplier, ` : '';
  const invalid = layout.columns.flatMap((column) =>
    column.says_invalid ? [leavesOut(column.says_invalid, cell(column))] : [],
  );
  const kinds = layout.columns.flatMap((column) => (column.only ? [isNoneOf(column.only, cell(column))] : []));
  const other = kinds.length > 0 ? `(${kinds.join(' OR ')}) AS other_kind, ` : '';
  const left = invalid.length > 0 ? `(${invalid.join(' OR ')}) AS left_out, ` : '';
  const quality = columnWithRole(layout, 'quality') ? `${text('quality')} AS quality_text, ` : '';
  return (
    `${text('site')} AS site, ${text('appliance')} AS appliance, ${timeText(layout, cell)} ` +
    `AS time, ${text('hour')} AS slot, ` +
    `${ends}${zone}${quality}${left}${other}${version}${multiplier}${text('unit')} AS unit, ` +
    `${text('measure')} AS direction, ${value} AS value`
  );
}

function isNoneOf(counted: readonly string[], cell: string): string {
  return `NOT list_contains([${counted.map(literal).join(', ')}], trim(coalesce(${cell}, '')))`;
}

/** SQL: whether a cell takes its record out. Never null. */
function leavesOut(says: NonNullable<LayoutColumn['says_invalid']>, cell: string): string {
  const text = `lower(trim(coalesce(${cell}, '')))`;
  const isOneOf = (words: readonly string[]) => `list_contains([${words.map(literal).join(', ')}], ${text})`;
  const matches = (pattern: string) => `regexp_matches(${text}, ${literal(pattern)})`;
  switch (says) {
    case 'yes':
      return isOneOf(YES);
    case 'no':
      return isOneOf(NO);
    case 'remark':
      return `(${matches(REMARK_LEAVES_OUT)} AND NOT ${matches(REMARK_KEEPS)})`;
  }
}

/** A time of day ends a reading on the date of its start. */
function endText(layout: Layout, end: LayoutColumn, cell: Cell): string {
  const date = columnWithRole(layout, 'timestamp') ? undefined : columnWithRole(layout, 'date');
  if (!date) return cell(end);
  return dayAndClock(cell(date), cell(end), layout);
}

/** One text: a date and a time of day in two columns are joined; a date without a time is its midnight. */
function timeText(layout: Layout, cell: Cell): string {
  const stamp = columnWithRole(layout, 'timestamp');
  const { date: given } = layout.time;
  if (stamp) return given === undefined ? cell(stamp) : dayAndClock(literal(given), cell(stamp), layout);
  const date = columnWithRole(layout, 'date');
  const end = columnWithRole(layout, 'end');
  const clock = columnWithRole(layout, 'time') ?? (date ? end : undefined);
  if (!date) return end ? cell(end) : 'NULL::VARCHAR';
  const day = cell(date);
  if (!clock) return day;
  return dayAndClock(day, cell(clock), layout);
}

function dayAndClock(day: string, clock: string, layout: Layout): string {
  const digits = `regexp_replace(lpad(trim(${clock}), 4, '0'), '^(\\d\\d)(\\d\\d)$', '\\1:\\2')`;
  // `00:00-01:00`: the end would be read as the distance to UTC.
  const begin =
    `CASE WHEN regexp_matches(${clock}, ${literal(`[\\d分분时時시]${BETWEEN_ENDS}\\d`)}) ` +
    `THEN regexp_replace(${clock}, ${literal(CLOCK_END)}, '') ELSE ${clock} END`;
  const time = layout.time.compact_clock ? digits : begin;
  // A spreadsheet writes 00:00 behind every date.
  const plainDay = `CASE WHEN contains(${day}, ':') THEN split_part(replace(${day}, 'T', ' '), ' ', 1) ELSE ${day} END`;
  return `CASE WHEN ${clock} IS NULL OR trim(${clock}) = '' THEN ${day} ELSE ${plainDay} || ' ' || ${time} END`;
}

/** SQL: whether a record repeats the header in every column that has a role. */
function headerAgain(layout: Layout, cell: Cell): string {
  const used = layout.columns.filter(({ role, name }) => role !== 'ignored' && name !== '').slice(0, 8);
  return `coalesce(${used.map((column) => `trim(${cell(column)}) = ${literal(column.name)}`).join(' AND ')}, false)`;
}

const TIME_ROLES: readonly LayoutColumn['role'][] = ['timestamp', 'date', 'end'];

/** The word for a sum stands among the first columns, such as one of serial numbers. */
const COLUMNS_OF_A_WORD = 8;

/** SQL: whether `Total`, or its like, stands in place of a record's time, or in another cell where no time is. */
function closesTable(layout: Layout, cell: Cell): string {
  const time = layout.columns.find(({ role }) => TIME_ROLES.includes(role));
  if (!time) return 'false';
  const says = (column: LayoutColumn) =>
    `coalesce(regexp_matches(${cell(column)}, ${literal(CLOSING_LINE)}, 'i'), false)`;
  const others = layout.columns.slice(0, COLUMNS_OF_A_WORD).filter((column) => column !== time);
  const elsewhere = ['false', ...others.map(says)].join(' OR ');
  return `CASE WHEN coalesce(trim(${cell(time)}), '') = '' THEN ${elsewhere} ELSE ${says(time)} END`;
}
