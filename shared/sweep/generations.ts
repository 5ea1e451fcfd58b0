/**
 * The versions of sites' months that their records do not name any more. Each was shown until the next one of its month
 * was written, so that is when its retention begins; that of the last one, which no other has followed (its month is
 * gone, or its writer lost a race), when the record was written last.
 */
import { PREFIXES, recordKeyOfSlug } from '../lake/keys.ts';
import type { LakeVersions, ObjectVersion } from '../lake/versions.ts';
import { siteRecordSchema } from '../record/site-record.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import { parseJson } from '../text/parse-json.ts';
import { merged } from './merged.ts';
import { type Outdated, type Pile, pilesOf } from './outdated.ts';

/**
 * Writers that lose a race leave versions that were never shown: the one that was shown last may stand behind as many
 * of them. While its successor is new, queries that began before may still read it.
 */
const MOST_LOSERS = 25;
const FRESH_MS = 24 * 60 * 60 * 1000;

/** Prefix, site, month. */
const GENERATION = /^(.*?\/site=([^/]+)\/month=([^/]+)\/generation=[^/]+\/)/;

/**
 * Site after site, in the order of their names in keys.
 * @param before what nobody needed at that time is outdated, ms since 1970
 * @param after only sites behind this one
 */
export async function* outdatedGenerations(
  lake: Pick<LakeStore, 'getText'>,
  versions: Pick<LakeVersions, 'listVersions'>,
  before: number,
  now: Date,
  after?: string,
): AsyncGenerator<Outdated> {
  const prefix = `${PREFIXES.recordData}site=`;
  const listed = versions.listVersions(prefix, after === undefined ? undefined : `${prefix}${after}/~`);
  for await (const { name, items } of merged([listed], ({ key }) => /\/site=([^/]+)\//.exec(key)?.[1] ?? key))
    yield { name, piles: await ofSite(name, items, lake, before, now) };
}

/** The record is read after what is there was listed: what it names by then is in the list, or too young. */
async function ofSite(
  slug: string,
  found: readonly ObjectVersion[],
  lake: Pick<LakeStore, 'getText'>,
  before: number,
  now: Date,
): Promise<Pile[]> {
  const text = (await lake.getText(recordKeyOfSlug(slug)))?.text;
  const record = siteRecordSchema.safeParse(parseJson(text ?? '')).data;
  // Nobody can say what a record that cannot be read names.
  if (!record) return [];
  const committed = Date.parse(record.committed_at);
  const piles = pilesOf(found, (key) => GENERATION.exec(key)?.[1]);
  const byMonth = Map.groupBy(piles, ({ prefix }) => GENERATION.exec(prefix)?.[3] ?? '');
  return [...byMonth].flatMap(([month, theirs]) => {
    const current = record.months[month]?.generation;
    const shown = theirs.find(({ prefix }) => prefix === current);
    const isFresh = shown !== undefined && now.getTime() - shown.written < FRESH_MS;
    const newestFirst = theirs.toSorted((a, b) => b.written - a.written);
    return newestFirst.filter(({ prefix, written }, nth) => {
      if (prefix === current || (isFresh && nth <= MOST_LOSERS + 1)) return false;
      return Math.max(written, newestFirst[nth - 1]?.written ?? committed) < before;
    });
  });
}
