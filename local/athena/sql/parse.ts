/** Athena's SQL as a tree; docs/adr/0009-what-is-our-own.md says why the parser is ours. */
import type { Statement } from './ast.ts';
import { Cursor } from './cursor.ts';
import { notSupported, QueryError } from './error.ts';
import { MAX_STATEMENT_BYTES, type Token, tokenize } from './lexer.ts';
import { parseQuery, startsQuery } from './parse-query.ts';

/** Statements that Athena has and the local stack refuses by name. */
const REFUSED = new Set(
  `ALTER ANALYZE ATTACH CALL COPY CREATE DEALLOCATE DELETE DETACH DROP EXECUTE EXPLAIN EXPORT GRANT IMPORT INSERT
  INSTALL LOAD MERGE MSCK OPTIMIZE PRAGMA PREPARE REFRESH RESET REVOKE SET TRUNCATE UNLOAD UPDATE USE VACUUM`.split(
    /\s+/,
  ),
);

/**
 * Reads one statement of the SQL that the local Athena answers.
 * @param parameters the values of `?`, each a literal
 * @throws QueryError SYNTAX_ERROR, NOT_SUPPORTED, INVALID_PARAMETER_USAGE
 */
export function parseStatement(sql: string, parameters: readonly string[]): Statement {
  if (Buffer.byteLength(sql) > MAX_STATEMENT_BYTES) {
    throw new QueryError('QUERY_TEXT_TOO_LARGE', `The statement is longer than ${MAX_STATEMENT_BYTES} bytes`);
  }
  const cursor = new Cursor(withParameters(tokenize(sql), parameters));
  const statement = parseOne(cursor, sql);
  if (statement.kind === 'create view' && parameters.length > 0) throw notSupported('A parameter in a view');
  cursor.accept(';');
  if (cursor.peek().kind !== 'end') cursor.fail('<EOF>');
  return statement;
}

function parseOne(cursor: Cursor, sql: string): Statement {
  if (startsQuery(cursor)) return { kind: 'query', query: parseQuery(cursor) };
  const at = cursor.place();
  if (cursor.accept('SHOW')) return parseShow(cursor);
  const replace = cursor.accept('CREATE', 'OR', 'REPLACE', 'VIEW');
  if (replace || cursor.accept('CREATE', 'VIEW')) return parseView(cursor, sql, replace);
  if (cursor.accept('DROP', 'VIEW')) {
    const ifExists = cursor.accept('IF', 'EXISTS');
    return { kind: 'drop view', ifExists, at: cursor.place(), parts: cursor.hivePath() };
  }
  if (cursor.accept('DESCRIBE') || cursor.accept('DESC')) {
    cursor.accept('TABLE');
    // A table may have such a name.
    const form = ['FORMATTED', 'EXTENDED', 'INPUT', 'OUTPUT'].find((word) => cursor.sees(word));
    const isForm = form !== undefined && cursor.peek(1).kind !== 'end';
    if (isForm && !cursor.accept('FORMATTED')) throw notSupported(`DESCRIBE ${form}`, at);
    const table = { at: cursor.place(), parts: cursor.hivePath() };
    if (['word', 'quoted'].includes(cursor.peek().kind)) throw notSupported('DESCRIBE of a column or partition', at);
    return { kind: isForm ? 'describe formatted' : 'describe', ...table };
  }
  const word = cursor.peek().text.toUpperCase();
  if (cursor.peek().kind === 'word' && REFUSED.has(word)) throw notSupported(`The statement ${word}`, at);
  return cursor.fail("'SELECT', 'WITH', 'VALUES', 'SHOW', 'DESCRIBE'");
}

function parseView(cursor: Cursor, sql: string, replace: boolean): Statement {
  const at = cursor.place();
  const parts = cursor.hivePath();
  const clause = ['COMMENT', 'SECURITY'].find((word) => cursor.sees(word));
  if (clause) throw notSupported(`${clause} of a view`, cursor.place());
  cursor.expect('AS');
  const { start } = cursor.peek();
  if (!startsQuery(cursor)) cursor.fail("'SELECT', 'WITH', 'VALUES'");
  const query = parseQuery(cursor);
  return { kind: 'create view', at, parts, replace, query, sql: sql.slice(start, cursor.peek().start).trim() };
}

function parseShow(cursor: Cursor): Statement {
  if (cursor.accept('DATABASES') || cursor.accept('SCHEMAS')) return { kind: 'show databases' };
  const listed = (['TABLES', 'VIEWS'] as const).find((word) => cursor.accept(word));
  if (listed) {
    const database = parseIn(cursor);
    cursor.accept('LIKE');
    const pattern = cursor.peek().kind === 'text' ? cursor.next().text : undefined;
    return { kind: listed === 'TABLES' ? 'show tables' : 'show views', database, pattern };
  }
  const kind = cursor.accept('PARTITIONS') ? 'show partitions' : cursor.accept('COLUMNS') ? 'show columns' : undefined;
  if (!kind) throw notSupported(`SHOW ${cursor.peek().text.toUpperCase()}`, cursor.place());
  if (kind === 'show columns' && !cursor.accept('IN')) cursor.expect('FROM');
  const at = cursor.place();
  const parts = cursor.hivePath();
  const database = kind === 'show columns' ? parseIn(cursor) : undefined;
  return { kind, parts: database === undefined ? parts : [database, ...parts], at };
}

/** IN or FROM a database. */
function parseIn(cursor: Cursor): string | undefined {
  return cursor.accept('IN') || cursor.accept('FROM') ? cursor.hivePath().at(-1) : undefined;
}

/** Puts each parameter's tokens where its `?` stands. */
function withParameters(tokens: readonly Token[], parameters: readonly string[]): Token[] {
  const places = tokens.filter((token) => token.kind === 'symbol' && token.text === '?').length;
  if (places !== parameters.length) {
    const message = `Incorrect number of parameters: expected ${places} but found ${parameters.length}`;
    throw new QueryError('INVALID_PARAMETER_USAGE', message, { line: 1, column: 1 });
  }
  let used = 0;
  return tokens.flatMap((token) => {
    if (token.kind !== 'symbol' || token.text !== '?') return [token];
    const value = literalTokens(parameters[used++] ?? '');
    return value.map((each) => ({ ...each, line: token.line, column: token.column }));
  });
}

/** A parameter is a literal and nothing more: it can never change what the statement does. */
function literalTokens(parameter: string): Token[] {
  const tokens = tokenize(parameter).slice(0, -1);
  const shape = tokens.map((token) =>
    token.kind === 'word' || token.kind === 'symbol' ? token.text.toUpperCase() : token.kind,
  );
  if (/^(text|-? ?(integer|decimal|double)|NULL|TRUE|FALSE|(DATE|TIMESTAMP) text)$/.test(shape.join(' ')))
    return tokens;
  throw new QueryError(
    'INVALID_PARAMETER_USAGE',
    `The parameter ${parameter} is not a literal: write text in single quotes, such as 'house'`,
  );
}
