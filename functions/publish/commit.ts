/**
 * The publication itself: one conditional write of the manifest. Everything before it is invisible, everything after it
 * follows from it.
 */

import type { Source } from '../../shared/contract.ts';
import {
  compareSequencers,
  decide,
  HISTORY_LIMIT,
  type Manifest,
  type Outcome,
  type Publication,
  sameVersion,
} from '../../shared/lake/manifest.ts';
import {
  type Change,
  changeManifest,
  emptyManifest,
  isCurrentVersion,
  readManifest,
  withOutcome,
} from '../../shared/lake/manifest-store.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';

export interface Candidate {
  readonly dataset: string;
  readonly source: Source;
  readonly run: string;
  /** A person asked for the same version again. */
  readonly rerun: boolean;
  readonly publication: Publication;
}

export type Commit =
  | { readonly outcome: 'COMMITTED'; readonly manifest: Manifest }
  /** An earlier attempt of this run had committed; its publication stands. */
  | { readonly outcome: 'RESUMED'; readonly manifest: Manifest }
  | { readonly outcome: 'ALREADY_PROCESSED' | 'SUPERSEDED'; readonly manifest: Manifest; readonly reason: string };

/**
 * Makes a run's results what its dataset publishes, unless another upload or run has the better right.
 * @param at ISO time of the commit
 * @param announce what must be done before each try to write, with the manifest that is replaced
 * @throws InputRejected KEY_CONFLICT when the dataset belongs to another key
 * @throws TransientDependency when the manifest is too contended
 */
export async function commit(
  lake: LakeStore,
  candidate: Candidate,
  at: string,
  announce: (current: Manifest) => Promise<void> = async () => {},
  onContended: (round: number) => void = () => {},
): Promise<Commit> {
  const { dataset, source } = candidate;
  const change = async (manifest: Manifest | undefined): Promise<Change<Commit>> => {
    const current = manifest ?? emptyManifest(dataset, source.bucket, source.key);
    const decision = await decide(manifest, candidate, () => isCurrentVersion(lake, source));
    switch (decision) {
      case 'PROCEED': {
        const next = publish(current, candidate.publication, at);
        await announce(current);
        return { write: next, result: { outcome: 'COMMITTED', manifest: next } };
      }
      case 'RESUME':
        return { result: { outcome: 'RESUMED', manifest: current } };
      case 'ALREADY_PROCESSED': {
        const reason = `run ${current.published?.run ?? ''} has published this version of the upload`;
        return { result: { outcome: 'ALREADY_PROCESSED', manifest: current, reason } };
      }
      case 'SUPERSEDED': {
        const reason = `a newer upload is published, by run ${current.published?.run ?? ''}`;
        const recorded = recordSuperseded(current, candidate, reason, at);
        const result = { outcome: 'SUPERSEDED', manifest: recorded ?? current, reason } as const;
        return recorded ? { write: recorded, result } : { result };
      }
    }
  };
  // What is announced must be of the manifest that is there, not of one that is assumed to be absent.
  const known = await readManifest(lake, dataset, source.key);
  return changeManifest(lake, dataset, source.key, change, known, onContended);
}

/** A version that was published once stands in the history already; one that was recorded needs no second record. */
function recordSuperseded(manifest: Manifest, candidate: Candidate, reason: string, at: string): Manifest | undefined {
  const { source, run } = candidate;
  const known = [...manifest.history, ...manifest.outcomes].some((each) => sameVersion(each.source, source));
  if (known) return undefined;
  const outcome: Outcome = { source, run, outcome: 'SUPERSEDED', code: null, message: reason, copy_of: null, at };
  return withOutcome(manifest, outcome);
}

/** The manifest with another publication in place of the present one, which moves into the history. */
export function publish(manifest: Manifest, publication: Publication, at: string): Manifest {
  const { published } = manifest;
  const earlier = manifest.history.filter(({ run }) => run !== publication.run);
  const history = published ? [{ ...published, superseded_at: at }, ...earlier] : earlier;
  return {
    ...manifest,
    published: publication,
    sequencer: later(manifest.sequencer, publication.source.sequencer),
    history: history.slice(0, HISTORY_LIMIT),
    outcomes: manifest.outcomes.filter(({ source }) => !sameVersion(source, publication.source)),
  };
}

function later(highest: string | null, sequencer: string | undefined): string | null {
  if (sequencer === undefined) return highest;
  return highest === null || compareSequencers(sequencer, highest) > 0 ? sequencer : highest;
}
