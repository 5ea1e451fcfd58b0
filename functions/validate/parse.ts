/**
 * The SQL that turns a file into typed readings. Everything is read as text and converted by expressions, so that a bad
 * cell rejects itself and never a whole block; the common forms take the fast way through each CASE.
 */
import { identifier, literal } from '../../shared/duckdb.ts';
import { CODES, EARLIEST, FUTURE_HOURS, GOOD, MAX_KWH, MAX_NAME_LENGTH, MISSING, MISSING_WORDS } from './codes.ts';
import type { Role } from './layout.ts';
import type { Recognised } from './recognise.ts';

/** Longer lines are not readings; DuckDB rejects them one by one. */
const MAX_LINE_BYTES = 1024 * 1024;
/** No JSON text holds this character unescaped, so that a whole line is one column. */
const UNIT_SEPARATOR = '\u001f';

export interface ParseOptions {
  readonly file: string;
  readonly recognised: Recognised;
  /** Zone of timestamps without an offset. */
  readonly timeZone: string;
  /** Site of records that name none. */
  readonly siteId: string;
  readonly now: Date;
  /**
   * Adds `n`, the record's ordinal from 1, and looks at every name. That costs parallelism and a regular expression a
   * row, so it is done only when a record is at fault and must be found again; names are first checked series by series.
   */
  readonly numbered: boolean;
  /** Reads line breaks of several kinds in one file. */
  readonly lenient: boolean;
  /** DuckDB tables that receive the records which cannot be taken apart. */
  readonly rejects: { readonly errors: string; readonly scans: string };
}

export const APPLIANCE_OF_A_WHOLE_SITE = 'total';

/** `2026-10-01 00:00:00` or with a T: what nearly every file has, and what DuckDB's own cast reads fastest. */
const COMMON_TIME = '____-__-_____:__:__';

