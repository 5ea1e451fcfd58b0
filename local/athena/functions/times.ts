import { literal } from '../../../shared/database/duckdb.ts';
import { type Place, QueryError } from '../sql/error.ts';
import {
  asMoment,
  atWallClock,
  coerce,
  compose,
  failure,
  inZoneOf,
  momentOf,
  shownIn,
  type Typed,
  wallClock,
  zoneSql,
} from '../sql/typed.ts';
import { BIGINT, DATE, DOUBLE, TIMESTAMP, TIMESTAMPTZ, type Type, UNKNOWN, VARCHAR } from '../sql/types.ts';
import { constantOf, define, type FunctionDefinition, type Overload, unexpected } from './definition.ts';
import { fromJoda, fromMysql } from './formats.ts';
import { atTimezone } from './zones.ts';

const group = 'Dates and times';

/** How DuckDB makes an interval of each unit. */
const INTERVALS: Readonly<Record<string, (n: string) => string>> = {
  millisecond: (n) => `to_milliseconds(${n})`,
  second: (n) => `to_seconds(${n})`,
  minute: (n) => `to_minutes(${n})`,
  hour: (n) => `to_hours(${n})`,
  day: (n) => `to_days(CAST(${n} AS INTEGER))`,
  week: (n) => `to_weeks(CAST(${n} AS INTEGER))`,
  month: (n) => `to_months(CAST(${n} AS INTEGER))`,
  quarter: (n) => `to_months(CAST(3 * ${n} AS INTEGER))`,
  year: (n) => `to_years(CAST(${n} AS INTEGER))`,
};
const DATE_UNITS: readonly string[] = ['day', 'week', 'month', 'quarter', 'year'];

function isTime(type: Type | undefined): boolean {
  return type?.kind === 'date' || type?.kind === 'timestamp' || type?.kind === 'timestamptz';
}

/** The unit of date_add, date_diff or date_trunc: a literal, and for a date no part of a day. */
function unitOf(arg: Typed | undefined, ofDate: boolean, at: Place): string {
  const unit = constantOf(arg, 'The unit', at).toLowerCase();
  if (INTERVALS[unit] === undefined || (ofDate && !DATE_UNITS.includes(unit))) {
    throw new QueryError(
      'INVALID_FUNCTION_ARGUMENT',
      `'${unit}' is not a valid ${ofDate ? 'DATE' : 'TIMESTAMP'} field`,
      at,
    );
  }
  return unit;
}

type Build = FunctionDefinition['build'];

function timeFunction(
  name: string,
  signature: string,
  build: (definition: FunctionDefinition) => Build,
  note?: string,
): FunctionDefinition {
  const definition: FunctionDefinition = {
    name,
    group,
    kind: 'scalar',
    signature: `${name}${signature}`,
    ...(note === undefined ? {} : { note }),
    build: (args, at, invoke) => build(definition)(args, at, invoke),
  };
  return definition;
}

const dateAdd = timeFunction('date_add', '(unit, n, time) → the same kind of time', (self) => (args, at) => {
  const [unit, n, time] = args;
  if (!unit || !n || !time || !isTime(time.type) || !['integer', 'bigint'].includes(n.type.kind))
    throw unexpected(self, args, at);
  const isDate = time.type.kind === 'date';
  const name = unitOf(unit, isDate, at);
  const interval = INTERVALS[name]?.(coerce(n, BIGINT).sql);
  const ofDays = DATE_UNITS.includes(name);
  const from = ofDays ? wallClock(time.sql, time.type) : momentOf(time.sql, time.type);
  const sql = (ofDays ? atWallClock : inZoneOf)(`(${from} + ${interval})`, time.sql, time.type);
  return compose(isDate ? `CAST(${sql} AS DATE)` : sql, time.type, [n, time]);
});

