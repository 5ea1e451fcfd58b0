/** Which clock the times of a file are on: a zone that a person or the file names, or a fixed distance from UTC. */
import type { Decision, LayoutSettings } from '../../../shared/readings/layout.ts';
import { isTimeZone } from '../../../shared/text/time-zone.ts';
import type { Parts } from './calendar.ts';
import type { Roles } from './roles.ts';
import type { Sample } from './sample.ts';

/** Zone of the wall clock at the site. */
export interface SiteZone {
  readonly name: string;
  /** Whether a person said so; else it is what nobody contradicts. */
  readonly said: boolean;
}

/** `America/Chicago`, `America/Argentina/Ushuaia`. */
const ZONE_NAME = /[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_-]+){1,2}/g;

/** Clocks by the two abbreviations of their year, as operators of grids name them: `MTU (CET/CEST)`. */
const PAIRS = {
  'CET/CEST': 'Europe/Brussels',
  'MEZ/MESZ': 'Europe/Berlin',
  'EET/EEST': 'Europe/Helsinki',
  'WET/WEST': 'Europe/Lisbon',
  'GMT/BST': 'Europe/London',
} as const;
const PAIR_ROWS = 20;

/**
 * The clock that the heading or the cells name by its pair of abbreviations is that of the times, wherever the site is.
 */
function zoneOfPair({ name, said }: SiteZone, sample: Sample, time: Roles['time']): string | undefined {
  const columns = Object.values(time);
  const cells = sample.rows.slice(0, PAIR_ROWS).flatMap((row) => columns.map(({ index }) => row[index] ?? ''));
  const texts = [...columns.map((column) => column.name), ...cells];
  const found = Object.entries(PAIRS).find(([pair]) => texts.some((text) => text.includes(pair)))?.[1];
  return found === undefined || (said && sameClock(found, name)) ? undefined : found;
}

/** Whether two zones show the same time in winter and in summer. */
function sameClock(one: string, other: string): boolean {
  const at = (zone: string, month: number) =>
    new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(
      new Date(Date.UTC(2026, month, 1)),
    );
  return [0, 6].every((month) => at(one, month) === at(other, month));
}

/** A person's word counts, then a zone that the heading or a line above it names; else it is assumed, and said so. */
export function zoneOf({ name, said }: SiteZone, sample: Sample, { time, ids }: Roles, decisions: Decision[]): string {
  const pair = ids.zone ? undefined : zoneOfPair({ name, said }, sample, time);
  if (pair !== undefined) {
    decisions.push({ what: 'time zone', chosen: pair, why: 'the times name its clock, such as CET/CEST' });
    return pair;
  }
  if (said || ids.zone) return name;
  const headings = Object.values(time).map((column) => column.name);
  for (const text of [...headings, ...sample.preamble]) {
    const zone = text.match(ZONE_NAME)?.find(isTimeZone);
    if (zone === undefined) continue;
    const where = headings.includes(text) ? `the name "${text}"` : 'a line above the header';
    decisions.push({ what: 'time zone', chosen: zone, why: where });
    return zone;
  }
  const why = 'assumed: neither the file nor a person names the zone; say the time zone where it is another';
  decisions.push({ what: 'time zone', chosen: name, why });
  return name;
}

/** The clock that a person said the times are on, minutes from UTC; undefined for the wall clock. */
export function givenOffset({ name }: SiteZone, { clock }: LayoutSettings, decisions: Decision[]): number | undefined {
  if (clock === undefined || clock === 'wall') return undefined;
  decisions.push({ what: 'clock', chosen: clock === 'utc' ? 'UTC' : `winter time of ${name}`, why: 'given' });
  return clock === 'utc' ? 0 : Math.min(...[0, 6].map((month) => offsetIn(name, month)));
}

/** Distance of a zone's clock to UTC in a month, minutes. */
function offsetIn(zone: string, month: number): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const text = format.format(new Date(Date.UTC(2026, month, 1)));
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** `Time (UTC)`, `datetime_utc`, `GMT+01:00`. */
const NAMED_OFFSET = /(?:^|[^a-z])(?:utc|gmt)(?:\s*([+-]\d{1,2})(?::?(\d\d))?)?(?![a-z])|(?:time|stamp|date|hour)utc$/i;

/** `UTCTransactionStart` */
const UTC_FIRST = /^(?:UTC|Utc)(?=\p{Lu}\p{Ll})/u;

/** A column whose name says how far its times are from UTC, where its cells do not say it themselves. Minutes. */
export function namedOffset(roles: Roles, parsed: readonly Parts[], decisions: Decision[]): number | undefined {
  if (parsed.some(({ offset }) => offset !== undefined)) return undefined;
  const { timestamp, end, date, time } = roles.time;
  for (const column of [timestamp, time, end, date]) {
    const found = column && (NAMED_OFFSET.exec(column.name) ?? UTC_FIRST.exec(column.name));
    if (!found) continue;
    const [, hours = '0', minutes = '0'] = found;
    const offset = Number(hours) * 60 + (hours.startsWith('-') ? -1 : 1) * Number(minutes);
    const chosen = offset === 0 ? 'UTC' : `UTC${hours}${found[2] ? `:${minutes}` : ''}`;
    decisions.push({ what: 'clock', chosen, why: `the name "${column.name}"` });
    return offset;
  }
  return undefined;
}
