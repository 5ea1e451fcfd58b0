/** All datasets by name, with what of them does not count. */
import { z } from 'zod';
import { queryRows } from '../../../cli/athena.ts';
import type { Connection } from '../../../cli/connection.ts';
import { readShadows } from '../../../cli/shadows.ts';
import type { ListedDataset } from '../../api/data.ts';

const PAGE = 100;

const number = z.coerce.number().nullable();
const text = z.string().nullable();
const rowSchema = z
  .tuple([z.string(), z.string(), text, text, number, number, number, text, text])
  .transform(([dataset, key, from, to, readings, used, produced, copyOf, bases]) => ({
    ...{ dataset, key, from, to, used, produced, copyOf },
    readings: from === null ? null : readings,
    bases: bases === null || bases === '' ? [] : bases.split(','),
  }));

/** The last that became of an upload stands first. */
const DATASETS = `
  SELECT dataset, key, published.period."from", published.period."to", published.readings.accepted,
    published.consumption_kwh, published.generation_kwh,
    CASE WHEN published IS NULL AND cardinality(outcomes) > 0 AND outcomes[1].outcome = 'DUPLICATE'
      THEN outcomes[1].copy_of END,
    array_join(published.bases, ',')
  FROM datasets ORDER BY 1`;

/** @param search a part of a dataset's name or of its upload's key */
export async function datasetPage(
  connection: Connection,
  search: string,
  from: number,
): Promise<{ datasets: ListedDataset[]; total: number }> {
  const [rows, shadows] = [await queryRows(connection, DATASETS), await readShadows(connection)];
  const wanted = search.trim().toLowerCase();
  const found = z
    .array(rowSchema)
    .parse(rows)
    .filter(({ dataset, key }) => `${dataset} ${key}`.toLowerCase().includes(wanted));
  const shadowed = new Map<string, number>();
  for (const { dataset, readings } of shadows) shadowed.set(dataset, (shadowed.get(dataset) ?? 0) + readings);
  return {
    datasets: found.slice(from, from + PAGE).map((each) => ({ ...each, shadowed: shadowed.get(each.dataset) ?? 0 })),
    total: found.length,
  };
}
