/** `energy feed`: generated readings of sites, uploaded interval by interval until somebody or a limit stops it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PREFIXES } from '../../shared/lake/keys.ts';
import { createLakeStore } from '../../shared/lake/s3-lake.ts';
import { plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { HOUR_MS } from '../../shared/time-units.ts';
import { type Connection, withConnection } from '../connection.ts';
import { CliError } from '../errors.ts';
import { again } from '../feed/retry.ts';
import { type Slot, slots } from '../feed/schedule.ts';
import { feedPiece } from '../generate/feed.ts';
import { commandLine } from '../hints.ts';
import { onInterrupt } from '../interrupt.ts';
import type { GlobalOptions } from '../options.ts';
import { duration } from '../output/format.ts';
import { note, print } from '../output/print.ts';

export interface FeedOptions extends GlobalOptions {
  readonly sites: number;
  readonly every: number;
  readonly seed: number;
  readonly speed: number;
  readonly start?: string;
  readonly count?: number;
  readonly hours?: number;
}

interface Sent {
  uploads: number;
  readings: number;
  anomalies: number;
}

export async function feedCommand(options: FeedOptions): Promise<void> {
  await withConnection(options, async (connection) => {
    if (connection.own) {
      throw new CliError('Nothing serves this lake, and what a feed uploads is worked on after it.', {
        hint: `Start a stack in another terminal first: ${commandLine('serve')}`,
      });
    }
    const stop = new AbortController();
    // The upload at hand goes on to its end; then the loop below ends.
    onInterrupt(async () => {
      note('\nStopping after the upload at hand …');
      stop.abort();
    });
    const began = Date.now();
    const sent: Sent = { uploads: 0, readings: 0, anomalies: 0 };
    try {
      await feed(connection, options, { began, sent, stop: stop.signal });
    } finally {
      const anomalies = plural(sent.anomalies, 'anomaly', 'anomalies');
      print(
        `Sent ${plural(sent.uploads, 'upload')} with ${plural(sent.readings, 'record')} (${anomalies}) ` +
          `in ${duration(Date.now() - began)}. Their runs: ${commandLine('runs')}`,
      );
    }
  });
}

interface Running {
  readonly began: number;
  readonly sent: Sent;
  readonly stop: AbortSignal;
}

async function feed(connection: Connection, options: FeedOptions, { began, sent, stop }: Running) {
  const { count = Number.POSITIVE_INFINITY, hours = Number.POSITIVE_INFINITY } = options;
  const lake = createLakeStore(await connection.clients.s3(), connection.bucket);
  const ends = began + hours * HOUR_MS;
  for (const slot of slots({ ...options, minutes: options.every }, began)) {
    if (sent.uploads >= count || slot.due > ends || Date.now() > ends) return;
    await until(slot, stop);
    if (stop.aborted) return;
    const { text, readings, anomalies } = feedPiece(slot.start, { ...options, minutes: options.every });
    const name = `feed-${new Date(slot.start).toISOString().slice(0, 16).replace(':', '-')}.csv`;
    const key = `${PREFIXES.raw}feed/${name}`;
    await again(
      () => lake.putText(key, text, 'text/csv'),
      ({ message }, pause) => note(`${name} was not taken (${sanitize(message)}); again in ${duration(pause)}.`),
    );
    sent.uploads += 1;
    sent.readings += readings;
    sent.anomalies += anomalies;
    const odd = anomalies > 0 ? `, ${plural(anomalies, 'anomaly', 'anomalies')}` : '';
    print(`${key}  ${plural(readings, 'record')}${odd}`);
  }
}

async function until({ due }: Slot, signal: AbortSignal): Promise<void> {
  const wait = due - Date.now();
  if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => {});
}
