/** What else the lake publishes, as the manifests say: they are the truth of it. */
import pMap from 'p-map';
import type { Validated } from '../contract.ts';
import { LOG } from '../runtime/log.ts';
import type { StepContext } from '../runtime/step-context.ts';
import { manifestKey, PREFIXES } from './keys.ts';
import { type Publication, readableManifest } from './manifest.ts';

/** A listing answers with 1,000 keys; ten answers take about a second. */
const LISTED = 10_000;
/** One request each, about 30 ms on AWS: a thousand take two seconds, 16 at once. */
const READ = 1000;
const AT_ONCE = 16;

export interface Published {
  readonly dataset: string;
  readonly publication: Publication;
}

export interface Publications {
  /** The newest commit first. */
  readonly published: readonly Published[];
  /** Manifests that were not read because there are too many. */
  readonly leftOut: number;
}

/**
 * The publications of all datasets but this run's own: of at most 10,000 manifests the 1,000 that changed last. One
 * that cannot be read is logged and passed over, since nobody's forecast should fail on another upload's manifest.
 */
export async function otherPublications(input: Validated, { lake, log }: StepContext): Promise<Publications> {
  const own = manifestKey(input.dataset);
  const others = (await lake.list(PREFIXES.manifests, LISTED)).filter(
    ({ key }) => key !== own && key.endsWith('.json'),
  );
  others.sort((a, b) => b.modified.getTime() - a.modified.getTime() || (a.key < b.key ? -1 : 1));
  const published: Published[] = [];
  await pMap(
    others.slice(0, READ),
    async ({ key }) => {
      const stored = await lake.getText(key);
      if (!stored) return;
      const manifest = readableManifest(stored.text);
      if (!manifest) log.warn(LOG.historySkipped, { manifest: key });
      else if (manifest.published) published.push({ dataset: manifest.dataset, publication: manifest.published });
    },
    { concurrency: AT_ONCE },
  );
  // Answers arrive in any order.
  published.sort(newestFirst);
  return { published, leftOut: Math.max(0, others.length - READ) };
}

function newestFirst(a: Published, b: Published): number {
  const [x, y] = [a.publication.committed_at, b.publication.committed_at];
  return Date.parse(y) - Date.parse(x) || (a.dataset < b.dataset ? -1 : 1);
}
