/** What the lake has already of an upload's name, or of the time of its sites. */
import { z } from 'zod';
import { queryRows } from '../../../cli/athena.ts';
import type { Connection } from '../../../cli/connection.ts';
import type { Inspection } from '../../../functions/validate/inspect.ts';
import { datasetOf } from '../../../shared/lake/keys.ts';
import { formatPeriod } from '../../../shared/text/format.ts';
import { listed } from '../../../shared/text/listed.ts';

/** No name of a site has it. */
const BETWEEN = '\t';
const SITES_SAID = 5;

const PUBLISHED = `
  SELECT dataset, key, published.period."from", published.period."to", array_join(published.sites, '${BETWEEN}')
  FROM datasets WHERE published IS NOT NULL ORDER BY 3, 1`;
const publishedSchema = z
  .tuple([z.string(), z.string(), z.string(), z.string(), z.string().nullable()])
  .transform(([dataset, key, from, to, sites]) => ({
    ...{ dataset, key, from, to },
    /** Null where they are too many to be named. */
    sites: sites === null ? null : sites.split(BETWEEN),
  }));

/** First and last local time of a site in the upload. */
interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** Sentences, the most important one first. */
export async function overlapsOf(connection: Connection, key: string, { series }: Inspection): Promise<string[]> {
  const published = z.array(publishedSchema).parse(await queryRows(connection, PUBLISHED));
  const own = datasetOf(key);
  const stretches = stretchesOf(series);
  const replaced = published
    .filter(({ dataset }) => dataset === own)
    .map(
      (each) =>
        `${each.key} is published already (${formatPeriod(each.from, each.to)}): a file of the same name replaces it.`,
    );
  const others = published.flatMap(({ dataset, from, to, sites }) => {
    if (dataset === own) return [];
    const shared = [...stretches].flatMap(([site, stretch]) =>
      (sites === null || sites.includes(site)) && from <= stretch.to && stretch.from < to ? [site] : [],
    );
    if (shared.length === 0) return [];
    const known = sites !== null;
    const whose = known ? ` of ${listed(shared, SITES_SAID)}` : ' of many sites';
    const doubt = known ? 'Each' : 'Where it is the same site, each';
    return [
      `${dataset} tells of ${formatPeriod(from, to)}${whose}, too. ${doubt} moment counts once, from the upload that ` +
        'is newer.',
    ];
  });
  return [...replaced, ...others];
}

function stretchesOf(series: Inspection['series']): ReadonlyMap<string, Stretch> {
  const stretches = new Map<string, Stretch>();
  for (const { site_id, first, last } of series) {
    const [from, to] = [isoOf(first), isoOf(last)];
    const known = stretches.get(site_id) ?? { from, to };
    stretches.set(site_id, { from: from < known.from ? from : known.from, to: to > known.to ? to : known.to });
  }
  return stretches;
}

function isoOf(time: string): string {
  return time.replace(' ', 'T');
}
