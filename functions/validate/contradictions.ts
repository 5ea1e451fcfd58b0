/**
 * What other uploads tell of the same time, looked up before anything is published. Where they contradict each other
 * and nobody named the site, it may be that of another one: a second home under the same name would hide the first, so
 * it is asked.
 */
import { basename } from 'node:path';
import type { SameBytes } from '../../shared/contract.ts';
import type { Database } from '../../shared/database/duckdb.ts';
import type { Overlap } from '../../shared/energy/overlap.ts';
import { readManifest } from '../../shared/lake/manifest-store.ts';
import type { Layout } from '../../shared/readings/layout.ts';
import { lakeFiles } from '../../shared/record/files.ts';
import { type Contradiction, findOverlaps } from '../../shared/record/overlap.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { siteIdSchema } from '../../shared/settings/settings.ts';
import { formatPercent } from '../../shared/text/format.ts';
import { columnWithRole } from './read/slots.ts';
import { type Candidate, question } from './recognise/question.ts';
import type { UploadSettings } from './upload-settings.ts';

/** Of fewer shared intervals nothing can be said. */
const FEWEST = 24;
/** Of the shared intervals: more than a few mended values. */
const CONTRADICTING = 0.05;
/** With more than this it is rather another site than a correction. */
const ANOTHER_SITE = 0.5;

interface Its {
  readonly dataset: string;
  readonly key: string;
  readonly sameBytes?: SameBytes | null;
}

/**
 * @param readings relation with the columns of raw_energy_data
 * @returns null where no other upload tells of the same time
 * @throws InputRejected SITE_UNCLEAR where others contradict it, and nobody named the site
 */
export async function overlapOf(
  readings: string,
  { dataset, key, sameBytes = null }: Its,
  layout: Layout,
  given: UploadSettings,
  db: Database,
  context: StepContext,
  folder: string,
): Promise<Overlap | null> {
  const corrected = sameBytes?.relation === 'CORRECTS' ? [sameBytes.dataset] : [];
  const { overlap, sites } = await findOverlaps(
    readings,
    [dataset, ...corrected],
    context.lake,
    lakeFiles(context.lake, folder),
    db,
  );
  if (given.siteSaid || columnWithRole(layout, 'site')) return overlap;
  const found = sites.find(
    ({ site, shared, differing }) => site === given.siteId && shared >= FEWEST && differing > CONTRADICTING * shared,
  );
  if (!found) return overlap;
  // A key that is published already has its site: this is a new version of it.
  const { manifest } = await readManifest(context.lake, dataset, key);
  if (manifest?.published) return overlap;
  throw question('SITE_UNCLEAR', statementOf(found), answersTo(found, key), given.settings);
}

function statementOf({ site, shared, differing, other }: Contradiction): string {
  return (
    `Nobody named the site, and of ${shared} intervals that ${JSON.stringify(other)} tells of too, in the site ` +
    `${JSON.stringify(site)}, ${differing} (${formatPercent(differing / shared)}) have another energy here. ` +
    `It may be of another site, under any name (--site-id NAME), or correct what is there (--site-id ${site}); ` +
    'without an answer nothing changes.'
  );
}

/** The more likely one first. */
function answersTo({ site, shared, differing }: Contradiction, key: string): Candidate[] {
  const another: Candidate = { means: 'it is another site', setting: { site_id: newName(site, key) } };
  const correction: Candidate = {
    means: `it corrects the readings of ${site}: the last upload counts`,
    setting: { site_id: site },
  };
  return differing > ANOTHER_SITE * shared ? [another, correction] : [correction, another];
}

/** A name for another site, from that of its file. */
function newName(site: string, key: string): string {
  const name = siteIdSchema.safeParse(basename(key).replace(/\..*$/, ''));
  return name.success && name.data !== site ? name.data : `${site.slice(0, 190)}-2`;
}
