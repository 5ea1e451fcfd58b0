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

/**
 * A query of one row per record: `[n,] site, appliance, timestamp, utc, kwh, generated_kwh` and one byte each for what
 * became of the record (`row_code`), of the consumption (`kwh_code`) and of the generation (`generated_code`).
 */
export function parseQuery(options: ParseOptions): string {
  const { recognised } = options;
  const zone = literal(options.timeZone);
  const isUtc = options.timeZone === 'UTC';
  const n = options.numbered ? 'n, ' : '';
  const named = (role: 'site' | 'appliance', otherwise: string) =>
    recognised.layout.columns[role] ? `coalesce(trim(${role}), '')` : literal(otherwise);

  const texts = `SELECT *, ${wallClock('time')} AS parts FROM (${textColumns(options)})`;
  const stamped =
    `SELECT * EXCLUDE (parts), CASE WHEN parts IS NULL THEN try_cast(time AS TIMESTAMP) ` +
    `ELSE ${fromParts('parts')} END AS local, ${offsetMinutes('parts')} AS offset_minutes FROM (${texts})`;
  const placed =
    `SELECT *, CASE WHEN offset_minutes IS NOT NULL THEN local - to_minutes(offset_minutes) ` +
    `ELSE ${isUtc ? 'local' : `timezone('UTC', timezone(${zone}, local))`} END AS utc FROM (${stamped})`;
  const zoned =
    `SELECT * EXCLUDE (local), CASE WHEN offset_minutes IS NULL THEN local ` +
    `ELSE ${isUtc ? 'utc' : `timezone(${zone}, timezone('UTC', utc))`} END AS timestamp, ` +
    `${isUtc ? 'false' : `offset_minutes IS NULL AND timezone(${zone}, timezone('UTC', utc)) <> local`} AS skipped, ` +
    `${energy('consumed')} AS kwh, ${energy('generated')} AS generated_kwh FROM (${placed})`;

  const latest = new Date(options.now.getTime() + FUTURE_HOURS * 3_600_000).toISOString().slice(0, 19);
  const code = (name: keyof typeof CODES) => `${CODES[name].number}`;
  const rowCode =
    `CASE WHEN malformed THEN ${code('RECORD_MALFORMED')} ` +
    `WHEN utc >= TIMESTAMP '${EARLIEST}' AND utc <= TIMESTAMP '${latest}' AND NOT skipped THEN ` +
    `CASE WHEN ${options.numbered ? `${isBadName('site_id')} OR ${isBadName('appliance_name')}` : 'false'} ` +
    `THEN ${code('NAME_INVALID')} ELSE ${GOOD} END ` +
    `WHEN utc IS NULL THEN CASE WHEN ${isMissing('time')} THEN ${code('TIMESTAMP_MISSING')} ELSE ${code('TIMESTAMP_INVALID')} END ` +
    `WHEN skipped THEN ${code('TIME_NONEXISTENT')} ELSE ${code('TIMESTAMP_IMPLAUSIBLE')} END`;
  const valueCode = (text: string, value: string) =>
    `CASE WHEN malformed THEN ${code('RECORD_MALFORMED')} ` +
    `WHEN ${value} BETWEEN -${MAX_KWH} AND ${MAX_KWH} AND NOT contains(${text}, '_') THEN ${GOOD} ` +
    `WHEN ${isMissing(text)} THEN ${MISSING} ` +
    `WHEN contains(${text}, '_') OR try_cast(${text} AS DOUBLE) IS NULL OR isnan(try_cast(${text} AS DOUBLE)) ` +
    `OR lower(${text}) LIKE '%inf%' THEN ${code('VALUE_INVALID')} ELSE ${code('VALUE_IMPLAUSIBLE')} END`;

  return (
    `SELECT ${n}site_id, appliance_name AS appliance, timestamp, utc, kwh, generated_kwh, ` +
    `CAST(${rowCode} AS UTINYINT) AS row_code, ` +
    `CAST(${valueCode('consumed', 'kwh')} AS UTINYINT) AS kwh_code, ` +
    `CAST(${valueCode('generated', 'generated_kwh')} AS UTINYINT) AS generated_code ` +
    `FROM (SELECT *, ${named('site', options.siteId)} AS site_id, ` +
    `${named('appliance', APPLIANCE_OF_A_WHOLE_SITE)} AS appliance_name FROM (${zoned}))`
  );
}

/** SQL: whether a site or an appliance has a name that is refused. */
export function isBadName(name: string): string {
  return `(length(${name}) NOT BETWEEN 1 AND ${MAX_NAME_LENGTH} OR regexp_matches(${name}, '[\\x00-\\x1f\\x7f]'))`;
}

/** A cell that gives nothing. */
function isMissing(text: string): string {
  return `(${text} IS NULL OR lower(trim(${text})) IN (${MISSING_WORDS.map(literal).join(', ')}))`;
}

function energy(text: string): string {
  return `try_cast(${text} AS DECIMAL(18,9))`;
}

/**
 * The parts of a timestamp that is not in the common form `2026-10-01 00:00:00` (or with a T), which DuckDB's own cast
 * reads fastest; null for the common form. The cast alone would not do: it drops an offset without a word.
 */
function wallClock(text: string): string {
  const pattern =
    '^\\s*(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[Tt ]\\s*(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?' +
    '\\s*([Zz]|UTC|[+-]\\d{2}(?::?\\d{2})?)?\\s*$';
  return (
    `CASE WHEN ${text} LIKE '____-__-_____:__:__' THEN NULL ELSE regexp_extract(${text}, ${literal(pattern)}, ` +
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
