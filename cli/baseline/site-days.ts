/** What the tables of the lake say of a site: its days, and temperatures that came with its uploads. */
import { literal } from '../../shared/database/duckdb.ts';
import { plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { queryRows } from '../athena.ts';
import type { Connection } from '../connection.ts';
import { CliError, usageError } from '../errors.ts';
import { publications } from '../lake.ts';
import { type DailyTemperatures, dailyMeans } from './temperature-file.ts';

export interface EnergyDay {
  readonly day: string;
  readonly kwh: number;
}

export interface SiteDays {
  readonly site: string;
  /** Whether the energy is what was used, or what came from the grid where only its meter is known. */
  readonly energy: 'used' | 'from the grid';
  /** Whole days, in their order. */
  readonly days: readonly EnergyDay[];
  /** Days that are not whole. */
  readonly leftOut: number;
}

/** A day with less of its readings is not its total. */
const COMPLETE = 0.9;
/** Sites that a message names. */
const NAMED_SITES = 20;

/** @throws CliError where no site is meant, or it has no days */
export async function siteDays(connection: Connection, named: string | undefined): Promise<SiteDays> {
  const site = named ?? (await onlySite(connection));
  const rows = await queryRows(
    connection,
    `SELECT day, consumed_kwh, imported_kwh, completeness, spread_kwh, impossible_kwh
    FROM bill_data WHERE site_id = ${literal(site)} ORDER BY day`,
  );
  if (rows.length === 0) throw new CliError(`There are no days of the site ${sanitize(site)}.`);
  const used = rows.every(([, consumed]) => consumed !== null);
  const days = rows.flatMap(([day, consumed, imported, completeness, spread, impossible]): EnergyDay[] => {
    const kwh = used ? consumed : imported;
    const whole = Number(completeness) >= COMPLETE && Number(spread) === 0 && Number(impossible) === 0;
    return whole && day && kwh !== null && kwh !== undefined ? [{ day, kwh: Number(kwh) }] : [];
  });
  return { site, energy: used ? 'used' : 'from the grid', days, leftOut: rows.length - days.length };
}

/** Every site that has days, by name. */
export async function allSites(connection: Connection): Promise<string[]> {
  const rows = await queryRows(connection, 'SELECT DISTINCT site_id FROM bill_data ORDER BY site_id');
  return rows.map(([site]) => site ?? '');
}

async function onlySite(connection: Connection): Promise<string> {
  const sites = await allSites(connection);
  const [first, other] = sites;
  if (first === undefined) throw new CliError('There are no readings in the lake yet.');
  if (other === undefined) return first;
  const names = sites.slice(0, NAMED_SITES).map((site) => sanitize(site));
  throw usageError(
    `Which site? There are ${names.join(', ')}${sites.length > NAMED_SITES ? ', …' : ''}.`,
    "Name it with '--site'.",
  );
}

/** The zone of the newest upload of a site; UTC where none is known. */
export async function zoneOf(connection: Connection, site: string): Promise<string> {
  const newest = (await publications(connection))
    .filter(({ sites }) => sites === null || sites.includes(site))
    .sort((a, b) => ((a.uploaded_at ?? '') < (b.uploaded_at ?? '') ? -1 : 1))
    .at(-1);
  return newest?.time_zone ?? 'UTC';
}

/**
 * The temperatures that the uploads of a site have beside their energies.
 * @param column name of the series, where the person said it
 * @throws CliError where there are none, or several and none was named
 */
export async function uploadedTemperatures(
  connection: Connection,
  site: string,
  column: string | undefined,
): Promise<DailyTemperatures> {
  const rows = await queryRows(
    connection,
    `SELECT series, unit, CAST("timestamp" AS DATE) AS day, AVG(CAST(value AS DOUBLE)) AS mean, COUNT(*) AS readings
    FROM upload_readings WHERE site_id = ${literal(site)} AND flow = 'temperature'
    GROUP BY series, unit, CAST("timestamp" AS DATE) ORDER BY 1, 2, 3`,
  );
  const series = [...new Set(rows.map(([name]) => name ?? ''))];
  const chosen = column ?? (series.length === 1 ? series[0] : undefined);
  const own = rows.filter(([name]) => name === chosen);
  if (own.length > 0) {
    const usual = Math.max(...own.map(([, , , , readings]) => Number(readings)));
    const measured = own.flatMap(([, , day, mean, readings]) =>
      day && Number(readings) >= usual / 2 ? [{ day, value: Number(mean) }] : [],
    );
    const name = sanitize(chosen ?? '');
    return dailyMeans(measured, `${name} ${own[0]?.[1] ?? ''}`, `${name} of the uploads`, []);
  }
  const hint = "Give a file of outdoor temperatures by time with '--weather'.";
  if (series.length === 0) throw usageError(`No upload of ${sanitize(site)} has a temperature.`, hint);
  throw usageError(
    `The uploads have ${plural(series.length, 'series')} of temperatures: ${series.map(sanitize).join(', ')}.`,
    "Name the one outdoors with '--column'.",
  );
}
