/** Takes a dataset back: nothing of it is published any more, and what it shadowed counts again. */
import { compareSequencers, HISTORY_LIMIT, type Manifest, type Outcome } from '../lake/manifest.ts';
import { changeManifest, emptyManifest, readManifest } from '../lake/manifest-store.ts';
import { announceChange } from './announce.ts';
import type { RecordContext } from './context.ts';
import { letCopyTakeOver } from './copies.ts';

export interface Withdrawn {
  /** The manifests as they are then, for the catalogue to be reconciled to; none where there was none. */
  readonly manifests: readonly Manifest[];
  /** The sites that are touched, for the caller to follow. */
  readonly sites: ReadonlySet<string>;
  /** The copy that counts instead; null where there is none. */
  readonly instead: Manifest | null;
}

interface Options {
  /** Of the deletion of the upload: whatever was uploaded before it stays out, and what came later stays in. */
  readonly sequencer?: string | undefined;
  /** Whether a copy of the same bytes takes its place. */
  readonly copyTakesOver: boolean;
}

/**
 * Withdraws what a dataset publishes. The publication moves into the history, from where a rollback brings it back.
 * The caller reconciles the catalogue and follows the sites.
 * @throws TransientDependency when the manifest is too contended
 */
export async function withdraw(
  { dataset, key }: Pick<Manifest, 'dataset' | 'key'>,
  context: RecordContext,
  { sequencer, copyTakesOver }: Options = { copyTakesOver: true },
): Promise<Withdrawn> {
  const at = context.now().toISOString();
  const sites = new Set<string>();
  const change = { kind: 'WITHDRAWN', dataset, key, run: `withdrawn-${context.attempt}`, at } as const;
  const known = await readManifest(context.lake, dataset, key);
  const manifest = await changeManifest(
    context.lake,
    dataset,
    key,
    async (current) => {
      const highest = current?.sequencer ?? null;
      const isLate = sequencer !== undefined && highest !== null && compareSequencers(sequencer, highest) < 0;
      if (isLate) return { result: current };
      if (!current) {
        // A run of what was uploaded before the deletion may be under way: it will find it.
        if (sequencer === undefined) return { result: current };
        const write = { ...emptyManifest(dataset, context.lake.bucket, key), sequencer };
        return { write, result: write };
      }
      const last = sequencer ?? highest;
      if (!current.published) {
        const isCopy = current.outcomes.some(({ outcome }) => outcome === 'DUPLICATE');
        if (last === highest && !isCopy) return { result: current };
        const outcomes = current.outcomes.map((each) => (each.outcome === 'DUPLICATE' ? removed(each) : each));
        const write = { ...current, sequencer: last, outcomes };
        return { write, result: write };
      }
      for (const site of await announceChange(change, [current.published], context)) sites.add(site);
      const history = [{ ...current.published, superseded_at: at }, ...current.history].slice(0, HISTORY_LIMIT);
      const write = { ...current, published: null, sequencer: last, history };
      return { write, result: write };
    },
    known,
  );
  if (!manifest) return { manifests: [], sites, instead: null };
  // An attempt before this one may have ended between the manifest and the record.
  const gone = manifest.published === null ? manifest.history[0] : undefined;
  if (!gone) return { manifests: [manifest], sites, instead: null };
  for (const site of await announceChange(change, [gone], context)) sites.add(site);
  const instead = copyTakesOver ? await letCopyTakeOver(dataset, gone, context) : null;
  for (const site of instead?.sites ?? []) sites.add(site);
  const taken = instead?.manifest ?? null;
  return { manifests: taken ? [manifest, taken] : [manifest], sites, instead: taken };
}

/** A copy that is removed takes no place any more. */
function removed(outcome: Outcome): Outcome {
  return { ...outcome, outcome: 'REMOVED', message: null, copy_of: null };
}

/**
 * Puts a dataset after all others of its sites.
 * @returns the sites, for the caller to follow; none where it publishes nothing
 */
export async function prefer(
  { dataset, key, published }: Manifest,
  context: RecordContext,
): Promise<readonly string[]> {
  if (published === null) return [];
  const change = { kind: 'PREFERRED', run: `preferred-${context.attempt}`, at: context.now().toISOString() } as const;
  return announceChange({ ...change, dataset, key }, [published], context);
}