/** Whole units between two times, cut towards zero; DuckDB's date_sub, not its date_diff, which counts borders. */
const dateDiff = timeFunction('date_diff', '(unit, from, to) → bigint, whole units', (self) => (args, at) => {
  const [unit, from, to] = args;
  if (!unit || !from || !to || !isTime(from.type) || !isTime(to.type)) throw unexpected(self, args, at);
  const zoned = from.type.kind === 'timestamptz' || to.type.kind === 'timestamptz';
  const bothDates = from.type.kind === 'date' && to.type.kind === 'date';
  const type = zoned ? TIMESTAMPTZ : TIMESTAMP;
  const name = unitOf(unit, bothDates, at);
  // Days and longer are counted by the clocks of the first time's zone.
  const zone = DATE_UNITS.includes(name) ? zoneSql(from.sql, from.type) : undefined;
  const [start, end] = [from, to].map((time) => shownIn(coerce(asMoment(time), type).sql, zone));
  return compose(`date_sub(${literal(name)}, ${start}, ${end})`, BIGINT, [from, to]);
});

const dateTrunc = timeFunction('date_trunc', '(unit, time) → the same kind of time', (self) => (args, at) => {
  const [unit, time] = args;
  if (!unit || !time || args.length !== 2 || !isTime(time.type)) throw unexpected(self, args, at);
  const isDate = time.type.kind === 'date';
  const name = unitOf(unit, isDate, at);
  const wall = wallClock(time.sql, time.type);
  const cut = `date_trunc(${literal(name)}, ${wall})`;
  // What is shorter than a day is taken off the moment: an hour that comes twice stays the one that it is.
  const whole = DATE_UNITS.includes(name);
  const moment = whole ? cut : `(${momentOf(time.sql, time.type)} - (${wall} - ${cut}))`;
  const sql = wall === time.sql ? cut : (whole ? atWallClock : inZoneOf)(moment, time.sql, time.type);
  return compose(isDate ? `CAST(${sql} AS DATE)` : sql, time.type, [time]);
});

/** A part of a time as a whole number. */
function part(name: string, sql: (time: string) => string, ofDates = true): FunctionDefinition {
  const overload = (type: Type): Overload => ({
    params: [type],
    result: BIGINT,
    sql: ([time = ''], [given = type]) => `CAST(${sql(wallClock(time, given))} AS BIGINT)`,
  });
  const types = ofDates ? [DATE, TIMESTAMP, TIMESTAMPTZ] : [TIMESTAMP, TIMESTAMPTZ];
  return define('scalar', { name, group, signature: `${name}(time) → bigint` }, ...types.map(overload));
}

/** Formats a time, or reads one, by a format that must be known beforehand. */
function formatting(name: string, translate: (format: string, at: Place) => string, note: string): FunctionDefinition {
  return timeFunction(
    name,
    '(time, format) → varchar',
    (self) => (args, at) => {
      const [time, format] = args;
      if (!time || !format || args.length !== 2 || !isTime(time.type)) throw unexpected(self, args, at);
      const pattern = translate(constantOf(format, 'The format', at), at);
      return compose(`strftime(${wallClock(time.sql, time.type)}, ${literal(pattern)})`, VARCHAR, [time]);
    },
    note,
  );
}

function parsing(
  name: string,
  type: Type,
  translate: (format: string, at: Place) => string,
  note: string,
): FunctionDefinition {
  return timeFunction(
    name,
    `(text, format) → ${type.kind === 'timestamp' ? 'timestamp(3)' : 'timestamp(3) with time zone'}`,
    (self) => (args, at) => {
      const [text, format] = args;
      if (!text || !format || args.length !== 2 || text.type.kind !== 'varchar') throw unexpected(self, args, at);
      const pattern = literal(translate(constantOf(format, 'The format', at), at));
      const error = failure(
        'INVALID_FUNCTION_ARGUMENT',
        'Invalid format: a value does not match the format',
        TIMESTAMP,
      );
      const parsed = `try_strptime(${text.sql}, ${pattern})`;
      const sql = `CASE WHEN ${text.sql} IS NULL OR ${parsed} IS NOT NULL THEN ${parsed} ELSE ${error} END`;
      return compose(type.kind === 'timestamptz' ? `CAST(${sql} AS TIMESTAMPTZ)` : sql, type, [text]);
    },
    note,
  );
}

