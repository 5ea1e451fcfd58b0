/**
 * Looks, before anything is read, whether the same bytes are published under another key. Where nobody says anything
 * else of them the upload is a copy, of which nothing is published; it is remembered and takes the place of the first
 * when that is removed. Where a person says something else, it corrects the first.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Content, Source } from '../../shared/contract.ts';
import { readManifest, recordOutcome } from '../../shared/lake/manifest-store.ts';
import { findSame, rememberUpload, type Same } from '../../shared/record/contents.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import type { UploadSettings } from './upload-settings.ts';

interface Upload {
  readonly run: string;
  readonly dataset: string;
  readonly source: Source;
  readonly uploadedAt: string;
}

export async function contentOf(file: string, given: UploadSettings): Promise<Content> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  const { settings, timeZone, zoneSaid, siteId, siteSaid } = given;
  const { time_zone: _zone, site_id: _site, ...layout } = settings;
  const said = {
    ...layout,
    ...(siteSaid ? { site_id: siteId } : {}),
    ...(zoneSaid ? { time_zone: timeZone } : {}),
  };
  return {
    sha256: hash.digest('hex'),
    site: siteId,
    site_said: siteSaid,
    zone: timeZone,
    said: JSON.stringify(said),
  };
}

/** What another upload of the same bytes is to this one. A key that is published already gets its new version. */
export async function sameUpload(
  { dataset, source }: Upload,
  content: Content,
  { lake }: StepContext,
): Promise<Same | null> {
  const same = await findSame(lake, dataset, content);
  if (same?.relation !== 'COPY_OF') return same;
  const { manifest } = await readManifest(lake, dataset, source.key);
  return manifest?.published ? null : same;
}

/**
 * Keeps a copy for the time when its first is removed.
 * @returns the sentence that says so; null where there are too many copies to be remembered
 */
export async function keepCopy(
  upload: Upload,
  content: Content,
  first: Same,
  given: UploadSettings,
  context: StepContext,
): Promise<string | null> {
  const { dataset, source, run, uploadedAt } = upload;
  const uploaded = given.modified?.toISOString() ?? uploadedAt;
  if (!(await rememberUpload(context.lake, { dataset, source, content, uploaded }))) return null;
  const reason =
    `the same bytes are published as ${first.dataset} (${first.key}), ` +
    'and nothing else is said of them; they count once, and this copy counts when that one is removed';
  const at = context.now().toISOString();
  const outcome = { source, run, outcome: 'DUPLICATE', code: null, message: reason, at } as const;
  await recordOutcome(context.lake, dataset, { ...outcome, copy_of: first.dataset });
  return reason;
}
