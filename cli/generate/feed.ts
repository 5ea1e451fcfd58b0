/**
 * What solar sites report, one interval at a time: an endless file in pieces. What a site reports of an interval
 * depends on the seed, the site and the interval alone, so that a feed which is started again goes on as it was.
 */
import { createHash } from 'node:crypto';
import { MINUTE_MS } from '../../shared/time-units.ts';
import { momentAt } from './calendar.ts';
import { encoderFor } from './encode.ts';
import { createRandom } from './random.ts';
import { cloudOf, siteNumber, sitesRow } from './sites.ts';

export interface FeedOptions {
  readonly sites: number;
  readonly minutes: number;
  readonly seed: number;
}

/** What a feed is where nothing else is said. */
export const USUAL_FEED: FeedOptions = { sites: 5, minutes: 5, seed: 1 };

export interface Piece {
  readonly text: string;
  readonly readings: number;
  readonly anomalies: number;
}

const ANOMALY_SHARE = 0.02;
const COLUMNS = ['site_id', 'start', 'end', 'energy_generated_kwh', 'energy_consumed_kwh'];

/** @param at start of the interval, ms since 1970; the clock of the sites is UTC */
export function feedPiece(at: number, { sites, minutes, seed }: FeedOptions): Piece {
  const encoder = encoderFor('csv', COLUMNS);
  const moment = momentAt(at);
  const stamp = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
  const [start, end] = [stamp(at), stamp(at + minutes * MINUTE_MS)];
  let text = encoder.head;
  let anomalies = 0;
  for (let number = 1; number <= sites; number += 1) {
    const site = siteNumber(number);
    const random = createRandom(mixed(seed, site.id, start));
    const cloud = cloudOf(createRandom(mixed(seed, site.id, start.slice(0, 10))));
    const row = sitesRow(site, moment, minutes / 60, cloud, () => random.next() < ANOMALY_SHARE, random);
    if (row.anomaly) anomalies += 1;
    text += encoder.row([site.id, start, end, row.generated, row.consumed], number === 1);
  }
  return { text: text + encoder.tail, readings: sites, anomalies };
}

function mixed(seed: number, ...parts: readonly string[]): number {
  return createHash('sha256')
    .update([seed, ...parts].join(' '))
    .digest()
    .readUInt32BE(0);
}
