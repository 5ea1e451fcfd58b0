import type { CompareOperator, Expression } from './ast.ts';
import { qualifierWidth } from './scope.ts';

/** The table whose partitions are chosen. */
export interface Prunable {
  path: readonly string[];
  /** Whether a column without a qualifier can only be this table's. */
  alone: boolean;
  /** Names of the partition keys that are text; others are undefined. */
  keys: readonly (string | undefined)[];
}

type Keep = (values: readonly string[]) => boolean;

/**
 * Which partitions a WHERE clause can let rows of through: the conditions that AND joins and that compare a partition
 * key with a literal. The condition itself stays in the query, so that leaving one out here costs time only.
 */
export function partitionsOf(where: Expression | undefined, table: Prunable): Keep {
  const filters = conjuncts(where).flatMap((each) => filterOf(each, table) ?? []);
  return (values) => filters.every((keep) => keep(values));
}

function conjuncts(where: Expression | undefined): readonly Expression[] {
  if (!where) return [];
  return where.kind === 'logic' && where.operator === 'AND' ? where.operands.flatMap(conjuncts) : [where];
}

function filterOf(expression: Expression, table: Prunable): Keep | undefined {
  switch (expression.kind) {
    case 'compare': {
      const { left, right, operator } = expression;
      const key = keyIndex(left, table);
      if (key !== undefined && right.kind === 'text')
        return (values) => holds(operator, values[key] ?? '', right.value);
      const mirrored = keyIndex(right, table);
      if (mirrored === undefined || left.kind !== 'text') return undefined;
      return (values) => holds(operator, left.value, values[mirrored] ?? '');
    }
    case 'between': {
      const key = keyIndex(expression.value, table);
      const { low, high, negated } = expression;
      if (key === undefined || negated || low.kind !== 'text' || high.kind !== 'text') return undefined;
      return (values) => holds('>=', values[key] ?? '', low.value) && holds('<=', values[key] ?? '', high.value);
    }
    case 'in': {
      const key = keyIndex(expression.value, table);
      const wanted = new Set(expression.list.flatMap((item) => (item.kind === 'text' ? [item.value] : [])));
      if (key === undefined || expression.negated || expression.list.some((item) => item.kind !== 'text'))
        return undefined;
      return (values) => wanted.has(values[key] ?? '');
    }
    default:
      return undefined;
  }
}

function keyIndex(expression: Expression, { path, alone, keys }: Prunable): number | undefined {
  if (expression.kind !== 'name') return undefined;
  const width = qualifierWidth(expression.parts, path);
  if (expression.parts.length !== width + 1 || (width === 0 && !alone)) return undefined;
  const index = keys.indexOf(expression.parts[width]);
  return index < 0 ? undefined : index;
}

/** Text compares by its UTF-8 bytes, in Trino, in DuckDB and here. */
function holds(operator: CompareOperator, left: string, right: string): boolean {
  const order = Buffer.compare(Buffer.from(left), Buffer.from(right));
  switch (operator) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
