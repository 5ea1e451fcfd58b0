import { notSupported, type Place, QueryError } from './error.ts';

/** `word` is an identifier or keyword as written; `quoted` a "quoted" identifier, `text` a 'string'. */
export interface Token extends Place {
  kind: 'word' | 'quoted' | 'back-quoted' | 'text' | 'integer' | 'decimal' | 'double' | 'symbol' | 'end';
  /** The value: without quotes, with doubled quotes undone. */
  text: string;
  /** Where it begins in the statement. */
  start: number;
}

// Athena takes 262,144 bytes.
export const MAX_STATEMENT_BYTES = 262_144;

const SPACE = /(?:\s+|--[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const PATTERNS: readonly [Exclude<Token['kind'], 'end'>, RegExp][] = [
  ['double', /(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+/y],
  ['decimal', /(?:\d+\.\d*|\.\d+)/y],
  ['integer', /\d+/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['quoted', /"(?:[^"]|"")*"/y],
  // A name in statements of Hive's, such as SHOW.
  ['back-quoted', /`[^`]*`/y],
  ['text', /'(?:[^']|'')*'/y],
  ['symbol', /<>|!=|<=|>=|\|\||->|[=<>+\-*/%(),.;?[\]]/y],
];

/**
 * Cuts a statement into tokens, Trino's and no others.
 * @throws QueryError SYNTAX_ERROR with the place of the first sign that no token starts with
 */
export function tokenize(sql: string): Token[] {
  // DuckDB's parser would end the statement there.
  if (sql.includes('\0')) throw new QueryError('SYNTAX_ERROR', 'The statement contains a NUL character');
  const tokens: Token[] = [];
  const placeAt = placeFinder(sql);
  let position = 0;
  for (;;) {
    SPACE.lastIndex = position;
    position += SPACE.exec(sql)?.[0].length ?? 0;
    const place = placeAt(position);
    if (position >= sql.length) {
      tokens.push({ kind: 'end', text: '', start: position, ...place });
      return tokens;
    }
    if (/^u&'/i.test(sql.slice(position, position + 3))) throw notSupported('A literal with Unicode escapes', place);
    const token = tokenAt(sql, position);
    if (!token) {
      throw new QueryError('SYNTAX_ERROR', `mismatched input '${[...sql.slice(position, position + 2)][0]}'`, place);
    }
    tokens.push({ kind: token.kind, text: value(token), start: position, ...place });
    position += token.source.length;
  }
}

function tokenAt(sql: string, position: number) {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    const source = pattern.exec(sql)?.[0];
    if (source === undefined) continue;
    // '1abc' is not a number beside a name.
    if (kind === 'integer' && /[A-Za-z_]/.test(sql.charAt(position + source.length))) return undefined;
    return { kind, source };
  }
  return undefined;
}

function value({ kind, source }: { kind: string; source: string }): string {
  if (kind === 'quoted') return source.slice(1, -1).replaceAll('""', '"');
  if (kind === 'text') return source.slice(1, -1).replaceAll("''", "'");
  if (kind === 'back-quoted') return source.slice(1, -1);
  return source;
}

/** Positions are asked for in growing order. */
function placeFinder(sql: string): (position: number) => Place {
  let line = 1;
  let lineStart = 0;
  let seen = 0;
  return (position) => {
    for (let at = sql.indexOf('\n', seen); at >= 0 && at < position; at = sql.indexOf('\n', at + 1)) {
      line++;
      lineStart = at + 1;
      seen = lineStart;
    }
    return { line, column: position - lineStart + 1 };
  };
}
