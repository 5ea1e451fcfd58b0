import { AwsError } from '../service.ts';
import type { Column, PartitionRecord } from './shapes.ts';
import { likePattern } from './wildcard.ts';

/** Says whether a partition matches. */
export type PartitionFilter = (partition: PartitionRecord) => boolean;

type Token = { kind: 'name' | 'text' | 'number' | 'symbol' | 'end'; text: string };

/**
 * Compiles the Expression of GetPartitions: comparisons of partition keys with literals, BETWEEN, IN, LIKE,
 * IS NULL, joined by AND, OR, NOT and parentheses. Keys of a number type compare as numbers, others as text.
 * @throws AwsError InvalidInputException when the text is not such an expression or names another column
 */
export function partitionFilter(expression: string, keys: readonly Column[]): PartitionFilter {
  const tokens = tokenize(expression);
  let position = 0;
  const peek = (): Token => tokens[position] ?? { kind: 'end', text: '' };
  const fail = (expected: string): never => {
    const found = peek().kind === 'end' ? 'the end' : `'${peek().text}'`;
    throw new AwsError(
      'InvalidInputException',
      `Unsupported expression '${expression}': expected ${expected}, found ${found}`,
    );
  };
  const accept = (text: string): boolean => {
    const token = peek();
    if (token.kind === 'text' || token.text.toUpperCase() !== text) return false;
    position++;
    return true;
  };
  const expect = (text: string): void => {
    if (!accept(text)) fail(`'${text}'`);
  };

  const literal = (): string => {
    const token = peek();
    if (token.kind !== 'text' && token.kind !== 'number') fail('a literal');
    position++;
    return token.text;
  };

  const or = (depth: number): PartitionFilter => {
    if (depth > 100) throw new AwsError('InvalidInputException', 'The expression is nested too deeply');
    let left = and(depth);
    while (accept('OR')) left = either(left, and(depth));
    return left;
  };
  const and = (depth: number): PartitionFilter => {
    let left = not(depth);
    while (accept('AND')) left = both(left, not(depth));
    return left;
  };
  const not = (depth: number): PartitionFilter => {
    let negated = false;
    while (accept('NOT')) negated = !negated;
    const inner = accept('(') ? closed(or(depth + 1)) : predicate();
    return negated ? (partition) => !inner(partition) : inner;
  };
  const closed = (inner: PartitionFilter): PartitionFilter => {
    expect(')');
    return inner;
  };

  const predicate = (): PartitionFilter => {
    const name = peek();
    if (name.kind !== 'name') fail('a partition key');
    position++;
    const index = keys.findIndex((key) => key.Name.toLowerCase() === name.text.toLowerCase());
    const key = keys[index];
    if (!key) {
      const known = keys.map((each) => each.Name).join(', ');
      throw new AwsError('InvalidInputException', `'${name.text}' is not a partition key; the keys are: ${known}`);
    }
    const compare = comparison(key);
    const value = (partition: PartitionRecord): string => partition.Values[index] ?? '';

    if (accept('IS')) {
      const negated = accept('NOT');
      expect('NULL');
      return (partition) => (value(partition) === HIVE_NULL) !== negated;
    }
    const negated = accept('NOT');
    const sign = (filter: PartitionFilter): PartitionFilter => (negated ? (partition) => !filter(partition) : filter);
    if (accept('BETWEEN')) {
      const low = literal();
      expect('AND');
      const high = literal();
      return sign((partition) => compare(value(partition), low) >= 0 && compare(value(partition), high) <= 0);
    }
    if (accept('IN')) {
      expect('(');
      const values = [literal()];
      while (accept(',')) values.push(literal());
      expect(')');
      return sign((partition) => values.some((each) => compare(value(partition), each) === 0));
    }
    if (accept('LIKE')) {
      const pattern = likePattern(literal());
      return sign((partition) => pattern(value(partition)));
    }
    if (negated) fail('BETWEEN, IN or LIKE');
    const operator = peek().text;
    position++;
    const right = literal();
    const order = (partition: PartitionRecord): number => compare(value(partition), right);
    switch (operator) {
      case '=':
        return (partition) => order(partition) === 0;
      case '!=':
      case '<>':
        return (partition) => order(partition) !== 0;
      case '<':
        return (partition) => order(partition) < 0;
      case '<=':
        return (partition) => order(partition) <= 0;
      case '>':
        return (partition) => order(partition) > 0;
      case '>=':
        return (partition) => order(partition) >= 0;
      default:
        position -= 2;
        return fail('a comparison');
    }
  };

  const filter = or(0);
  if (peek().kind !== 'end') fail('AND or OR');
  return filter;
}

/** How Hive writes a null partition value. */
const HIVE_NULL = '__HIVE_DEFAULT_PARTITION__';

function either(left: PartitionFilter, right: PartitionFilter): PartitionFilter {
  return (partition) => left(partition) || right(partition);
}

function both(left: PartitionFilter, right: PartitionFilter): PartitionFilter {
  return (partition) => left(partition) && right(partition);
}

function comparison(key: Column): (left: string, right: string) => number {
  const numeric = /^(tinyint|smallint|int|integer|bigint|long|float|double|decimal)/i.test(key.Type ?? 'string');
  if (numeric) return (left, right) => Number(left) - Number(right);
  return (left, right) => (left < right ? -1 : left > right ? 1 : 0);
}

const TOKEN =
  /\s*(?:('(?:[^']|'')*'|"(?:[^"]|"")*")|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w$]*|`[^`]+`)|(<>|!=|<=|>=|[=<>(),]))/y;

function tokenize(expression: string): Token[] {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) {
      throw new AwsError(
        'InvalidInputException',
        `Unsupported expression: cannot read '${text.slice(start, start + 20)}'`,
      );
    }
    const [, quoted, number, name, symbol] = match;
    if (quoted !== undefined) {
      const quote = quoted.charAt(0);
      tokens.push({ kind: 'text', text: quoted.slice(1, -1).replaceAll(quote + quote, quote) });
    } else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.replaceAll('`', '') });
    else tokens.push({ kind: 'symbol', text: symbol ?? '' });
  }
  return tokens;
}