/** The file as a relation of text columns: `site, appliance, time, consumed, generated, malformed`. */
function textColumns(options: ParseOptions): string {
  const { recognised, file } = options;
  const rejects =
    `store_rejects = true, rejects_table = ${literal(options.rejects.errors)}, ` +
    `rejects_scan = ${literal(options.rejects.scans)}, rejects_limit = 0, max_line_size = ${MAX_LINE_BYTES}`;
  const ordinal = options.numbered ? 'row_number() OVER () AS n, ' : '';

  if (recognised.format === 'csv') {
    const names = Array.from({ length: recognised.columns }, (_, index) => `'c${index}': 'VARCHAR'`).join(', ');
    const column = (role: Role) => {
      const found = recognised.layout.columns[role];
      return found ? identifier(`c${found.index}`) : 'NULL::VARCHAR';
    };
    return (
      `SELECT ${ordinal}${column('site')} AS site, ${column('appliance')} AS appliance, ${column('timestamp')} AS time, ` +
      `${column('consumed')} AS consumed, ${column('generated')} AS generated, false AS malformed ` +
      `FROM read_csv(${literal(file)}, auto_detect = false, header = true, all_varchar = true, columns = {${names}}, ` +
      `delim = ${literal(recognised.delimiter)}, quote = '"', escape = '"', strict_mode = ${!options.lenient}, ${rejects})`
    );
  }

  const paths: string[] = [];
  const member = (role: Role) => {
    const found = recognised.layout.columns[role];
    if (!found) return 'NULL::VARCHAR';
    paths.push(`$."${found.name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
    return `v[${paths.length}]`;
  };
  const members =
    `${member('site')} AS site, ${member('appliance')} AS appliance, ${member('timestamp')} AS time, ` +
    `${member('consumed')} AS consumed, ${member('generated')} AS generated, v IS NULL AS malformed`;
  return (
    `SELECT ${options.numbered ? 'n, ' : ''}${members} FROM (` +
    `SELECT ${ordinal}CASE WHEN json_valid(line) AND json_type(line) = 'OBJECT' ` +
    `THEN json_extract_string(line, [${paths.map(literal).join(', ')}]) END AS v ` +
    `FROM read_csv(${literal(file)}, auto_detect = false, header = false, all_varchar = true, ` +
    `columns = {'line': 'VARCHAR'}, delim = ${literal(UNIT_SEPARATOR)}, quote = '', escape = '', strict_mode = false, ` +
    `${rejects}) WHERE line IS NOT NULL)`
  );
}

/** How the parsed records are kept: what differs from record to record is stored, the rest is a constant of the view. */
export interface ParsedRelation {
  /** Query whose result is stored. */
  readonly stored: string;
  /** Select list over the stored columns that gives every column of a stage. */
  readonly view: string;
}

/**
 * One row per record: `[n,] site_id, appliance, timestamp, utc, kwh, generated_kwh` and one byte each for what became of
 * the record (`row_code`), of the consumption (`kwh_code`) and of the generation (`generated_code`).
 */
export function parseRelation(options: ParseOptions): ParsedRelation {
  const { columns } = options.recognised.layout;
  const isUtc = options.timeZone === 'UTC';
  const common = options.recognised.commonTimes && !options.numbered;

  const stored: string[] = options.numbered ? ['n'] : [];
  const view: string[] = options.numbered ? ['n'] : [];
  const store = (name: string, sql: string) => {
    stored.push(`${sql} AS ${name}`);
    view.push(name);
  };
  const constant = (name: string, sql: string) => view.push(`${sql} AS ${name}`);

  if (columns.site) store('site_id', 'site_id');
  else constant('site_id', literal(options.siteId));
  if (columns.appliance) store('appliance', 'appliance_name');
  else constant('appliance', literal(APPLIANCE_OF_A_WHOLE_SITE));
  store('timestamp', 'timestamp');
  if (common && isUtc) constant('utc', 'timestamp');
  else store('utc', 'utc');
  store('row_code', `CAST(${rowCode(options)} AS UTINYINT)`);
  for (const [role, value, code] of [
    ['consumed', 'kwh', 'kwh_code'],
    ['generated', 'generated_kwh', 'generated_code'],
  ] as const) {
    if (columns[role]) {
      store(value, value);
      store(code, `CAST(${valueCode(role, value)} AS UTINYINT)`);
    } else {
      constant(value, 'NULL::DECIMAL(18,9)');
      constant(code, `${MISSING}::UTINYINT`);
    }
  }
  return { stored: `SELECT ${stored.join(', ')} FROM (${typedColumns(options, common)})`, view: view.join(', ') };
}

/** Text columns, and beside them `site_id, appliance_name, timestamp, utc, skipped, kwh, generated_kwh`. */
function typedColumns(options: ParseOptions, common: boolean): string {
  const zone = literal(options.timeZone);
  const isUtc = options.timeZone === 'UTC';
  const { columns } = options.recognised.layout;
  // Trimming costs as much as reading: in the common way, a name that needs it is found in the table of series instead.
  const named = (role: 'site' | 'appliance', otherwise: string) =>
    columns[role] ? (common ? role : `coalesce(trim(${role}), '')`) : literal(otherwise);
  const names =
    `${named('site', options.siteId)} AS site_id, ` +
    `${named('appliance', APPLIANCE_OF_A_WHOLE_SITE)} AS appliance_name, ` +
    `${energy('consumed')} AS kwh, ${energy('generated')} AS generated_kwh`;
  const toUtc = (local: string) => (isUtc ? local : `timezone('UTC', timezone(${zone}, ${local}))`);
  const toLocal = (utc: string) => (isUtc ? utc : `timezone(${zone}, timezone('UTC', ${utc}))`);

  if (common) {
    // Anything but the common form becomes null, is thereby found at fault, and is read again the general way.
    const local = `SELECT *, CASE WHEN time LIKE '${COMMON_TIME}' THEN try_cast(time AS TIMESTAMP) END AS timestamp, ${names} FROM (${textColumns(options)})`;
    if (isUtc) return `SELECT *, timestamp AS utc, false AS skipped FROM (${local})`;
    const placed = `SELECT *, ${toUtc('timestamp')} AS utc FROM (${local})`;
    return `SELECT *, ${toLocal('utc')} <> timestamp AS skipped FROM (${placed})`;
  }
  const texts = `SELECT *, ${wallClock('time')} AS parts, ${names} FROM (${textColumns(options)})`;
  const stamped =
    `SELECT * EXCLUDE (parts), CASE WHEN parts IS NULL THEN try_cast(time AS TIMESTAMP) ` +
    `ELSE ${fromParts('parts')} END AS local, ${offsetMinutes('parts')} AS offset_minutes FROM (${texts})`;
  const placed =
    `SELECT *, CASE WHEN offset_minutes IS NOT NULL THEN local - to_minutes(offset_minutes) ` +
    `ELSE ${toUtc('local')} END AS utc FROM (${stamped})`;
  return (
    `SELECT *, CASE WHEN offset_minutes IS NULL THEN local ELSE ${toLocal('utc')} END AS timestamp, ` +
    `${isUtc ? 'false' : `offset_minutes IS NULL AND ${toLocal('utc')} <> local`} AS skipped FROM (${placed})`
  );
}

function code(name: keyof typeof CODES): number {
  return CODES[name].number;
}

function rowCode(options: ParseOptions): string {
  const latest = new Date(options.now.getTime() + FUTURE_HOURS * 3_600_000).toISOString().slice(0, 19);
  const name = options.numbered
    ? `CASE WHEN ${isBadName('site_id')} OR ${isBadName('appliance_name')} THEN ${code('NAME_INVALID')} ELSE ${GOOD} END`
    : `${GOOD}`;
  return (
    `CASE WHEN malformed THEN ${code('RECORD_MALFORMED')} ` +
    `WHEN utc BETWEEN TIMESTAMP '${EARLIEST}' AND TIMESTAMP '${latest}' AND NOT skipped THEN ${name} ` +
    `WHEN utc IS NULL THEN CASE WHEN ${isMissing('time')} THEN ${code('TIMESTAMP_MISSING')} ELSE ${code('TIMESTAMP_INVALID')} END ` +
    `WHEN skipped THEN ${code('TIME_NONEXISTENT')} ELSE ${code('TIMESTAMP_IMPLAUSIBLE')} END`
  );
}

function valueCode(text: string, value: string): string {
  return (
    `CASE WHEN malformed THEN ${code('RECORD_MALFORMED')} ` +
    `WHEN ${value} BETWEEN -${MAX_KWH} AND ${MAX_KWH} AND NOT contains(${text}, '_') THEN ${GOOD} ` +
    `WHEN ${isMissing(text)} THEN ${MISSING} ` +
    `WHEN contains(${text}, '_') OR try_cast(${text} AS DOUBLE) IS NULL OR isnan(try_cast(${text} AS DOUBLE)) ` +
    `OR lower(${text}) LIKE '%inf%' THEN ${code('VALUE_INVALID')} ELSE ${code('VALUE_IMPLAUSIBLE')} END`
  );
}

/** SQL: whether the name of a site or an appliance is refused, or is not written as it is meant. Never null. */
export function isBadName(name: string): string {
  return `(${name} IS NULL OR ${name} <> trim(${name}) OR length(${name}) NOT BETWEEN 1 AND ${MAX_NAME_LENGTH} OR regexp_matches(${name}, '[\\x00-\\x1f\\x7f]'))`;
}

/** A cell that gives nothing. Not `IN`: DuckDB makes a join of it, which every row passes before its CASE is looked at. */
function isMissing(text: string): string {
  return `(${text} IS NULL OR list_contains([${MISSING_WORDS.map(literal).join(', ')}], lower(trim(${text}))))`;
}

function energy(text: string): string {
  return `try_cast(${text} AS DECIMAL(18,9))`;
}

/**
 * The parts of a timestamp that is not in the common form; null for the common form. The cast alone would not do: it
 * drops an offset without a word.
 */
function wallClock(text: string): string {
  const pattern =
    '^\\s*(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[Tt ]\\s*(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?' +
    '\\s*([Zz]|UTC|[+-]\\d{2}(?::?\\d{2})?)?\\s*$';
  return (
    `CASE WHEN ${text} LIKE '${COMMON_TIME}' THEN NULL ELSE regexp_extract(${text}, ${literal(pattern)}, ` +
    `['y', 'mo', 'd', 'h', 'mi', 's', 'f', 'z']) END`
  );
}

function fromParts(parts: string): string {
  const p = (name: string) => `${parts}.${name}`;
  const padded = (name: string) => `lpad(CASE WHEN ${p(name)} = '' THEN '0' ELSE ${p(name)} END, 2, '0')`;
  return (
    `try_cast(${p('y')} || '-' || ${padded('mo')} || '-' || ${padded('d')} || ' ' || ${padded('h')} || ':' || ` +
    `${padded('mi')} || ':' || ${padded('s')} || CASE WHEN ${p('f')} = '' THEN '' ELSE '.' || ${p('f')} END AS TIMESTAMP)`
  );
}

/** Minutes east of UTC that the timestamp itself gives, else null. */
function offsetMinutes(parts: string): string {
  const z = `${parts}.z`;
  return (
    `CASE WHEN ${parts} IS NULL OR ${z} = '' THEN NULL WHEN ${z} IN ('Z', 'z', 'UTC') THEN 0 ` +
    `ELSE (CASE WHEN ${z}[1] = '-' THEN -1 ELSE 1 END) * (${z}[2:3]::INTEGER * 60 + ` +
    `CASE WHEN length(${z}) > 3 THEN ${z}[-2:]::INTEGER ELSE 0 END) END`
  );
}
