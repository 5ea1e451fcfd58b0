/** What the lake has already of an upload's name, or of the time that it tells of. */
import { z } from 'zod';
import { queryRows } from '../../../cli/athena.ts';
import type { Connection } from '../../../cli/connection.ts';
import type { Inspection } from '../../../functions/validate/inspect.ts';
import { datasetOf } from '../../../shared/lake/keys.ts';
import { formatPeriod } from '../../../shared/text/format.ts';

const PUBLISHED = `
  SELECT dataset, key, published.period."from", published.period."to"
  FROM datasets WHERE published IS NOT NULL ORDER BY 3, 1`;
const publishedSchema = z
  .tuple([z.string(), z.string(), z.string(), z.string()])
  .transform(([dataset, key, from, to]) => ({ dataset, key, from, to }));

/** Sentences, the most important one first. */
export async function overlapsOf(connection: Connection, key: string, { series }: Inspection): Promise<string[]> {
  const published = z.array(publishedSchema).parse(await queryRows(connection, PUBLISHED));
  const own = datasetOf(key);
  const from = series.map(({ first }) => isoOf(first)).toSorted()[0] ?? '';
  const to =
    series
      .map(({ last }) => isoOf(last))
      .toSorted()
      .at(-1) ?? '';
  const replaced = published.filter(({ dataset }) => dataset === own);
  const others = published.filter((each) => each.dataset !== own && each.from <= to && from < each.to);
  return [
    ...replaced.map(
      (each) =>
        `${each.key} is published already (${formatPeriod(each.from, each.to)}): a file of the same name replaces it.`,
    ),
    ...others.map(
      (each) =>
        `${each.dataset} tells of ${formatPeriod(each.from, each.to)}, too. If it is the same site, ` +
        'each moment counts once, from the upload that is newer.',
    ),
  ];
}

function isoOf(time: string): string {
  return time.replace(' ', 'T');
}