const ISO_DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const ISO_TIME = 'T[0-9]{2}(:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?)?';

/** Times with another offset than UTC would have to keep it, which DuckDB's type cannot: they are refused. */
function isoTimestamp([text = '']: readonly string[]): string {
  const invalid = failure(
    'INVALID_FUNCTION_ARGUMENT',
    'Invalid format: the text is no ISO 8601 date or time',
    TIMESTAMPTZ,
  );
  const offset = failure(
    'NOT_SUPPORTED',
    'from_iso8601_timestamp with an offset other than Z or +00:00 is not supported by the local Athena',
    TIMESTAMPTZ,
  );
  const bare =
    `regexp_replace(regexp_replace(replace(replace(${text}, 'T', ' '), ',', '.'), '(Z|[+]00(:?00)?)$', ` +
    `''), '^([^ ]+ [0-9]{2})$', '\\1:00')`;
  return (
    `CASE WHEN ${text} IS NULL THEN NULL` +
    ` WHEN regexp_full_match(${text}, '${ISO_DATE}(${ISO_TIME}(Z|[+]00(:?00)?)?)?') ` +
    `THEN CAST(CAST(${bare} AS TIMESTAMP) AS TIMESTAMPTZ)` +
    ` WHEN regexp_full_match(${text}, '${ISO_DATE}${ISO_TIME}[+-][0-9]{2}(:?[0-9]{2})?') THEN ${offset} ` +
    `ELSE ${invalid} END`
  );
}

/** `2026-10-01T02:00:00.000+02:00`, and `Z` for UTC. */
function isoText([x = '']: readonly string[], [type = UNKNOWN]: readonly Type[]): string {
  const wall = wallClock(x, type);
  if (wall === x) return `strftime(${x}, '%Y-%m-%dT%H:%M:%S.%gZ')`;
  const minutes = `CAST((epoch(${wall}) - epoch(${momentOf(x, type)})) / 60 AS BIGINT)`;
  const offset = `printf('%02d:%02d', abs(${minutes}) // 60, abs(${minutes}) % 60)`;
  return `strftime(${wall}, '%Y-%m-%dT%H:%M:%S.%g') || CASE WHEN ${minutes} < 0 THEN '-' ELSE '+' END || ${offset}`;
}

function isoDate([text = '']: readonly string[]): string {
  const invalid = failure('INVALID_FUNCTION_ARGUMENT', 'Invalid format: the text is no ISO 8601 date', DATE);
  return (
    `CASE WHEN ${text} IS NULL THEN NULL WHEN regexp_full_match(${text}, ` +
    `'${ISO_DATE}') THEN CAST(${text} AS DATE) ELSE ${invalid} END`
  );
}

function simple(
  name: string,
  signature: string,
  note: string | undefined,
  ...overloads: Overload[]
): FunctionDefinition {
  return define(
    'scalar',
    { name, group, signature: `${name}${signature}`, ...(note === undefined ? {} : { note }) },
    ...overloads,
  );
}

const MYSQL_NOTE =
  'the format must be a literal, of %a %b %c %d %e %f %H %h %I %i %j %k %l %M %m %p %r %S %s %T %v %W %x %Y %y %%';
const JODA_NOTE = 'the format must be a literal, of y M d DDD H h m s SSS a E e ww xxxx and quoted text';

