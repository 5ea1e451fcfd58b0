import type { Body, CommonTable, Expression, Grouping, Query, Select, SelectItem, SortItem } from './ast.ts';
import { type Cursor, tooDeep } from './cursor.ts';
import { notSupported } from './error.ts';
import { parseExpression } from './parse-expression.ts';
import { parseFrom } from './parse-relation.ts';

const MAX_PARENTHESES = 300;
const QUERY_WORDS = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE']);
/** What may follow a query in parentheses that is the beginning of a larger query. */
const AFTER_QUERY = new Set([')', ';', '', 'UNION', 'INTERSECT', 'EXCEPT', 'ORDER', 'OFFSET', 'LIMIT', 'FETCH']);

/**
 * Whether a query begins here: SELECT, WITH, VALUES, TABLE, or such a one in parentheses. `(SELECT 1) + 2` begins
 * with a query and is none, so what follows the parentheses decides.
 */
export function startsQuery(cursor: Cursor, ahead = 0): boolean {
  const token = cursor.peek(ahead);
  if (token.kind === 'word') return QUERY_WORDS.has(token.text.toUpperCase());
  if (token.kind !== 'symbol' || token.text !== '(') return false;
  if (ahead > MAX_PARENTHESES) throw tooDeep(token);
  if (!startsQuery(cursor, ahead + 1)) return false;
  return AFTER_QUERY.has(cursor.peek(closing(cursor, ahead) + 1).text.toUpperCase());
}

/** Where the parenthesis that opens at `ahead` closes, or the end. */
function closing(cursor: Cursor, ahead: number): number {
  let depth = 0;
  for (let at = ahead; ; at++) {
    const token = cursor.peek(at);
    if (token.kind === 'end') return at;
    if (token.kind !== 'symbol') continue;
    if (token.text === '(') depth++;
    if (token.text === ')' && --depth === 0) return at;
  }
}

/** Reads a query with its WITH, ORDER BY, OFFSET and LIMIT. */
export function parseQuery(cursor: Cursor): Query {
  return cursor.nested(() => {
    const at = cursor.place();
    const common = parseWith(cursor);
    const body = parseUnion(cursor);
    const orderBy = parseOrderBy(cursor);
    const offset = cursor.accept('OFFSET') ? parseCount(cursor) : undefined;
    if (offset !== undefined) cursor.accept('ROWS') || cursor.accept('ROW');
    let limit: bigint | undefined;
    if (cursor.accept('LIMIT') && !cursor.accept('ALL')) limit = parseCount(cursor);
    // DuckDB would take LIMIT before OFFSET; Athena's grammar does not.
    if (cursor.sees('OFFSET')) cursor.fail("<EOF>; OFFSET stands before LIMIT in Athena's SQL");
    if (cursor.sees('FETCH')) throw notSupported('FETCH FIRST', cursor.place());
    return { at, with: common, body, orderBy, offset, limit };
  });
}

function parseCount(cursor: Cursor): bigint {
  if (cursor.peek().kind !== 'integer') cursor.fail('<integer>');
  return BigInt(cursor.next().text);
}

function parseWith(cursor: Cursor): CommonTable[] {
  if (!cursor.accept('WITH')) return [];
  if (cursor.sees('RECURSIVE')) throw notSupported('WITH RECURSIVE', cursor.place());
  return cursor.list(() => {
    const at = cursor.place();
    const name = cursor.name();
    const columns = parseNames(cursor);
    cursor.expect('AS', '(');
    const query = parseQuery(cursor);
    cursor.expect(')');
    return { at, name, columns, query };
  });
}

/** Names in parentheses, when they are next. */
export function parseNames(cursor: Cursor): string[] {
  if (!cursor.accept('(')) return [];
  const names = cursor.list(() => cursor.name());
  cursor.expect(')');
  return names;
}

function parseUnion(cursor: Cursor): Body {
  let left = parseIntersect(cursor);
  for (let links = 0; ; links++) {
    cursor.link(links);
    const at = cursor.place();
    const operator = (['UNION', 'EXCEPT'] as const).find((each) => cursor.accept(each));
    if (!operator) return left;
    const all = parseQuantifier(cursor);
    left = { kind: 'set', at, operator, all, left, right: parseIntersect(cursor) };
  }
}

