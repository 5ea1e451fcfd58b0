/**
 * Finds uploads that were deleted and whose readings still count: the event of the deletion was lost. A delete marker
 * hides the upload, and its manifest publishes it nonetheless.
 */
import pMap, { pMapSkip } from 'p-map';
import { datasetOf, datasetOfManifest, manifestKey, PREFIXES } from '../lake/keys.ts';
import { readableManifest } from '../lake/manifest.ts';
import { type LakeVersions, type ObjectVersion, versionsAt } from '../lake/versions.ts';
import type { UploadEvent } from '../object-created.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import { type Runs, SOONEST_MS, sweepName } from './start-lost.ts';

const READS_AT_ONCE = 16;
/** Of one sweep; the next one takes up the others. */
const MOST_STARTED = 500;

/**
 * @returns the delete markers, in the order of their datasets; none where a lifecycle rule expires uploads: its markers
 * look like those of people, and change nothing
 */
export async function findDeleted(
  lake: Pick<LakeStore, 'getText'>,
  versions: Pick<LakeVersions, 'list' | 'listVersions' | 'expires'>,
  now: Date,
): Promise<ObjectVersion[]> {
  const uploaded = new Set<string>();
  for await (const { key } of versions.list(PREFIXES.raw)) uploaded.add(datasetOf(key));
  const without: string[] = [];
  for await (const { key } of versions.list(PREFIXES.manifests)) {
    const dataset = datasetOfManifest(key);
    if (!uploaded.has(dataset)) without.push(dataset);
  }
  if (without.length === 0 || (await versions.expires(PREFIXES.raw))) return [];
  return pMap(
    without,
    async (dataset) => {
      const manifest = readableManifest((await lake.getText(manifestKey(dataset)))?.text ?? '');
      if (!manifest?.published) return pMapSkip;
      const marker = (await versionsAt(versions, manifest.key)).find(({ hides }) => hides);
      return marker && now.getTime() - marker.modified.getTime() >= SOONEST_MS ? marker : pMapSkip;
    },
    { concurrency: READS_AT_ONCE },
  );
}

/** Starts the run of each deletion that has had none of this name. @returns how many were started */
export async function startDeleted(
  markers: readonly ObjectVersion[],
  bucket: string,
  runs: Runs,
  now: Date,
): Promise<number> {
  let started = 0;
  for (const marker of markers) {
    if (started === MOST_STARTED) break;
    if (await runs.start(nameOf(marker), eventOf(marker, bucket, now))) started += 1;
  }
  return started;
}

/** The same for the same deletion, however often it is found. */
const nameOf = ({ key, version, modified }: ObjectVersion) =>
  sweepName(['deleted', key, version, modified.toISOString()]);

/** Without a sequencer: whether the upload is there again is looked up. */
function eventOf(marker: ObjectVersion, bucket: string, now: Date): UploadEvent {
  const { key, version } = marker;
  return {
    ...{ id: nameOf(marker), 'detail-type': 'Object Deleted', source: 'aws.s3', time: now.toISOString() },
    detail: {
      ...{ bucket: { name: bucket }, object: { key, 'version-id': version } },
      ...{ reason: 'DeleteObject', 'deletion-type': 'Delete Marker Created' },
    },
  };
}
