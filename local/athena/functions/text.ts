import { literal } from '../../../shared/database/duckdb.ts';
import { compose, failure } from '../sql/typed.ts';
import { array, BIGINT, BOOLEAN, type Type, VARCHAR } from '../sql/types.ts';
import { constantOf, define, type FunctionDefinition, type Overload, unexpected } from './definition.ts';
import { format } from './java-format.ts';

const group = 'Text';

/** A text function: one overload for each list of parameter types. */
function text(
  name: string,
  signature: string,
  result: Type,
  sql: Overload['sql'],
  ...params: Type[][]
): FunctionDefinition {
  return noted(name, signature, undefined, result, sql, ...params);
}

function noted(
  name: string,
  signature: string,
  note: string | undefined,
  result: Type,
  sql: Overload['sql'],
  ...params: Type[][]
): FunctionDefinition {
  const head = { name, group, signature: `${name}${signature}`, ...(note === undefined ? {} : { note }) } as const;
  return define('scalar', head, ...params.map((each) => ({ params: each, result, sql })));
}

/** Trino trims all white space, DuckDB the space only. */
const WHITE = literal(
  ' \t\n\v\f\r\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000',
);

function trims(name: string): FunctionDefinition {
  const sql: Overload['sql'] = ([s, characters = WHITE]) => `${name}(${s}, ${characters})`;
  return text(name, '(text) or (text, characters) → varchar', VARCHAR, sql, [VARCHAR], [VARCHAR, VARCHAR]);
}

/** Counted from 1; 0 and what lies before the text give the empty text, as in Trino. */
const substring: Overload['sql'] = ([s, start, length]) => {
  const outside = `${start} = 0 OR abs(${start}) > length(${s})${length === undefined ? '' : ` OR ${length} <= 0`}`;
  const count = length === undefined ? '' : `, ${length}`;
  return (
    `CASE WHEN ${s} IS NULL OR ${start} IS NULL${length === undefined ? '' : ` OR ${length} IS NULL`} THEN NULL ` +
    `WHEN ${outside} THEN '' ELSE substr(${s}, ${start}${count}) END`
  );
};

/** A text of one call is at most this long, in characters: the engine would make one of any length. */
const MAX_TEXT = 10_000_000;
const BOUNDED = `results of more than ${MAX_TEXT / 1_000_000} million characters fail`;

/** SQL: the text, or an error where it could become too long. @param length SQL, the most characters it can have */
function bounded(name: string, length: string, made: string): string {
  const message = `${name} would give more than ${MAX_TEXT} characters; this server makes no longer texts`;
  return `CASE WHEN ${length} > ${MAX_TEXT} THEN ${failure('NOT_SUPPORTED', message, VARCHAR)} ELSE ${made} END`;
}

/** SQL: what a text can become at most when a replacement stands before, between and behind all its characters. */
function replacedLength(s: string | undefined, replacement: string): string {
  return `(length(${s}) + 1) * (1 + CAST(length(${replacement}) AS BIGINT))`;
}

function pads(name: string): FunctionDefinition {
  const sql: Overload['sql'] = ([s, size, padding]) => {
    const error = failure('INVALID_FUNCTION_ARGUMENT', 'Padding string must not be empty', VARCHAR);
    const made = bounded(name, `${size}`, `${name}(${s}, CAST(${size} AS INTEGER), ${padding})`);
    return `CASE WHEN ${padding} = '' THEN ${error} ELSE ${made} END`;
  };
  return noted(name, '(text, size, padding) → varchar', BOUNDED, VARCHAR, sql, [VARCHAR, BIGINT, VARCHAR]);
}

/** The pieces between delimiters. */
function pieces(s: string | undefined, delimiter: string | undefined): string {
  const error = failure('INVALID_FUNCTION_ARGUMENT', 'The delimiter may not be the empty string', array(VARCHAR));
  return `CASE WHEN ${delimiter} = '' THEN ${error} ELSE string_split(${s}, ${delimiter}) END`;
}

const regexpReplace: FunctionDefinition = {
  name: 'regexp_replace',
  group,
  kind: 'scalar',
  signature: 'regexp_replace(text, pattern) or (text, pattern, replacement) → varchar',
  note: `RE2 patterns; the replacement must be a literal; groups are $1 to $9; ${BOUNDED}`,
  build(args, at) {
    const [s, pattern, replacement] = args;
    const texts = args.every((arg) => arg.type.kind === 'varchar' || arg.type.kind === 'unknown');
    if (!s || !pattern || args.length > 3 || !texts) throw unexpected(regexpReplace, args, at);
    const given = replacement ? constantOf(replacement, 'The replacement', at) : '';
    const made = `regexp_replace(${s.sql}, ${pattern.sql}, ${literal(javaReplacement(given))}, 'g')`;
    // A group may bring the whole text into each replacement.
    const length = /\$\d/.test(given)
      ? `${replacedLength(s.sql, literal(given))} * CAST(length(${s.sql}) AS BIGINT)`
      : replacedLength(s.sql, literal(given));
    return compose(bounded('regexp_replace', length, made), VARCHAR, args);
  },
};

/** `$1` to RE2's `\1`; `\x` is the sign x in Java. */
function javaReplacement(given: string): string {
  return given.replace(/\\([\s\S])|\$(\d)|\\/g, (_, escaped: string | undefined, number: string | undefined) => {
    if (number !== undefined) return `\\${number}`;
    return escaped === undefined || escaped === '\\' ? '\\\\' : escaped;
  });
}

