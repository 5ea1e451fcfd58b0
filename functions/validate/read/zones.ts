/** The clocks of an upload: that of its own zone, and those of the sites that are in another one. */
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { type Clock, clockOf, isUtcClock, toLocal, toUtc } from '../../../shared/readings/clock.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { isTimeZone } from '../../../shared/text/time-zone.ts';
import { HAS_PLACE } from '../reject-codes.ts';
import type { UploadSettings } from '../upload-settings.ts';
import { columnWithRole } from './slots.ts';
import { type TextOptions, textColumns } from './text-columns.ts';

/** A clock is some kilobytes of SQL. */
const MAX_ZONES = 60;

/**
 * Where there is more than one clock, records have a column `zone`: the number of theirs in `clocks`, null where the
 * record names a zone that nobody knows.
 */
export interface Zones {
  /** The first is that of the upload's own zone. */
  readonly clocks: readonly Clock[];
  /** SQL of that number from the text columns; undefined where there is only one clock. */
  readonly number: string | undefined;
}

/**
 * @param source the file, for a column that names each record's zone
 * @param until last year that matters
 * @throws InputRejected UNKNOWN_LAYOUT for more zones than clocks are kept
 */
export async function zonesOf(
  given: Pick<UploadSettings, 'timeZones'>,
  source: Pick<TextOptions, 'file' | 'layout'>,
  until: number,
  db: Database,
): Promise<Zones> {
  const named = columnWithRole(source.layout, 'zone') ? await zonesInFile(source, db) : [];
  const bySite = columnWithRole(source.layout, 'site') ? [...given.timeZones] : [];
  const names = [...new Set([source.layout.time.zone, ...bySite.map(([, zone]) => zone), ...named])];
  if (names.length > MAX_ZONES) {
    throw new InputRejected('UNKNOWN_LAYOUT', `The file has more than ${MAX_ZONES} time zones. Split it.`);
  }
  const clocks = names.map((name) => clockOf(name, until));
  if (clocks.length === 1 && named.length === 0) return { clocks, number: undefined };
  const site = caseOf("coalesce(trim(site), '')", bySite, names, '0');
  if (!columnWithRole(source.layout, 'zone')) return { clocks, number: site };
  const own = caseOf(
    'trim(zone_name)',
    named.map((name) => [name, name]),
    names,
    'NULL',
  );
  return { clocks, number: `CASE WHEN coalesce(trim(zone_name), '') = '' THEN ${site} ELSE ${own} END` };
}

function caseOf(
  text: string,
  zones: readonly (readonly [string, string])[],
  names: readonly string[],
  otherwise: string,
): string {
  if (zones.length === 0) return otherwise;
  const whens = zones.map(([word, zone]) => `WHEN ${literal(word)} THEN ${names.indexOf(zone)}`);
  return `CASE ${text} ${whens.join(' ')} ELSE ${otherwise} END`;
}

async function zonesInFile({ file, layout }: Pick<TextOptions, 'file' | 'layout'>, db: Database): Promise<string[]> {
  const rejects = { errors: 'rejects_zones', scans: 'scans_zones' };
  const text = textColumns({ file, layout, numbered: false, lenient: true, rejects });
  const rows = await db.rows(
    `SELECT DISTINCT trim(zone_name) AS zone FROM (${text}) WHERE zone_name IS NOT NULL ORDER BY 1 LIMIT 1000`,
  );
  return rows.map((row) => z.object({ zone: z.string() }).parse(row).zone).filter(isTimeZone);
}

/** SQL of what each record's clock makes of something; null where its zone is not known. */
export function byZone(zones: Zones, sql: (clock: Clock, number: number) => string): string {
  const all = zones.clocks.map(sql);
  const [only = 'NULL'] = all;
  if (zones.number === undefined) return only;
  return `CASE zone ${all.map((each, number) => `WHEN ${number} THEN ${each}`).join(' ')} END`;
}

/** The clock of every record; null where they have several. */
export function onlyClock({ clocks, number }: Zones): Clock | null {
  return number === undefined ? (clocks[0] ?? null) : null;
}

/** Whether every clock is that of UTC, so that nothing needs to be converted. */
export function areUtc(zones: Zones): boolean {
  return zones.number === undefined && zones.clocks.every(isUtcClock);
}

/** SQL: the instant of a wall-clock time. */
export function zonedToUtc(local: string, zones: Zones): string {
  return byZone(zones, (clock) => toUtc(local, clock));
}

/** SQL: the wall clock at an instant. */
export function zonedToLocal(utc: string, zones: Zones): string {
  return byZone(zones, (clock) => toLocal(utc, clock));
}

/**
 * @param stage its view
 * @returns the zones of the sites that are not in the upload's own, by site
 */
export async function zonesBySite(stage: string, zones: Zones, db: Database): Promise<Record<string, string>> {
  if (zones.number === undefined) return {};
  const rows = await db.rows(
    `SELECT site_id, min(zone)::INTEGER AS zone FROM ${stage} WHERE ${HAS_PLACE} AND zone > 0 GROUP BY 1 ORDER BY 1`,
  );
  return Object.fromEntries(
    rows.map((row) => {
      const { site_id, zone } = siteZoneSchema.parse(row);
      return [site_id, zones.clocks[zone]?.zone ?? ''];
    }),
  );
}

const siteZoneSchema = z.object({ site_id: z.string(), zone: z.number() });
