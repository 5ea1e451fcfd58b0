/** Walks through the lake to what nobody needs any more, and deletes it for good, as far as the time allows. */
import { inboxSlug, PREFIXES } from '../lake/keys.ts';
import type { LakeVersions, ObjectVersion } from '../lake/versions.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import { outdatedAttempts } from './attempts.ts';
import { outdatedGenerations } from './generations.ts';
import type { Outdated } from './outdated.ts';
import { PARTS, type Part, type Place, readState, writeState } from './state.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Versions that are deleted with one request. */
const BATCH = 1000;
const LISTED = 100_000;

export interface WalkContext {
  readonly lake: LakeStore;
  readonly versions: LakeVersions;
  /** How long what nobody needs is kept. */
  readonly retentionDays: number;
  readonly now: () => Date;
}

/** Versions that nobody needs, or that were deleted. */
export interface Amount {
  readonly prefixes: number;
  readonly versions: number;
  readonly bytes: number;
}

const NONE: Amount = { prefixes: 0, versions: 0, bytes: 0 };

/** @returns what a walk through the whole lake would delete; nothing is changed */
export async function previewWalk(context: WalkContext): Promise<Amount> {
  let sum = NONE;
  for await (const { piles } of outdated({ part: PARTS[0] }, context)) sum = plus(sum, amountOf({ piles }));
  return sum;
}

/** Whether a walk is under way, or the last one is a day old. */
export async function isWalkDue(context: Pick<WalkContext, 'lake' | 'now'>): Promise<boolean> {
  const { walked, place } = await readState(context.lake);
  return place !== null || walked === null || context.now().getTime() - Date.parse(walked) >= DAY_MS;
}

export interface Walked {
  readonly deleted: Amount;
  /** Whether it came to its end; else the next one goes on there. */
  readonly whole: boolean;
}

/**
 * Goes on where the last walk ended. Safe to end at any point and safe beside another walk: what is deleted already is
 * not found again.
 * @param isOver asked after each site and dataset: whether the time is over
 */
export async function walk(context: WalkContext, isOver: () => boolean): Promise<Walked> {
  const { lake, versions, now } = context;
  const state = await readState(lake);
  const begun = state.begun ?? now().toISOString();
  let pending: ObjectVersion[] = [];
  let deleted = NONE;
  let place: Place = state.place ?? { part: PARTS[0] };
  const flush = async () => {
    await versions.remove(pending);
    pending = [];
  };
  for await (const { part, name, piles } of outdated(place, context)) {
    deleted = plus(deleted, amountOf({ piles }));
    pending.push(...piles.flatMap((pile) => pile.versions));
    if (pending.length >= BATCH) await flush();
    place = { part, after: name };
    if (!isOver()) continue;
    await flush();
    await writeState(lake, { ...state, begun, place });
    return { deleted, whole: false };
  }
  await flush();
  await writeState(lake, { walked: begun, begun: null, place: null });
  return { deleted, whole: true };
}

interface Found extends Outdated {
  readonly part: Part;
}

/** Everything outdated from a place on, site after site and dataset after dataset. */
async function* outdated(from: Place, { lake, versions, retentionDays, now }: WalkContext): AsyncGenerator<Found> {
  const before = now().getTime() - retentionDays * DAY_MS;
  for (const part of PARTS.slice(PARTS.indexOf(from.part))) {
    const after = part === from.part ? from.after : undefined;
    if (part === 'attempts') {
      for await (const each of outdatedAttempts(lake, versions, before, after)) yield { part, ...each };
      continue;
    }
    // The tables of a site with something in its inbox may show versions that its record does not name.
    const waiting = new Set((await lake.list(PREFIXES.recordInbox, LISTED)).map(({ key }) => inboxSlug(key)));
    for await (const each of outdatedGenerations(lake, versions, before, now(), after))
      yield { part, ...each, piles: waiting.has(each.name) ? [] : each.piles };
  }
}

function amountOf({ piles }: Pick<Outdated, 'piles'>): Amount {
  const all = piles.flatMap((pile) => pile.versions);
  return { prefixes: piles.length, versions: all.length, bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function plus(a: Amount, b: Amount): Amount {
  return { prefixes: a.prefixes + b.prefixes, versions: a.versions + b.versions, bytes: a.bytes + b.bytes };
}
