import type { Call, Expression } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { QueryError } from './error.ts';
import { parseConcat, parseExpression } from './parse-expression.ts';
import { parseOrderBy } from './parse-query.ts';
import { parseOver } from './parse-window.ts';

/** TRIM([BOTH | LEADING | TRAILING] [characters] FROM value), or TRIM(value [, characters]). */
export function parseTrim(cursor: Cursor): Expression {
  const at = cursor.place();
  cursor.expect('TRIM', '(');
  const side = cursor.accept('LEADING') ? 'ltrim' : cursor.accept('TRAILING') ? 'rtrim' : 'trim';
  cursor.accept('BOTH');
  const first = cursor.sees('FROM') ? undefined : parseExpression(cursor);
  const args = cursor.accept('FROM')
    ? [parseExpression(cursor), ...(first ? [first] : [])]
    : first && cursor.accept(',')
      ? [first, parseExpression(cursor)]
      : first
        ? [first]
        : cursor.fail('<expression>');
  cursor.expect(')');
  return { kind: 'call', call: plainCall(side, args), at };
}

const EXTRACTED = new Set(
  `year quarter month week day day_of_month day_of_week dow day_of_year doy year_of_week yow hour minute second`.split(
    ' ',
  ),
);

/** EXTRACT(field FROM value) is a call of the function of that name. */
export function parseExtract(cursor: Cursor): Expression {
  const at = cursor.place();
  cursor.expect('EXTRACT', '(');
  const field = cursor.name();
  if (!EXTRACTED.has(field)) throw new QueryError('SYNTAX_ERROR', `Invalid EXTRACT field: ${field}`, at);
  cursor.expect('FROM');
  const call = plainCall(field, [parseExpression(cursor)]);
  cursor.expect(')');
  return { kind: 'call', call, at };
}

/** A call of nothing but a name and arguments. */
export function plainCall(name: string, args: readonly Expression[]): Call {
  return {
    name,
    args,
    star: false,
    distinct: false,
    orderBy: [],
    filter: undefined,
    ignoreNulls: false,
    over: undefined,
  };
}

/** A call with what may stand around its arguments: DISTINCT, ORDER BY, FILTER, IGNORE NULLS, OVER. */
export function parseCall(cursor: Cursor): Expression {
  const at = cursor.place();
  const name = cursor.next().text.toLowerCase();
  cursor.expect('(');
  const star = cursor.accept('*');
  const distinct = !star && cursor.accept('DISTINCT');
  if (!distinct && !star) cursor.accept('ALL');
  const args = star || cursor.sees(')') ? [] : parseArguments(cursor, name);
  const orderBy = parseOrderBy(cursor);
  cursor.expect(')');
  let filter: Expression | undefined;
  if (cursor.accept('FILTER')) {
    cursor.expect('(', 'WHERE');
    filter = parseExpression(cursor);
    cursor.expect(')');
  }
  const ignoreNulls = cursor.accept('IGNORE', 'NULLS');
  if (!ignoreNulls) cursor.accept('RESPECT', 'NULLS');
  const over = parseOver(cursor);
  return { kind: 'call', call: { name, args, star, distinct, orderBy, filter, ignoreNulls, over }, at };
}

function parseArguments(cursor: Cursor, name: string): Expression[] {
  if (name === 'position') {
    const part = parseConcat(cursor);
    cursor.expect('IN');
    return [parseConcat(cursor), part];
  }
  const args = [parseExpression(cursor)];
  if (name === 'substring' && cursor.accept('FROM')) {
    args.push(parseExpression(cursor));
    if (cursor.accept('FOR')) args.push(parseExpression(cursor));
    return args;
  }
  while (cursor.accept(',')) args.push(parseExpression(cursor));
  return args;
}
