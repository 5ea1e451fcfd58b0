import { literal } from '../../../shared/database/duckdb.ts';
import { textOf } from '../sql/cast.ts';
import { notSupported, type Place, QueryError } from '../sql/error.ts';
import { compose, type Typed } from '../sql/typed.ts';
import { asDecimal, VARCHAR } from '../sql/types.ts';
import { constantOf, type FunctionDefinition, unexpected } from './definition.ts';

/** `%[position$][flags][width][.precision]conversion` of Java's Formatter. */
const SPECIFIER = /%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/y;

/** More digits than a double holds; a DECIMAL(38) keeps room for the whole part. */
const MOST_DIGITS = 16;

interface Specifier {
  flags: string;
  width: number | undefined;
  precision: number | undefined;
}

/** Text with values in it, by the rules of Java's Formatter, as Trino has them. */
export const format: FunctionDefinition = {
  name: 'format',
  group: 'Text',
  kind: 'scalar',
  signature: 'format(format, value, …) → varchar',
  note: 'the format must be a literal, of %s %d %f %b %n %% with positions, widths and the flags - 0 + ,',
  build(args, at) {
    const [template, ...values] = args;
    if (template?.type.kind !== 'varchar') throw unexpected(format, args, at);
    const parts = partsOf(constantOf(template, 'The format', at), values, at);
    return compose(parts.length === 0 ? literal('') : `(${parts.join(' || ')})`, VARCHAR, values);
  },
};

/** SQL of the texts that stand one after the other. */
function partsOf(template: string, values: readonly Typed[], at: Place): string[] {
  const parts: string[] = [];
  let next = 0;
  let position = 0;
  while (position < template.length) {
    const mark = template.indexOf('%', position);
    const plain = template.slice(position, mark < 0 ? undefined : mark);
    if (plain !== '') parts.push(literal(plain));
    if (mark < 0) break;
    SPECIFIER.lastIndex = mark;
    const match = SPECIFIER.exec(template);
    if (!match) throw invalid(`Conversion = '%'`, template, at);
    const [source, index, flags = '', width, precision, conversion = ''] = match;
    position = mark + source.length;
    const whole = (text: string | undefined) => (text === undefined ? undefined : Number(text));
    const specifier = { flags, width: whole(width), precision: whole(precision) };
    if (conversion === '%' || conversion === 'n') {
      parts.push(literal(conversion === '%' ? '%' : '\n'));
      continue;
    }
    const value = values[index === undefined ? next++ : Number(index) - 1];
    if (!value) throw invalid(`Format specifier '${source}'`, template, at);
    parts.push(formatted(value, conversion, specifier, source, at));
  }
  return parts;
}

function invalid(problem: string, template: string, at: Place): QueryError {
  return new QueryError('INVALID_FUNCTION_ARGUMENT', `Invalid format string: ${template} (${problem})`, at);
}

function formatted(value: Typed, conversion: string, specifier: Specifier, source: string, at: Place): string {
  const isWhole = value.type.kind === 'integer' || value.type.kind === 'bigint';
  const isFraction = value.type.kind === 'double' || value.type.kind === 'decimal';
  if (!/^[-0+,]*$/.test(specifier.flags)) throw notSupported(`${source} in a format`, at);
  switch (conversion) {
    case 's':
      return padded(cut(plainText(value, at), specifier), specifier);
    case 'b':
      return padded(value.type.kind === 'boolean' ? `coalesce(${textOf(value, at)}, 'false')` : unfit(), specifier);
    case 'd':
      return isWhole && specifier.precision === undefined
        ? number(`CAST(${value.sql} AS VARCHAR)`, specifier)
        : unfit();
    case 'f':
      return isFraction ? number(fixed(value, specifier, source, at), specifier) : unfit();
    default:
      throw notSupported(`${source} in a format`, at);
  }
  function unfit(): never {
    throw new QueryError('INVALID_FUNCTION_ARGUMENT', `${source} does not format a value of ${value.type.kind}`, at);
  }
}

/** A value as Java writes it, null by its name. */
function plainText(value: Typed, at: Place): string {
  if (value.type.kind === 'unknown') return literal('null');
  const simple = ['varchar', 'boolean', 'integer', 'bigint', 'double', 'decimal', 'date'].includes(value.type.kind);
  if (!simple) throw notSupported(`A value of ${value.type.kind} in a format`, at);
  const text = value.type.kind === 'double' ? `athena_java_double(${value.sql})` : textOf(value, at);
  return `coalesce(${text}, 'null')`;
}

function cut(text: string, { precision }: Specifier): string {
  return precision === undefined ? text : `substr(${text}, 1, ${precision})`;
}

function padded(text: string, { flags, width }: Specifier): string {
  if (width === undefined) return text;
  return `athena_padded(${text}, ${flags.includes('-')}, ${width})`;
}

/** Digits after the point, rounded half up from the number as it is written: so does Java, and not DuckDB's printf. */
function fixed(value: Typed, { precision = 6 }: Specifier, source: string, at: Place): string {
  if (precision > MOST_DIGITS) throw notSupported(`${source} in a format`, at);
  const text = asDecimal(value.type) ? value.sql : `CAST(${value.sql} AS VARCHAR)`;
  const rounded = `CAST(CAST(${text} AS DECIMAL(38,${precision})) AS VARCHAR)`;
  if (value.type.kind !== 'double') return rounded;
  return `CASE WHEN isfinite(${value.sql}) THEN ${rounded} ELSE athena_java_double(${value.sql}) END`;
}

/** Signs, groups of three and zeros around the digits of a number. */
function number(digits: string, { flags, width }: Specifier): string {
  return (
    `athena_format_number(${digits}, ${flags.includes(',')}, ${flags.includes('+')}, ` +
    `${flags.includes('0')}, ${flags.includes('-')}, ${width ?? 0})`
  );
}
