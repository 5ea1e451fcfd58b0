/**
 * What is done where nobody comes who would do it: inboxes that a process left, uploads whose event was lost,
 * partitions that the catalogue lost, versions that nobody needs.
 */
import { z } from 'zod';
import type { LakeVersions } from '../lake/versions.ts';
import type { RecordContext } from '../record/context.ts';
import { finishInboxes, waitingSites } from '../record/finish.ts';
import { InputRejected } from '../runtime/errors.ts';
import { LOG } from '../runtime/log.ts';
import { findDeleted, startDeleted } from './lost-deletions.ts';
import { findUnprocessed } from './lost-uploads.ts';
import { findStrayMonths, mendTables } from './mend-tables.ts';
import { findStaleForecasts, startStale } from './stale-forecasts.ts';
import { findLost, type Runs, startLost } from './start-lost.ts';
import { type Amount, isWalkDue, previewWalk, walk } from './walk.ts';

export interface SweepContext extends RecordContext {
  readonly versions: LakeVersions;
  readonly runs: Runs;
  /** How long what nobody needs is kept. */
  readonly retentionDays: number;
}

const amountSchema = z.object({ prefixes: z.number(), versions: z.number(), bytes: z.number() });

export const sweptSchema = z.object({
  sites: z.number().describe('Sites whose inbox was finished'),
  unprocessed: z.number().describe('Uploads without an outcome'),
  oldestSeconds: z.number().describe('Age of the oldest of them; 0 where there is none'),
  started: z.number().describe('Runs that were started for uploads that had none'),
  withdrawn: z.number().describe('Runs that were started for deletions that had none'),
  renewed: z.number().describe('Runs that were started for forecasts from before a change of their site'),
  mended: z.number().describe('Months whose partitions were mended'),
  deleted: amountSchema.describe('What nobody needed any more'),
  whole: z.boolean().describe('Whether nothing is left to delete; else the next sweep goes on'),
});
export type Swept = z.infer<typeof sweptSchema>;

/** Earlier sweeps have seen what is older. */
const LOOK_BACK_MS = 24 * 60 * 60 * 1000;
const NONE: Amount = { prefixes: 0, versions: 0, bytes: 0 };

interface Options {
  /** How old uploads are at most that are started where they have no run. */
  readonly lookBackMs?: number;
  /** Whether the lake is walked through, however long ago that was done. */
  readonly walks?: boolean;
}

/** @param isOver whether the time is over for what another sweep can go on with */
export async function sweep(
  context: SweepContext,
  isOver: () => boolean,
  { lookBackMs = LOOK_BACK_MS, walks = false }: Options = {},
): Promise<Swept> {
  const { lake, versions, runs, now } = context;
  const sites = await finishInboxes(context, isOver).catch((error: unknown) => {
    // Tariffs that cannot be used keep months from being made, and nothing else.
    if (!(error instanceof InputRejected)) throw error;
    context.log.warn(LOG.recordWaits, { reason: error.message });
    return [];
  });
  const at = now();
  const unprocessed = await findUnprocessed(lake, versions, at);
  const oldest = unprocessed.reduce((first, { modified }) => Math.min(first, modified.getTime()), at.getTime());
  const lost = (await findLost(unprocessed, runs, at, lookBackMs)) ?? [];
  const started = await startLost(lost, lake.bucket, runs, at);
  const due = walks || (await isWalkDue(context));
  const deletions = due ? await findDeleted(lake, versions, at) : [];
  const withdrawn = await startDeleted(deletions, lake.bucket, runs, at);
  const stray = due ? await findStrayMonths(context) : [];
  const stale = due ? await findStaleForecasts(context) : [];
  const renewed = await startStale(stale, lake.bucket, runs, at);
  await mendTables(stray, context);
  const { deleted, whole } = due ? await walk(context, isOver) : { deleted: NONE, whole: true };
  const swept: Swept = {
    ...{ sites: sites.length, unprocessed: unprocessed.length, started, withdrawn, renewed },
    ...{ deleted, whole },
    oldestSeconds: (at.getTime() - oldest) / 1000,
    mended: stray.reduce((sum, { months }) => sum + months.length, 0),
  };
  context.log.info(LOG.lakeSwept, { ...swept });
  return swept;
}

/** What a sweep would do, of uploads of any age; nothing is changed. */
export interface SweepPreview {
  readonly waiting: number;
  /** Keys of uploads whose run was lost; null where too many executions are under way to say. */
  readonly lost: readonly string[] | null;
  /** Keys of uploads that were deleted and still count. */
  readonly removed: readonly string[];
  /** Keys of uploads whose forecast is from before a change of their site. */
  readonly stale: readonly string[];
  readonly stray: number;
  readonly outdated: Amount;
}

export async function previewSweep(context: SweepContext): Promise<SweepPreview> {
  const { lake, versions, runs, now } = context;
  const lost = await findLost(await findUnprocessed(lake, versions, now()), runs, now());
  const removed = await findDeleted(lake, versions, now());
  const stray = await findStrayMonths(context);
  const stale = await findStaleForecasts(context);
  return {
    waiting: (await waitingSites(context)).length,
    lost: lost?.map(({ key }) => key) ?? null,
    removed: removed.map(({ key }) => key),
    stale: stale.map(({ upload }) => upload.key),
    stray: stray.reduce((sum, { months }) => sum + months.length, 0),
    outdated: await previewWalk(context),
  };
}