function parseIntersect(cursor: Cursor): Body {
  let left = parseTerm(cursor);
  for (let links = 0; ; links++) {
    cursor.link(links);
    const at = cursor.place();
    if (!cursor.accept('INTERSECT')) return left;
    const all = parseQuantifier(cursor);
    left = { kind: 'set', at, operator: 'INTERSECT', all, left, right: parseTerm(cursor) };
  }
}

function parseQuantifier(cursor: Cursor): boolean {
  const all = cursor.accept('ALL');
  if (!all) cursor.accept('DISTINCT');
  return all;
}

function parseTerm(cursor: Cursor): Body {
  const at = cursor.place();
  if (cursor.accept('(')) {
    const query = parseQuery(cursor);
    cursor.expect(')');
    return { kind: 'query', at, query };
  }
  if (cursor.accept('VALUES')) {
    const rows = cursor.list(() => {
      const value = parseExpression(cursor);
      return value.kind === 'row' ? value.elements : [value];
    });
    return { kind: 'values', at, rows };
  }
  if (cursor.accept('TABLE')) {
    const select = { at, distinct: false, where: undefined, groupBy: [], having: undefined };
    const from = { kind: 'table', at: cursor.place(), parts: cursor.path() } as const;
    return { kind: 'select', ...select, items: [{ kind: 'all', at, qualifier: undefined }], from };
  }
  return { kind: 'select', ...parseSelect(cursor) };
}

function parseSelect(cursor: Cursor): Select {
  const at = cursor.place();
  cursor.expect('SELECT');
  const distinct = cursor.accept('DISTINCT');
  if (!distinct) cursor.accept('ALL');
  const items = cursor.list(() => parseItem(cursor));
  const from = cursor.accept('FROM') ? parseFrom(cursor) : undefined;
  const where = cursor.accept('WHERE') ? parseExpression(cursor) : undefined;
  const groupBy = cursor.accept('GROUP', 'BY') ? cursor.list(() => parseGrouping(cursor)) : [];
  const having = cursor.accept('HAVING') ? parseExpression(cursor) : undefined;
  if (cursor.sees('WINDOW')) throw notSupported('A named window', cursor.place());
  return { at, distinct, items, from, where, groupBy, having };
}

function parseItem(cursor: Cursor): SelectItem {
  const at = cursor.place();
  if (cursor.accept('*')) return { kind: 'all', at, qualifier: undefined };
  if (
    cursor.seesName() &&
    cursor.peek(1).text === '.' &&
    cursor.peek(2).kind === 'symbol' &&
    cursor.peek(2).text === '*'
  ) {
    const qualifier = cursor.name();
    cursor.expect('.', '*');
    return { kind: 'all', at, qualifier };
  }
  const value = parseExpression(cursor);
  return { kind: 'value', value, alias: cursor.alias() };
}

function parseGrouping(cursor: Cursor): Grouping {
  const kind = (['ROLLUP', 'CUBE'] as const).find((each) => cursor.accept(each));
  if (kind) {
    cursor.expect('(');
    const sets = cursor.sees(')') ? [] : cursor.list(() => [parseExpression(cursor)]);
    cursor.expect(')');
    return { kind, sets };
  }
  if (cursor.accept('GROUPING', 'SETS')) {
    cursor.expect('(');
    const sets = cursor.list(() => parseSet(cursor));
    cursor.expect(')');
    return { kind: 'GROUPING SETS', sets };
  }
  return { kind: 'value', value: parseExpression(cursor) };
}

/** One of GROUPING SETS: `(a, b)`, `a` or `()`. */
function parseSet(cursor: Cursor): readonly Expression[] {
  if (cursor.accept('(', ')')) return [];
  const value = parseExpression(cursor);
  return value.kind === 'row' ? value.elements : [value];
}

/** Reads ORDER BY when it is next; nulls are last in both directions unless the query says otherwise. */
export function parseOrderBy(cursor: Cursor): SortItem[] {
  if (!cursor.accept('ORDER', 'BY')) return [];
  return cursor.list(() => {
    const value = parseExpression(cursor);
    const descending = cursor.accept('DESC');
    if (!descending) cursor.accept('ASC');
    const nullsFirst = cursor.accept('NULLS', 'FIRST');
    if (!nullsFirst) cursor.accept('NULLS', 'LAST');
    return { value, descending, nullsFirst };
  });
}
