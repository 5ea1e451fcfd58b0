import { isAbsentFunction } from '../absent-functions.ts';
import type { ArithmeticOperator, Branch, CompareOperator, Expression } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { notSupported } from './error.ts';
import { parseCall, parseExtract, parseTrim, plainCall } from './parse-call.ts';
import { parseWordLiteral } from './parse-literal.ts';
import { parseQuery, startsQuery } from './parse-query.ts';
import { parseType } from './parse-type.ts';

/** Reads an expression, from OR down to a literal. */
export function parseExpression(cursor: Cursor): Expression {
  return cursor.nested(() => parseLogic(cursor, 'OR', () => parseLogic(cursor, 'AND', () => parseNot(cursor))));
}

function parseLogic(cursor: Cursor, operator: 'AND' | 'OR', operand: () => Expression): Expression {
  const first = operand();
  if (!cursor.sees(operator)) return first;
  const operands = [first];
  while (cursor.accept(operator)) operands.push(operand());
  return { kind: 'logic', operator, operands, at: first.at };
}

function parseNot(cursor: Cursor): Expression {
  const at = cursor.place();
  if (!cursor.accept('NOT')) return parsePredicate(cursor);
  return { kind: 'not', operand: cursor.nested(() => parseNot(cursor)), at };
}

const COMPARISONS: Readonly<Record<string, CompareOperator>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** Trino allows one predicate after a value: `a = b = c` is an error. */
function parsePredicate(cursor: Cursor): Expression {
  const value = parseConcat(cursor);
  const at = cursor.place();
  const token = cursor.peek();
  const operator = token.kind === 'symbol' ? COMPARISONS[token.text] : undefined;
  if (operator) {
    cursor.next();
    if (cursor.sees('ALL') || cursor.sees('ANY') || cursor.sees('SOME')) {
      throw notSupported('A comparison with ALL, ANY or SOME', cursor.place());
    }
    return { kind: 'compare', operator, left: value, right: parseConcat(cursor), at };
  }
  if (cursor.accept('IS')) {
    const negated = cursor.accept('NOT');
    if (cursor.accept('NULL')) return { kind: 'is null', negated, value, at };
    cursor.expect('DISTINCT', 'FROM');
    return { kind: 'distinct', negated, left: value, right: parseConcat(cursor), at };
  }
  const negated = cursor.accept('NOT');
  if (cursor.accept('BETWEEN')) {
    const low = parseConcat(cursor);
    cursor.expect('AND');
    return { kind: 'between', negated, value, low, high: parseConcat(cursor), at };
  }
  if (cursor.accept('IN')) {
    cursor.expect('(');
    if (startsQuery(cursor)) {
      const query = parseQuery(cursor);
      cursor.expect(')');
      return { kind: 'in query', negated, value, query, at };
    }
    const list = cursor.list(() => parseExpression(cursor));
    cursor.expect(')');
    return { kind: 'in', negated, value, list, at };
  }
  if (cursor.accept('LIKE')) {
    const pattern = parseConcat(cursor);
    return {
      kind: 'like',
      negated,
      value,
      pattern,
      escape: cursor.accept('ESCAPE') ? parseConcat(cursor) : undefined,
      at,
    };
  }
  if (negated) cursor.fail("'BETWEEN', 'IN', 'LIKE'");
  return value;
}

/** A value without a predicate after it; `||` binds weaker than arithmetic. */
export function parseConcat(cursor: Cursor): Expression {
  let left = parseSum(cursor);
  for (let links = 0; ; links++) {
    cursor.link(links);
    const at = cursor.place();
    if (!cursor.accept('||')) return left;
    left = { kind: 'concat', left, right: parseSum(cursor), at };
  }
}

function parseSum(cursor: Cursor): Expression {
  return parseArithmetic(cursor, ['+', '-'], () => parseArithmetic(cursor, ['*', '/', '%'], () => parseSign(cursor)));
}

function parseArithmetic(
  cursor: Cursor,
  operators: readonly ArithmeticOperator[],
  operand: () => Expression,
): Expression {
  let left = operand();
  for (let links = 0; ; links++) {
    cursor.link(links);
    const at = cursor.place();
    const operator = operators.find((each) => cursor.accept(each));
    if (!operator) return left;
    left = { kind: 'arithmetic', operator, left, right: operand(), at };
  }
}

function parseSign(cursor: Cursor): Expression {
  const at = cursor.place();
  if (cursor.accept('-')) {
    const operand = cursor.nested(() => parseSign(cursor));
    // So that the smallest bigint can be written.
    if (operand.kind === 'number' && !operand.text.startsWith('-')) return { ...operand, text: `-${operand.text}`, at };
    return { kind: 'negate', operand, at };
  }
  if (cursor.accept('+')) return cursor.nested(() => parseSign(cursor));
  return parsePostfix(cursor);
}

