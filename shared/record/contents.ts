/**
 * Which uploads have the same bytes. Found by the digest of the bytes, so that a run looks at one small object
 * whatever else is in the lake.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Content, contentSchema, type SameBytes, sourceSchema } from '../contract.ts';
import { contentsKey } from '../lake/keys.ts';
import { readManifest } from '../lake/manifest-store.ts';
import { TransientDependency } from '../runtime/errors.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import { parseJson } from '../text/parse-json.ts';

const uploadSchema = z.object({
  dataset: z.string(),
  source: sourceSchema,
  content: contentSchema,
  /** ISO time of the upload, which is its place in the order of uploads. */
  uploaded: z.iso.datetime(),
});
export type SameUpload = z.infer<typeof uploadSchema>;

/** Uploads of the same bytes, in the order in which their runs came; each key once. */
const contentsSchema = z.object({ uploads: z.array(uploadSchema) });
type Contents = z.infer<typeof contentsSchema>;

/** More copies than this of the same bytes are read as uploads of their own. */
const MOST_COPIES = 500;
const MAX_ROUNDS = 25;

/** What an upload is to another one of the same bytes that is published. */
export interface Same {
  readonly relation: 'COPY_OF' | SameBytes['relation'];
  readonly dataset: string;
  readonly key: string;
}

/** @returns null where no other upload of these bytes is published */
export async function findSame(lake: LakeStore, dataset: string, content: Content): Promise<Same | null> {
  let same: Same | null = null;
  for (const other of await sameBytes(lake, content.sha256)) {
    if (other.dataset === dataset) continue;
    const { key } = other.source;
    const { manifest } = await readManifest(lake, other.dataset, key);
    const first = manifest?.published?.content;
    if (first?.sha256 !== content.sha256) continue;
    if (saysNothingElse(content, first)) return { relation: 'COPY_OF', dataset: other.dataset, key };
    const relation = areTwoSites(content, first) ? 'OTHER_SITE' : 'CORRECTS';
    if (same === null || relation === 'CORRECTS') same = { relation, dataset: other.dataset, key };
  }
  return same;
}

/** The uploads of the same bytes, also those of which nothing is published. */
export async function sameBytes(lake: Pick<LakeStore, 'getText'>, sha256: string): Promise<readonly SameUpload[]> {
  return (await readContents(lake, sha256)).contents.uploads;
}

/**
 * Adds an upload to those of its bytes, in place of an earlier one of its key.
 * @returns false where there are too many already
 */
export async function rememberUpload(lake: LakeStore, upload: SameUpload): Promise<boolean> {
  return changeContents(lake, upload.content.sha256, ({ uploads }) => {
    const at = uploads.findIndex(({ dataset }) => dataset === upload.dataset);
    if (at < 0) return uploads.length < MOST_COPIES ? { uploads: [...uploads, upload] } : null;
    return isDeepStrictEqual(uploads[at], upload) ? null : { uploads: uploads.with(at, upload) };
  });
}

/**
 * @param change null where nothing is to be written
 * @returns whether the upload that was to be added is among them
 */
async function changeContents(
  lake: LakeStore,
  sha256: string,
  change: (contents: Contents) => Contents | null,
): Promise<boolean> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { contents, etag } = await readContents(lake, sha256);
    const next = change(contents);
    if (next === null) return contents.uploads.length < MOST_COPIES;
    if (await lake.putTextIf(contentsKey(sha256), `${JSON.stringify(next)}\n`, 'application/json', etag)) return true;
  }
  throw new TransientDependency(`s3://${lake.bucket}/${contentsKey(sha256)} was changed by others ${MAX_ROUNDS} times`);
}

async function readContents(
  lake: Pick<LakeStore, 'getText'>,
  sha256: string,
): Promise<{ contents: Contents; etag: string | null }> {
  const stored = await lake.getText(contentsKey(sha256));
  if (!stored) return { contents: { uploads: [] }, etag: null };
  const parsed = contentsSchema.safeParse(parseJson(stored.text));
  // It can be made again from nothing: a copy that is not known to be one is decided reading by reading.
  return { contents: parsed.success ? parsed.data : { uploads: [] }, etag: stored.etag };
}

const saidSchema = z.record(z.string(), z.unknown());

/** Whether what a person says of a copy holds for the first as well. Who says nothing does not contradict. */
function saysNothingElse(copy: Content, first: Content): boolean {
  const known = saidSchema.parse(JSON.parse(first.said));
  const holds = { ...known, site_id: first.site, time_zone: first.zone };
  return Object.entries(saidSchema.parse(JSON.parse(copy.said))).every(([name, value]) =>
    isDeepStrictEqual(Object.hasOwn(holds, name) ? Reflect.get(holds, name) : undefined, value),
  );
}

/** Whether a person named a site for each of them, and not the same: two homes may pay for the same energy. */
function areTwoSites(a: Content, b: Content): boolean {
  return a.site_said && b.site_said && a.site !== b.site;
}
