import type { JoinType, Relation } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { notSupported, QueryError } from './error.ts';
import { parseExpression } from './parse-expression.ts';
import { parseNames, parseQuery, startsQuery } from './parse-query.ts';

/** Reads what stands after FROM; commas are cross joins. */
export function parseFrom(cursor: Cursor): Relation {
  let left = parseJoins(cursor);
  for (let links = 0; ; links++) {
    cursor.link(links);
    const at = cursor.place();
    if (!cursor.accept(',')) return left;
    left = { kind: 'join', type: 'CROSS', left, right: parseJoins(cursor), on: undefined, using: [], at };
  }
}

function parseJoins(cursor: Cursor): Relation {
  let left = parseAliased(cursor);
  for (let links = 0; ; links++) {
    cursor.link(links);
    const at = cursor.place();
    const type = parseJoinType(cursor);
    if (!type) return left;
    if (type === 'CROSS') {
      left = { kind: 'join', type, left, right: parseAliased(cursor), on: undefined, using: [], at };
      continue;
    }
    const right = cursor.nested(() => parseJoins(cursor));
    left = { kind: 'join', type, left, right, ...parseCondition(cursor), at };
  }
}

/** The right side of a join may hold joins of its own, as long as they come with their conditions. */
function parseCondition(cursor: Cursor) {
  if (cursor.accept('USING')) return { on: undefined, using: parseNames(cursor) };
  cursor.expect('ON');
  return { on: parseExpression(cursor), using: [] };
}

function parseJoinType(cursor: Cursor): JoinType | undefined {
  if (cursor.sees('NATURAL')) throw notSupported('NATURAL JOIN', cursor.place());
  if (cursor.accept('CROSS')) {
    cursor.expect('JOIN');
    return 'CROSS';
  }
  if (cursor.accept('JOIN')) return 'INNER';
  if (cursor.accept('INNER')) {
    cursor.expect('JOIN');
    return 'INNER';
  }
  const outer = (['LEFT', 'RIGHT', 'FULL'] as const).find((each) => cursor.accept(each));
  if (!outer) return undefined;
  cursor.accept('OUTER');
  cursor.expect('JOIN');
  return outer;
}

function parseAliased(cursor: Cursor): Relation {
  const relation = parsePrimary(cursor);
  refuseAbsent(cursor);
  const at = cursor.place();
  const name = cursor.alias();
  refuseAbsent(cursor);
  return name === undefined ? relation : { kind: 'alias', relation, name, columns: parseNames(cursor), at };
}

/** @throws QueryError NOT_SUPPORTED for what Athena has after a relation, and that is not here */
function refuseAbsent(cursor: Cursor): void {
  for (const word of ['TABLESAMPLE', 'MATCH_RECOGNIZE']) {
    if (cursor.sees(word)) throw notSupported(word, cursor.place());
  }
  if (cursor.sees('FOR')) throw notSupported('FOR TIMESTAMP or VERSION AS OF', cursor.place());
}

function parsePrimary(cursor: Cursor): Relation {
  const at = cursor.place();
  if (cursor.sees('TABLE', '(') || cursor.sees('JSON_TABLE', '(')) throw notSupported('A table function', at);
  if (cursor.accept('UNNEST')) {
    cursor.expect('(');
    const values = cursor.list(() => parseExpression(cursor));
    cursor.expect(')');
    return { kind: 'unnest', values, ordinality: cursor.accept('WITH', 'ORDINALITY'), at };
  }
  if (cursor.sees('LATERAL')) throw notSupported('LATERAL', at);
  if (cursor.accept('(')) {
    if (startsQuery(cursor)) {
      const query = parseQuery(cursor);
      cursor.expect(')');
      return { kind: 'query', query, at };
    }
    const inner = cursor.nested(() => parseFrom(cursor));
    cursor.expect(')');
    return inner;
  }
  const parts = cursor.path();
  if (cursor.sees('('))
    throw new QueryError('FUNCTION_NOT_FOUND', `Table function '${parts.join('.')}' not registered`, at);
  return { kind: 'table', parts, at };
}
