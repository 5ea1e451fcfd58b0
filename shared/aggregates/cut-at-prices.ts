/**
 * Brings energies to the stretches of time in which a tariff has one price. What runs across an edge is cut there by
 * its time, in whole nano-kWh, so that the pieces add up exactly.
 */
import type { Prices } from './prices.ts';

/** What becomes of the columns of a relation. */
interface Columns {
  /** Columns that the result is grouped by. */
  readonly keys: readonly string[];
  /** SQL of energies as DECIMAL(38,9), by the name of their sum. */
  readonly energies: Readonly<Record<string, string>>;
  /** SQL of numbers that are cut as the energies are, by the name of their sum: minutes. */
  readonly lengths?: Readonly<Record<string, string>>;
  /** SQL of counts, which stay where a row begins, by the name of their sum. */
  readonly counts?: Readonly<Record<string, string>>;
  /** The energy of which `split_kwh` says how much lies across a change of its price. */
  readonly split: string;
}

/**
 * SQL: `site_id, plan, zone, stretch`, the keys, the sums, `split_kwh`; from the tables of `createPrices`. A row whose
 * end is not known is where it begins.
 * @param relation with `site_id, begins_us, ends_us` (microseconds since 1970) and the columns
 */
export function cutAtPrices(
  relation: string,
  { keys, energies, lengths = {}, counts = {}, split }: Columns,
  { slotUs }: Prices,
): string {
  const names = [...Object.keys(energies), ...Object.keys(lengths)];
  const columns = Object.entries({ ...energies, ...lengths, ...counts }).map(([name, sql]) => `${sql} AS ${name}`);
  const by = ['site_id', 'plan', 'zone', 'stretch', ...keys].join(', ');
  const placed = (rows: string) => `
    SELECT site_id, p.plan, p.zone, ${[...keys, ...columns].join(', ')}, begins_us,
      greatest(begins_us, coalesce(ends_us, begins_us)) AS ends_us, s.stretch, s.reach_us, s.same_until_us
    FROM (${rows}) r JOIN priced_sites p USING (site_id)
    JOIN price_slots s ON s.plan = p.plan AND s.zone = p.zone AND s.slot = r.begins_us // ${slotUs}`;
  // Edges are where slots begin: what is within one slot is looked up once.
  const longer = `SELECT * FROM (${relation}) WHERE (ends_us - 1) // ${slotUs} > begins_us // ${slotUs}`;
  const sums = [...names, ...Object.keys(counts)].map((name) => `sum(${name}) AS ${name}`).join(', ');
  const nano = (name: string) => `CAST(CAST(${name} AS DECIMAL(38,9)) * 1000000000 AS HUGEINT)`;
  const until = (name: string, edge: string) => `(${nano(name)} * (${edge} - begins_us)) // (ends_us - begins_us)`;
  const [first, last] = [`greatest(begins_us, slot * ${slotUs})`, `least(ends_us, (slot + 1) * ${slotUs})`];
  const pieces = [
    ...Object.keys(energies).map(
      (name) =>
        `CAST(${until(name, last)} - ${until(name, first)} AS DECIMAL(38,0)) * CAST(0.000000001 AS DECIMAL(10,9))
          AS ${name}`,
    ),
    ...Object.keys(lengths).map((name) => `${name} * (${last} - ${first}) / (ends_us - begins_us) AS ${name}`),
    ...Object.keys(counts).map((name) => `CASE WHEN slot = begins_us // ${slotUs} THEN ${name} ELSE 0 END AS ${name}`),
  ];
  return `
    SELECT ${by}, ${sums}, CAST(0 AS DECIMAL(38,9)) AS split_kwh FROM (${placed(relation)})
    WHERE ends_us <= reach_us GROUP BY ALL
    UNION ALL
    SELECT ${by}, ${sums}, coalesce(sum(${split}) FILTER (ends_us > same_until_us), 0) AS split_kwh
    FROM (
      SELECT ${['site_id', 'plan', 'zone', ...keys].join(', ')}, s.stretch, r.ends_us, r.same_until_us,
        ${pieces.join(', ')}
      FROM (
        SELECT * EXCLUDE (stretch, reach_us), unnest(range(begins_us // ${slotUs},
          (ends_us + ${slotUs - 1}) // ${slotUs})) AS slot
        FROM (${placed(longer)}) WHERE ends_us > reach_us
      ) r JOIN price_slots s USING (plan, zone, slot)
    ) GROUP BY ALL`;
}
