/**
 * Months of which an earlier release decided what counts: what it counted twice stays so until they are made again. A
 * run of the site makes those that it touches, `energy refresh` all of them.
 */
import { createLakeStore } from '../shared/lake/s3-lake.ts';
import { type MonthChange, previewRefresh } from '../shared/record/preview.ts';
import { RULES, readRecords } from '../shared/record/site-record.ts';
import { formatEnergy, plural } from '../shared/text/format.ts';
import { listed } from '../shared/text/listed.ts';
import { sanitize } from '../shared/text/sanitize.ts';
import { queryRows } from './athena.ts';
import type { Connection } from './connection.ts';
import { commandLine, shellWord } from './hints.ts';
import { withRecord } from './record-context.ts';

/** Where one upload tells of a month, or all of the same series, all rules have always said the same. */
const TOLD_BY_SEVERAL = `SELECT site_id, month FROM raw_energy_data WHERE kwh IS NOT NULL
  GROUP BY site_id, month HAVING COUNT(DISTINCT dataset) > 1 AND COUNT(DISTINCT appliance) > 1`;
/** Each is made again to be looked at. */
const SITES_LOOKED_AT = 10;
const NAMED = 3;

/** @returns the months that would come to another energy if they were made again */
export async function recounts(connection: Connection): Promise<MonthChange[]> {
  const records = await readRecords(createLakeStore(await connection.clients.s3(), connection.bucket));
  const older = new Set(
    records.flatMap(({ site, months }) =>
      Object.entries(months).flatMap(([month, { rules }]) => (rules === RULES ? [] : [placeOf(site, month)])),
    ),
  );
  if (older.size === 0) return [];
  const told = await queryRows(connection, TOLD_BY_SEVERAL);
  const sites = told.flatMap(([site, month]) => (site && month && older.has(placeOf(site, month)) ? [site] : []));
  if (sites.length === 0) return [];
  const looked = [...new Set(sites)].slice(0, SITES_LOOKED_AT);
  const changes = await withRecord(connection, (context) => previewRefresh(looked, context));
  return changes.filter(({ before, after }) => before.used !== after.used || before.produced !== after.produced);
}

const placeOf = (site: string, month: string) => JSON.stringify([site, month]);

export function recountSentence(changes: readonly MonthChange[]): string {
  const names = listed(
    sitesOf(changes).map((site) => sanitize(site)),
    NAMED,
  );
  const sum = (which: 'before' | 'after') => changes.reduce((kwh, each) => kwh + (each[which].used ?? 0), 0);
  const it = changes.length === 1 ? 'it comes' : 'they come';
  return (
    `An earlier release decided what counts in ${plural(changes.length, 'month')} of ${names}: ` +
    `as it is decided now, ${it} to ${formatEnergy(sum('after'))} instead of ${formatEnergy(sum('before'))}`
  );
}

/** The command that shows each month, and makes it so. */
export function recountCommand(changes: readonly MonthChange[]): string {
  const [site, ...others] = sitesOf(changes);
  return commandLine(site === undefined || others.length > 0 ? 'refresh' : `refresh --site ${shellWord(site)}`);
}

const sitesOf = (changes: readonly MonthChange[]) => [...new Set(changes.map(({ site }) => site))];
