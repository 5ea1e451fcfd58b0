import type { Place } from './error.ts';
import type { Type } from './types.ts';

/** A parsed expression; `at` is where messages point. */
export type Expression = { at: Place } & (
  | { kind: 'null' }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'number'; type: 'integer' | 'decimal' | 'double'; text: string }
  | { kind: 'text'; value: string }
  | { kind: 'temporal'; type: 'date' | 'timestamp'; value: string }
  | { kind: 'interval'; amount: bigint; unit: IntervalUnit }
  | { kind: 'name'; parts: readonly string[] }
  | { kind: 'call'; call: Call }
  | { kind: 'negate'; operand: Expression }
  | { kind: 'not'; operand: Expression }
  | { kind: 'arithmetic'; operator: ArithmeticOperator; left: Expression; right: Expression }
  | { kind: 'concat'; left: Expression; right: Expression }
  | { kind: 'logic'; operator: 'AND' | 'OR'; operands: readonly Expression[] }
  | { kind: 'compare'; operator: CompareOperator; left: Expression; right: Expression }
  | { kind: 'distinct'; negated: boolean; left: Expression; right: Expression }
  | { kind: 'between'; negated: boolean; value: Expression; low: Expression; high: Expression }
  | { kind: 'in'; negated: boolean; value: Expression; list: readonly Expression[] }
  | { kind: 'in query'; negated: boolean; value: Expression; query: Query }
  | { kind: 'like'; negated: boolean; value: Expression; pattern: Expression; escape: Expression | undefined }
  | { kind: 'is null'; negated: boolean; value: Expression }
  | { kind: 'exists'; query: Query }
  | { kind: 'scalar query'; query: Query }
  | { kind: 'case'; operand: Expression | undefined; branches: readonly Branch[]; otherwise: Expression | undefined }
  | { kind: 'cast'; value: Expression; type: Type; safe: boolean }
  | { kind: 'array'; elements: readonly Expression[] }
  | { kind: 'row'; elements: readonly Expression[] }
  | { kind: 'subscript'; base: Expression; index: Expression }
  | { kind: 'field'; base: Expression; name: string }
);

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type CompareOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type IntervalUnit = 'SECOND' | 'MINUTE' | 'HOUR' | 'DAY' | 'WEEK' | 'MONTH' | 'YEAR';

export interface Branch {
  when: Expression;
  result: Expression;
}

export interface Call {
  /** In lower case. */
  name: string;
  args: readonly Expression[];
  /** `count(*)`. */
  star: boolean;
  distinct: boolean;
  orderBy: readonly SortItem[];
  filter: Expression | undefined;
  ignoreNulls: boolean;
  over: Window | undefined;
}

export interface SortItem {
  value: Expression;
  descending: boolean;
  nullsFirst: boolean;
}

export interface Window {
  partitionBy: readonly Expression[];
  orderBy: readonly SortItem[];
  frame: Frame | undefined;
}

export interface Frame {
  unit: 'ROWS' | 'RANGE' | 'GROUPS';
  start: Bound;
  end: Bound | undefined;
}

export type Bound =
  | { kind: 'UNBOUNDED PRECEDING' | 'UNBOUNDED FOLLOWING' | 'CURRENT ROW' }
  | { kind: 'PRECEDING' | 'FOLLOWING'; offset: Expression };

export interface Query {
  at: Place;
  with: readonly CommonTable[];
  body: Body;
  orderBy: readonly SortItem[];
  offset: bigint | undefined;
  limit: bigint | undefined;
}

export interface CommonTable {
  at: Place;
  name: string;
  columns: readonly string[];
  query: Query;
}

export type Body =
  | ({ kind: 'select' } & Select)
  | { kind: 'values'; at: Place; rows: readonly (readonly Expression[])[] }
  | { kind: 'query'; at: Place; query: Query }
  | { kind: 'set'; at: Place; operator: 'UNION' | 'INTERSECT' | 'EXCEPT'; all: boolean; left: Body; right: Body };

export interface Select {
  at: Place;
  distinct: boolean;
  items: readonly SelectItem[];
  from: Relation | undefined;
  where: Expression | undefined;
  groupBy: readonly Grouping[];
  having: Expression | undefined;
}

export type SelectItem =
  | { kind: 'all'; at: Place; qualifier: string | undefined }
  | { kind: 'value'; value: Expression; alias: string | undefined };

export type Grouping =
  | { kind: 'value'; value: Expression }
  | { kind: 'ROLLUP' | 'CUBE' | 'GROUPING SETS'; sets: readonly (readonly Expression[])[] };

export type Relation = { at: Place } & (
  | { kind: 'table'; parts: readonly string[] }
  | { kind: 'query'; query: Query }
  | { kind: 'unnest'; values: readonly Expression[]; ordinality: boolean }
  | { kind: 'alias'; relation: Relation; name: string; columns: readonly string[] }
  | {
      kind: 'join';
      type: JoinType;
      left: Relation;
      right: Relation;
      on: Expression | undefined;
      using: readonly string[];
    }
);

export type JoinType = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';

export type Statement =
  | { kind: 'query'; query: Query }
  /** `sql` is the query as it is written. */
  | { kind: 'create view'; at: Place; parts: readonly string[]; replace: boolean; query: Query; sql: string }
  | { kind: 'drop view'; at: Place; parts: readonly string[]; ifExists: boolean }
  | { kind: 'show databases' }
  | { kind: 'show tables' | 'show views'; database: string | undefined; pattern: string | undefined }
  | {
      kind: 'show partitions' | 'show columns' | 'describe' | 'describe formatted';
      at: Place;
      parts: readonly string[];
    };
