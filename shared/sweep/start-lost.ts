/** Starts the runs of uploads whose event was lost, once each. */
import { createHash } from 'node:crypto';
import type { StoredObject } from '../lake/versions.ts';
import type { ObjectCreatedEvent, UploadEvent } from '../object-created.ts';

/** The executions of the state machine. */
export interface Runs {
  /**
   * The uploads that executions are working on, or that ended without an outcome and wait for a person.
   * @param since of executions that were started after it
   * @returns null where there are too many to look at
   */
  underWay(since: Date): Promise<readonly RunOf[] | null>;
  /** @returns false where an execution of that name was started before */
  start(name: string, event: UploadEvent): Promise<boolean>;
}

export interface RunOf {
  readonly key: string;
  readonly etag: string;
}

/** A run begins within seconds of its upload, or of its deletion. */
export const SOONEST_MS = 15 * 60_000;

/**
 * @param unprocessed uploads without an outcome
 * @param oldestMs what is older was seen by earlier sweeps, and is not looked at
 * @returns those that no execution knows; null where there are too many executions to say
 */
export async function findLost(
  unprocessed: readonly StoredObject[],
  runs: Runs,
  now: Date,
  oldestMs = Number.POSITIVE_INFINITY,
): Promise<StoredObject[] | null> {
  const due = unprocessed.filter(({ modified }) => {
    const age = now.getTime() - modified.getTime();
    return age >= SOONEST_MS && age <= oldestMs;
  });
  if (due.length === 0) return [];
  const since = new Date(due.reduce((first, { modified }) => Math.min(first, modified.getTime()), now.getTime()));
  const known = await runs.underWay(since);
  if (known === null) return null;
  const identities = new Set(known.map(identityOf));
  return due.filter((upload) => !identities.has(identityOf(upload)));
}

/** @returns how many were started */
export async function startLost(lost: readonly StoredObject[], bucket: string, runs: Runs, now: Date): Promise<number> {
  let started = 0;
  for (const upload of lost)
    if (await runs.start(nameOf(upload), eventOf(nameOf(upload), upload, bucket, now))) started += 1;
  return started;
}

const identityOf = ({ key, etag }: RunOf) => JSON.stringify([key, etag]);

/** The same for the same version of an upload, however often it is found. */
const nameOf = ({ key, etag, modified }: StoredObject) => sweepName([key, etag, modified.toISOString()]);

/** Names an execution by what it is for: Step Functions starts one of a name once. */
export function sweepName(what: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(what));
  return `sweep-${digest.digest('hex').slice(0, 32)}`;
}

/** Without a sequencer: whether the object is the newest of its key is looked up. */
export function eventOf(id: string, upload: StoredObject, bucket: string, now: Date): ObjectCreatedEvent {
  const { key, etag, bytes } = upload;
  return {
    ...{ id, 'detail-type': 'Object Created', source: 'aws.s3', time: now.toISOString() },
    detail: { bucket: { name: bucket }, object: { key, etag, size: bytes }, reason: 'sweep' },
  };
}
