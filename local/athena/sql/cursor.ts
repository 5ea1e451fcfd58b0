import { type Place, QueryError } from './error.ts';
import type { Token } from './lexer.ts';

/** Words that Trino reserves: they are names only in double quotes. */
const RESERVED = new Set(
  `alter and as between by case cast constraint create cross cube current_catalog current_date current_path current_role
  current_schema current_time current_timestamp current_user deallocate delete describe distinct drop else end escape
  except execute exists extract false for from full group grouping having in inner insert intersect into is join
  json_array json_exists json_object json_query json_value left like listagg localtime localtimestamp natural normalize
  not null on or order outer prepare recursive right rollup select skip table then trim true uescape union unnest using
  values when where with`.split(/\s+/),
);

/** Words that end a relation or an item rather than name it, when no AS stands before them. */
const NOT_AN_ALIAS = new Set(['limit', 'offset', 'fetch', 'window', 'tablesample', 'match_recognize']);

const MAX_DEPTH = 150;
/** Operators, joins or UNIONs in a row: each nests what stands before it. */
const MAX_CHAIN = 300;

/** Walks through the tokens of one statement. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#position + ahead, this.#tokens.length - 1)];
    if (!token) throw new QueryError('SYNTAX_ERROR', 'The statement is empty');
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#position++;
    return token;
  }

  /** Whether the next tokens are these words and signs. */
  sees(...texts: string[]): boolean {
    return texts.every((text, ahead) => {
      const token = this.peek(ahead);
      return (token.kind === 'word' || token.kind === 'symbol') && token.text.toUpperCase() === text;
    });
  }

  /** Takes the tokens when they are next. */
  accept(...texts: string[]): boolean {
    if (!this.sees(...texts)) return false;
    this.#position += texts.length;
    return true;
  }

  expect(...texts: string[]): void {
    for (const text of texts) if (!this.accept(text)) this.fail(`'${text}'`);
  }

  /** @throws QueryError always: the next token is not what the grammar asks for */
  fail(expected: string): never {
    const token = this.peek();
    const found = token.kind === 'end' ? '<EOF>' : token.text;
    throw new QueryError('SYNTAX_ERROR', `mismatched input '${found}'. Expecting: ${expected}`, token);
  }

  /** Whether a name (an identifier, quoted or not reserved) is next. */
  seesName(): boolean {
    const token = this.peek();
    return token.kind === 'quoted' || (token.kind === 'word' && !RESERVED.has(token.text.toLowerCase()));
  }

  /** A name, in lower case: Trino's names do not depend on case, quoted or not. */
  name(): string {
    if (this.peek().kind === 'back-quoted') {
      const message = 'backquoted identifiers are not supported; use double quotes to quote identifiers';
      throw new QueryError('SYNTAX_ERROR', message, this.place());
    }
    if (!this.seesName()) this.fail('<identifier>');
    const text = this.next().text;
    if (text === '') this.fail('<identifier>');
    return text.toLowerCase();
  }

  /** A name with AS, or without where no clause begins. */
  alias(): string | undefined {
    if (this.accept('AS')) return this.name();
    const token = this.peek();
    if (!this.seesName() || (token.kind === 'word' && NOT_AN_ALIAS.has(token.text.toLowerCase()))) return undefined;
    return this.name();
  }

  /** Names with dots between them. */
  path(): string[] {
    const parts = [this.name()];
    while (this.accept('.')) parts.push(this.name());
    return parts;
  }

  /** A path in a statement of Hive's, such as SHOW: names in back quotes, too, of which one may hold a whole path. */
  hivePath(): string[] {
    const part = () => (this.peek().kind === 'back-quoted' ? this.next().text.toLowerCase().split('.') : [this.name()]);
    const parts = part();
    while (this.accept('.')) parts.push(...part());
    return parts;
  }

  /** Items with commas between them. */
  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.accept(',')) items.push(item());
    return items;
  }

  /** Goes one level down; a statement nested without end must not end the process. */
  nested<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw tooDeep(this.peek());
    const result = parse();
    this.#depth--;
    return result;
  }

  /** Counts the links of a chain such as `a + b + c`. */
  link(count: number): void {
    if (count > MAX_CHAIN) throw tooDeep(this.peek());
  }

  place(): Place {
    const { line, column } = this.peek();
    return { line, column };
  }
}

/** @returns the error for a statement that would exhaust the stack */
export function tooDeep(place: Place): QueryError {
  return new QueryError('SYNTAX_ERROR', 'The statement is nested too deeply', place);
}
