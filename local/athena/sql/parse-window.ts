import type { Bound, Frame, Window } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { notSupported } from './error.ts';
import { parseExpression } from './parse-expression.ts';
import { parseOrderBy } from './parse-query.ts';

/** Reads `OVER (…)` when it is next. */
export function parseOver(cursor: Cursor): Window | undefined {
  if (!cursor.accept('OVER')) return undefined;
  if (!cursor.sees('(')) throw notSupported('A named window', cursor.place());
  cursor.expect('(');
  const partitionBy = cursor.accept('PARTITION', 'BY') ? cursor.list(() => parseExpression(cursor)) : [];
  const orderBy = parseOrderBy(cursor);
  const frame = parseFrame(cursor);
  cursor.expect(')');
  return { partitionBy, orderBy, frame };
}

function parseFrame(cursor: Cursor): Frame | undefined {
  const unit = (['ROWS', 'RANGE', 'GROUPS'] as const).find((each) => cursor.accept(each));
  if (!unit) return undefined;
  if (!cursor.accept('BETWEEN')) return { unit, start: parseBound(cursor), end: undefined };
  const start = parseBound(cursor);
  cursor.expect('AND');
  return { unit, start, end: parseBound(cursor) };
}

function parseBound(cursor: Cursor): Bound {
  if (cursor.accept('UNBOUNDED', 'PRECEDING')) return { kind: 'UNBOUNDED PRECEDING' };
  if (cursor.accept('UNBOUNDED', 'FOLLOWING')) return { kind: 'UNBOUNDED FOLLOWING' };
  if (cursor.accept('CURRENT', 'ROW')) return { kind: 'CURRENT ROW' };
  const offset = parseExpression(cursor);
  if (cursor.accept('PRECEDING')) return { kind: 'PRECEDING', offset };
  cursor.expect('FOLLOWING');
  return { kind: 'FOLLOWING', offset };
}