const jsonScalar: FunctionDefinition = {
  name: 'json_extract_scalar',
  group,
  kind: 'scalar',
  signature: 'json_extract_scalar(json text, path) → varchar',
  note: 'the path must be a literal of names and positions, such as $.a.b[0] or $["a b"]',
  build(args, at) {
    const [json, path] = args;
    if (!json || !path || args.length !== 2 || json.type.kind !== 'varchar') throw unexpected(jsonScalar, args, at);
    const steps = literal(
      jsonPath(constantOf(path, 'The path', at)) ?? constantOf(undefined, 'A path of names and positions', at),
    );
    const found = `json_type(${json.sql}, ${steps}) NOT IN ('OBJECT', 'ARRAY', 'NULL')`;
    const sql =
      `CASE WHEN json_valid(${json.sql}) THEN CASE ` +
      `WHEN ${found} THEN json_extract_string(${json.sql}, ${steps}) END END`;
    return compose(sql, VARCHAR, [json]);
  },
};

/** A path in DuckDB's spelling, or undefined when it is more than names and positions. */
function jsonPath(path: string): string | undefined {
  const step = /\.([A-Za-z_]\w*)|\[(\d+)\]|\["([^"\\]*)"\]/y;
  let result = '$';
  if (!path.startsWith('$')) return undefined;
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (!match) return undefined;
    const [, name, position, quoted] = match;
    result += position !== undefined ? `[${position}]` : `."${name ?? quoted}"`;
  }
  return result;
}

const REGEXP = 'RE2 patterns: no look-around and no back-references, which fail';

export const TEXT: readonly FunctionDefinition[] = [
  format,
  text('length', '(text) → bigint', BIGINT, ([s]) => `length(${s})`, [VARCHAR]),
  text('lower', '(text) → varchar', VARCHAR, ([s]) => `lower(${s})`, [VARCHAR]),
  text('upper', '(text) → varchar', VARCHAR, ([s]) => `upper(${s})`, [VARCHAR]),
  trims('trim'),
  trims('ltrim'),
  trims('rtrim'),
  pads('lpad'),
  pads('rpad'),
  text(
    'substr',
    '(text, start) or (text, start, length) → varchar',
    VARCHAR,
    substring,
    [VARCHAR, BIGINT],
    [VARCHAR, BIGINT, BIGINT],
  ),
  text(
    'substring',
    '(text, start) or (text, start, length) → varchar',
    VARCHAR,
    substring,
    [VARCHAR, BIGINT],
    [VARCHAR, BIGINT, BIGINT],
  ),
  text('strpos', '(text, part) → bigint', BIGINT, ([s, part]) => `strpos(${s}, ${part})`, [VARCHAR, VARCHAR]),
  text('position', '(part IN text) → bigint', BIGINT, ([s, part]) => `strpos(${s}, ${part})`, [VARCHAR, VARCHAR]),
  text('starts_with', '(text, beginning) → boolean', BOOLEAN, ([s, part]) => `starts_with(${s}, ${part})`, [
    VARCHAR,
    VARCHAR,
  ]),
  noted(
    'replace',
    '(text, search) or (text, search, replacement) → varchar',
    BOUNDED,
    VARCHAR,
    ([s, search, replacement = "''"]) => {
      const error = failure('NOT_SUPPORTED', 'replace with an empty search text', VARCHAR);
      const made = bounded('replace', replacedLength(s, replacement), `replace(${s}, ${search}, ${replacement})`);
      return `CASE WHEN ${search} = '' THEN ${error} ELSE ${made} END`;
    },
    [VARCHAR, VARCHAR],
    [VARCHAR, VARCHAR, VARCHAR],
  ),
  define(
    'scalar',
    { name: 'concat', group, signature: 'concat(text, …) → varchar', note: 'texts only; null when one is null' },
    { params: [VARCHAR, VARCHAR], rest: VARCHAR, result: VARCHAR, sql: (args) => `(${args.join(' || ')})` },
  ),
  text('split', '(text, delimiter) → array(varchar)', array(VARCHAR), ([s, delimiter]) => pieces(s, delimiter), [
    VARCHAR,
    VARCHAR,
  ]),
  text(
    'split_part',
    '(text, delimiter, position) → varchar',
    VARCHAR,
    ([s, delimiter, position]) => {
      const error = failure('INVALID_FUNCTION_ARGUMENT', 'Index must be greater than zero', VARCHAR);
      return `CASE WHEN ${position} <= 0 THEN ${error} ELSE list_extract(${pieces(s, delimiter)}, ${position}) END`;
    },
    [VARCHAR, VARCHAR, BIGINT],
  ),
  noted(
    'regexp_like',
    '(text, pattern) → boolean',
    REGEXP,
    BOOLEAN,
    ([s, pattern]) => `regexp_matches(${s}, ${pattern})`,
    [VARCHAR, VARCHAR],
  ),
  noted(
    'regexp_extract',
    '(text, pattern) or (text, pattern, group) → varchar',
    `${REGEXP}; a group that took no part gives the empty text, not null`,
    VARCHAR,
    ([s, pattern, number = '0']) =>
      `CASE WHEN regexp_matches(${s}, ${pattern}) THEN regexp_extract(${s}, ${pattern}, ` +
      `CAST(${number} AS INTEGER)) END`,
    [VARCHAR, VARCHAR],
    [VARCHAR, VARCHAR, BIGINT],
  ),
  regexpReplace,
  jsonScalar,
];
