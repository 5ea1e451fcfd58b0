import { literal } from './duckdb.ts';

/** SQL: whether a text fits a pattern, in which `*` stands for any characters, as `fitsPattern` does. */
export function fitsSql(column: string, pattern: string): string {
  if (!pattern.includes('*')) return `${column} = ${literal(pattern)}`;
  const like = pattern.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  return `${column} LIKE ${literal(like)} ESCAPE '\\'`;
}
