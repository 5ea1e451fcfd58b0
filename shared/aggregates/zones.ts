/** The clocks of a run's sites: that of the upload's zone, and those of the sites that are in another one. */

import { literal } from '../database/duckdb.ts';
import { type Clock, changedTimes, clockBetween, clockOf, toLocal, toUtc } from '../readings/clock.ts';
import { YEAR_ONE } from '../readings/hourly-buckets.ts';
import { MS_PER_DAY } from '../text/days.ts';
import { HOUR_MS } from '../time-units.ts';

/** No zone's date is more than a day from UTC's. */
const TWO_DAYS_MS = 2 * MS_PER_DAY;

export interface Zones {
  /** The first is that of the upload. */
  readonly names: readonly string[];
  /** Sites in another than the first. */
  readonly bySite: Readonly<Record<string, string>>;
}

export function zonesOf(zone: string, bySite: Readonly<Record<string, string>> = {}): Zones {
  return { names: [...new Set([zone, ...Object.values(bySite)])], bySite };
}

/** SQL: relation `site_id, zone` of the sites in another zone than the first; null when there are none. */
export function zoneNumbers({ names, bySite }: Zones): string | null {
  const rows = Object.entries(bySite).map(([site, zone]) => `(${literal(site)}, ${names.indexOf(zone)})`);
  return rows.length === 0 ? null : `(VALUES ${rows.join(', ')}) t(site_id, zone)`;
}

/** The clocks on some local dates, in order: no more of them than the dates need. */
export function clocksOn({ names }: Zones, dates: readonly string[]): Clock[] {
  const [from, to] = [dates[0], dates.at(-1)].map((date) => Date.parse(`${date}T00:00:00Z`));
  if (from === undefined || to === undefined) throw new Error('A run without readings has nothing to describe.');
  return names.map((name) =>
    clockBetween(clockOf(name, new Date(to).getUTCFullYear()), from - TWO_DAYS_MS, to + TWO_DAYS_MS),
  );
}

/** SQL: the instant of a wall-clock time in the zone whose number is in the column `zone`. */
export function zonedToUtc(local: string, clocks: readonly Clock[]): string {
  return byZone(clocks.map((clock) => toUtc(local, clock)));
}

/** SQL: the wall clock at an instant, as `zonedToUtc`. */
export function zonedToLocal(utc: string, clocks: readonly Clock[]): string {
  return byZone(clocks.map((clock) => toLocal(utc, clock)));
}

function byZone([first = 'NULL', ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return `CASE zone ${others.map((each, index) => `WHEN ${index + 1} THEN ${each}`).join(' ')} ELSE ${first} END`;
}

/** An hour that a clock repeats or skips. */
export interface ChangedHour {
  /** Number of the clock. */
  readonly zone: number;
  /** As buckets count them. */
  readonly hours: number;
  /** Hours more than usual: 1 for one that comes twice, -1 for one that is skipped. */
  readonly gain: number;
}

export function changedHours(clocks: readonly Clock[]): ChangedHour[] {
  return clocks.flatMap((clock, zone) =>
    changedTimes(clock).map(({ from, minutes }) => ({
      zone,
      hours: Math.floor(from / HOUR_MS) + YEAR_ONE_HOURS,
      gain: minutes / 60,
    })),
  );
}

/** Hours from 0001-01-01 to 1970-01-01. */
const YEAR_ONE_HOURS = Number(YEAR_ONE) / 3_600_000_000;
