/**
 * A column of an upload may be the total of the others: a main meter beside its circuits. Its series is kept and shown like
 * any other, and is never added to them: where a site has one, it is the site's sum.
 */
import { literal } from '../database/duckdb.ts';

/** SQL: whether a series is the total of others. */
export function isTotal(totals: readonly string[] = []): string {
  return totals.length === 0 ? 'false' : `list_contains([${totals.map(literal).join(', ')}], appliance)`;
}

/**
 * The rows of a small table that sums count: of a site and measure with a total, those of the total.
 * @param relation SQL relation with `site_id, appliance, measure`
 * @param totals appliances that are totals; see the contract
 */
export function additiveRows(relation: string, totals: readonly string[] = []): string {
  if (totals.length === 0) return relation;
  return (
    `(SELECT * EXCLUDE (is_total, has_total) FROM (SELECT *, bool_or(is_total) OVER (PARTITION BY site_id, measure) AS has_total ` +
    `FROM (SELECT *, ${isTotal(totals)} AS is_total FROM ${relation})) WHERE is_total OR NOT has_total)`
  );
}