function parsePostfix(cursor: Cursor): Expression {
  let base = parsePrimary(cursor);
  for (let links = 0; ; links++) {
    cursor.link(links);
    const at = cursor.place();
    if (cursor.accept('[')) {
      const index = parseExpression(cursor);
      cursor.expect(']');
      base = { kind: 'subscript', base, index, at };
    } else if (cursor.sees('.')) {
      cursor.next();
      const name = cursor.name();
      base = base.kind === 'name' ? { ...base, parts: [...base.parts, name] } : { kind: 'field', base, name, at };
    } else if (cursor.accept('AT', 'TIME', 'ZONE')) {
      if (cursor.sees('INTERVAL')) throw notSupported('AT TIME ZONE with an interval', cursor.place());
      if (cursor.peek().kind !== 'text') cursor.fail("'INTERVAL', <string>");
      const zone: Expression = { kind: 'text', at: cursor.place(), value: cursor.next().text };
      base = { kind: 'call', call: plainCall('at_timezone', [base, zone]), at };
    } else return base;
  }
}

function parsePrimary(cursor: Cursor): Expression {
  const token = cursor.peek();
  const at = cursor.place();
  switch (token.kind) {
    case 'integer':
    case 'decimal':
    case 'double':
      cursor.next();
      return { kind: 'number', type: token.kind, text: token.text, at };
    case 'text':
      cursor.next();
      return { kind: 'text', value: token.text, at };
    case 'symbol':
      return parseParentheses(cursor);
    case 'quoted':
    case 'back-quoted':
      return { kind: 'name', parts: [cursor.name()], at };
    case 'word':
      return parseWord(cursor, token.text.toUpperCase());
    case 'end':
      return cursor.fail('<expression>');
  }
}

function parseParentheses(cursor: Cursor): Expression {
  const at = cursor.place();
  if (!cursor.accept('(')) cursor.fail('<expression>');
  if (startsQuery(cursor)) {
    const query = parseQuery(cursor);
    cursor.expect(')');
    return { kind: 'scalar query', query, at };
  }
  const elements = cursor.list(() => parseExpression(cursor));
  cursor.expect(')');
  if (cursor.sees('->')) throw notSupported('A lambda', at);
  const [only] = elements;
  return elements.length === 1 && only ? only : { kind: 'row', elements, at };
}

function parseWord(cursor: Cursor, word: string): Expression {
  const at = cursor.place();
  const literal = parseWordLiteral(cursor, word);
  if (literal) return literal;
  switch (word) {
    case 'CASE':
      return parseCase(cursor);
    case 'CAST':
    case 'TRY_CAST': {
      if (word === 'TRY_CAST' && !cursor.sees('TRY_CAST', '(')) break;
      cursor.next();
      cursor.expect('(');
      const value = parseExpression(cursor);
      cursor.expect('AS');
      const type = parseType(cursor);
      cursor.expect(')');
      return { kind: 'cast', value, type, safe: word === 'TRY_CAST', at };
    }
    case 'EXISTS': {
      cursor.next();
      cursor.expect('(');
      const query = parseQuery(cursor);
      cursor.expect(')');
      return { kind: 'exists', query, at };
    }
    case 'ARRAY': {
      if (!cursor.accept('ARRAY', '[')) break;
      const elements = cursor.sees(']') ? [] : cursor.list(() => parseExpression(cursor));
      cursor.expect(']');
      return { kind: 'array', elements, at };
    }
    case 'ROW': {
      if (!cursor.accept('ROW', '(')) break;
      const elements = cursor.list(() => parseExpression(cursor));
      cursor.expect(')');
      return { kind: 'row', elements, at };
    }
    case 'EXTRACT':
      return parseExtract(cursor);
    case 'TRIM':
      return parseTrim(cursor);
    case 'CURRENT_DATE':
    case 'CURRENT_TIMESTAMP':
    case 'LOCALTIMESTAMP':
      cursor.next();
      if (cursor.sees('(')) throw notSupported(`A precision after ${word}`, cursor.place());
      return { kind: 'call', call: plainCall(word.toLowerCase(), []), at };
  }
  // Functions with a syntax of their own have names that are reserved.
  if (!cursor.seesName() && isAbsentFunction(word.toLowerCase())) {
    throw notSupported(`The function ${word.toLowerCase()}`, at);
  }
  if (word === 'X' && cursor.peek(1).kind === 'text') throw notSupported('A literal of bytes', at);
  const isCall = cursor.peek(1).kind === 'symbol' && cursor.peek(1).text === '(';
  if (isCall && (cursor.seesName() || word === 'GROUPING')) return parseCall(cursor);
  const parts = [cursor.name()];
  if (cursor.sees('->')) throw notSupported('A lambda', at);
  return { kind: 'name', parts, at };
}

function parseCase(cursor: Cursor): Expression {
  const at = cursor.place();
  cursor.expect('CASE');
  const operand = cursor.sees('WHEN') ? undefined : parseExpression(cursor);
  const branches: Branch[] = [];
  while (cursor.accept('WHEN')) {
    const when = parseExpression(cursor);
    cursor.expect('THEN');
    branches.push({ when, result: parseExpression(cursor) });
  }
  if (branches.length === 0) cursor.fail("'WHEN'");
  const otherwise = cursor.accept('ELSE') ? parseExpression(cursor) : undefined;
  cursor.expect('END');
  return { kind: 'case', operand, branches, otherwise, at };
}