export const TIMES: readonly FunctionDefinition[] = [
  simple('current_date', ' → date', 'in UTC', { params: [], result: DATE, sql: () => 'CAST(now() AS DATE)' }),
  simple('current_timestamp', ' → timestamp(3) with time zone', 'in UTC', {
    params: [],
    result: TIMESTAMPTZ,
    sql: () => "date_trunc('millisecond', now())",
  }),
  simple('localtimestamp', ' → timestamp(3)', 'in UTC', {
    params: [],
    result: TIMESTAMP,
    sql: () => "CAST(date_trunc('millisecond', now()) AS TIMESTAMP)",
  }),
  simple('now', '() → timestamp(3) with time zone', 'in UTC', {
    params: [],
    result: TIMESTAMPTZ,
    sql: () => "date_trunc('millisecond', now())",
  }),
  atTimezone,
  dateAdd,
  dateDiff,
  dateTrunc,
  part('year', (time) => `year(${time})`),
  part('quarter', (time) => `quarter(${time})`),
  part('month', (time) => `month(${time})`),
  part('week', (time) => `week(${time})`),
  part('week_of_year', (time) => `week(${time})`),
  part('year_of_week', (time) => `isoyear(${time})`),
  part('yow', (time) => `isoyear(${time})`),
  part('day', (time) => `day(${time})`),
  part('day_of_month', (time) => `day(${time})`),
  part('day_of_week', (time) => `isodow(${time})`),
  part('dow', (time) => `isodow(${time})`),
  part('day_of_year', (time) => `dayofyear(${time})`),
  part('doy', (time) => `dayofyear(${time})`),
  part('hour', (time) => `hour(${time})`, false),
  part('minute', (time) => `minute(${time})`, false),
  part('second', (time) => `second(${time})`, false),
  part('millisecond', (time) => `millisecond(${time}) % 1000`, false),
  simple(
    'last_day_of_month',
    '(time) → date',
    undefined,
    { params: [DATE], result: DATE, sql: ([x]) => `last_day(${x})` },
    { params: [TIMESTAMP], result: DATE, sql: ([x]) => `last_day(${x})` },
  ),
  simple(
    'date',
    '(text or time) → date',
    undefined,
    { params: [VARCHAR], result: DATE, sql: isoDate },
    { params: [DATE], result: DATE, sql: ([x = '']) => x },
    { params: [TIMESTAMP], result: DATE, sql: ([x]) => `CAST(${x} AS DATE)` },
    { params: [TIMESTAMPTZ], result: DATE, sql: ([x = ''], [type = UNKNOWN]) => `CAST(${wallClock(x, type)} AS DATE)` },
  ),
  formatting('date_format', fromMysql, MYSQL_NOTE),
  parsing('date_parse', TIMESTAMP, fromMysql, MYSQL_NOTE),
  formatting('format_datetime', fromJoda, JODA_NOTE),
  parsing('parse_datetime', TIMESTAMPTZ, fromJoda, JODA_NOTE),
  simple(
    'from_iso8601_timestamp',
    '(text) → timestamp(3) with time zone',
    'Z, +00:00 or no offset; another offset fails',
    { params: [VARCHAR], result: TIMESTAMPTZ, sql: isoTimestamp },
  ),
  simple('from_iso8601_date', '(text) → date', 'calendar dates', { params: [VARCHAR], result: DATE, sql: isoDate }),
  simple(
    'to_iso8601',
    '(time) → varchar',
    undefined,
    { params: [DATE], result: VARCHAR, sql: ([x]) => `CAST(${x} AS VARCHAR)` },
    { params: [TIMESTAMP], result: VARCHAR, sql: ([x]) => `strftime(${x}, '%Y-%m-%dT%H:%M:%S.%g')` },
    { params: [TIMESTAMPTZ], result: VARCHAR, sql: isoText },
  ),
  simple('from_unixtime', '(seconds) → timestamp(3) with time zone', 'in UTC', {
    params: [DOUBLE],
    result: TIMESTAMPTZ,
    sql: ([x]) => `to_timestamp(round(${x} * 1000) / 1000.0::DOUBLE)`,
  }),
  simple(
    'to_unixtime',
    '(time) → double',
    undefined,
    { params: [TIMESTAMP], result: DOUBLE, sql: ([x]) => `epoch(${x})` },
    { params: [TIMESTAMPTZ], result: DOUBLE, sql: ([x = ''], [type = UNKNOWN]) => `epoch(${momentOf(x, type)})` },
  ),
];
