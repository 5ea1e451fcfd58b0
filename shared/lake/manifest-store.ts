/**
 * Reading and changing manifests in the lake. A change is a conditional write in a loop: whoever loses a race reads
 * again and decides again, so no change is ever lost and none is made on a stale reading.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Source } from '../contract.ts';
import { InputRejected, TransientDependency } from '../runtime/errors.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import { manifestKey } from './keys.ts';
import { HISTORY_LIMIT, type Manifest, manifestSchema, type Outcome, sameVersion } from './manifest.ts';

const JSON_TYPE = 'application/json';

/** Each lost round means that somebody else's write went through; this many in a row are a fault, not a race. */
const MAX_ROUNDS = 25;
const LONGEST_PAUSE_MS = 100;

export interface ReadManifest {
  /** undefined when nothing was ever recorded about this dataset. */
  readonly manifest: Manifest | undefined;
  /** What a later conditional write must find; null when there is no manifest. */
  readonly etag: string | null;
}

const ABSENT: ReadManifest = { manifest: undefined, etag: null };

/**
 * @param key the uploaded key, raw text
 * @throws InputRejected KEY_CONFLICT when the manifest belongs to another key
 * @throws Error when the object is not a manifest
 */
export async function readManifest(lake: LakeStore, dataset: string, key: string): Promise<ReadManifest> {
  const at = manifestKey(dataset);
  const stored = await lake.getText(at);
  if (!stored) return ABSENT;
  const manifest = parseManifest(stored.text, `s3://${lake.bucket}/${at}`);
  if (manifest.key !== key) {
    throw new InputRejected('KEY_CONFLICT', undefined, { dataset, key, belongs_to: manifest.key });
  }
  return { manifest, etag: stored.etag };
}

function parseManifest(text: string, where: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${where} is not a manifest; restore its previous version or move it away, then replay the run`, {
      cause: error,
    });
  }
}

/** One line, because Athena's JSON SerDe reads one document a line. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest)}\n`;
}

/** The manifest of a dataset about which nothing is known yet. */
export function emptyManifest(dataset: string, bucket: string, key: string): Manifest {
  return { dataset, bucket, key, published: null, sequencer: null, history: [], outcomes: [] };
}

/** What a change made of the manifest that it was shown. `write` is absent when there is nothing to write. */
export interface Change<Result> {
  readonly write?: Manifest;
  readonly result: Result;
}

/**
 * Shows the manifest to `change` and writes what it returns, unless somebody else wrote meanwhile: then it is shown the
 * new one. The first round assumes that there is none (If-None-Match), so that a missing manifest is never asked for.
 * @param known what was read a moment ago; spares the first round when there is a manifest
 * @param onContended told each time that a write did not take place
 * @throws TransientDependency when 25 rounds in a row lost their race
 * @throws InputRejected KEY_CONFLICT when the manifest belongs to another key
 */
export async function changeManifest<Result>(
  lake: LakeStore,
  dataset: string,
  key: string,
  change: (manifest: Manifest | undefined) => Change<Result> | Promise<Change<Result>>,
  known: ReadManifest = ABSENT,
  onContended: (round: number) => void = () => {},
): Promise<Result> {
  let read = known;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { write, result } = await change(read.manifest);
    if (write === undefined) return result;
    if (await lake.putTextIf(manifestKey(dataset), manifestText(write), JSON_TYPE, read.etag)) return result;
    // The first refusal usually says no more than that there is a manifest.
    if (read.etag !== null) {
      onContended(round);
      await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 5 * 2 ** round));
    }
    read = await readManifest(lake, dataset, key);
  }
  throw new TransientDependency(
    `s3://${lake.bucket}/${manifestKey(dataset)} was changed by others ${MAX_ROUNDS} times while this run tried to`,
  );
}

/** Outcomes with one more; a version has one, its latest. */
export function withOutcome(manifest: Manifest, outcome: Outcome): Manifest {
  const others = manifest.outcomes.filter((each) => !sameVersion(each.source, outcome.source));
  return { ...manifest, outcomes: [outcome, ...others].slice(0, HISTORY_LIMIT) };
}

/**
 * Records that an upload's version came to its end without being published, so that nothing starts it again. What is
 * published stays published.
 * @throws TransientDependency when the manifest is too contended
 * @throws InputRejected KEY_CONFLICT when the dataset belongs to another key
 */
export async function recordOutcome(lake: LakeStore, dataset: string, outcome: Outcome): Promise<void> {
  const { bucket, key } = outcome.source;
  await changeManifest(lake, dataset, key, (manifest) => ({
    write: withOutcome(manifest ?? emptyManifest(dataset, bucket, key), outcome),
    result: undefined,
  }));
}

/** @returns whether the upload is what its key holds now; for `decide`, where sequencers cannot tell */
export async function isCurrentVersion(lake: LakeStore, source: Source): Promise<boolean> {
  const head = await lake.head(source.key);
  if (!head) return false;
  return sameVersion(source, { bucket: source.bucket, key: source.key, etag: head.etag, version: head.version });
}
