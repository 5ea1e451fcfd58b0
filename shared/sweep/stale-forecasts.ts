/**
 * Runs the last upload of a site again where readings of the site changed after it was published: its forecast, which
 * is that of the site, is from before. A change runs it once, whether or not the run succeeds.
 */
import { generationFile, manifestKey } from '../lake/keys.ts';
import { type Publication, readableManifest } from '../lake/manifest.ts';
import type { LakeVersions, StoredObject } from '../lake/versions.ts';
import { type QueryContext, queryFiles } from '../record/query.ts';
import { hasChangedSince, readRecords, type SiteRecord } from '../record/site-record.ts';
import { MS_PER_DAY } from '../text/days.ts';
import { eventOf, type Runs, SOONEST_MS, sweepName } from './start-lost.ts';

/** The upload of a site that is to run again, and the change that it does not know. */
export interface StaleForecast {
  readonly upload: StoredObject;
  readonly run: string;
  readonly changedAt: string;
}

export interface StaleContext extends QueryContext {
  readonly versions: Pick<LakeVersions, 'list'>;
  readonly now: () => Date;
}

/** What changed longer ago was seen by earlier sweeps. */
const LOOK_BACK_MS = 7 * MS_PER_DAY;
/** Of one sweep; the next one takes up the others. */
const MOST_STARTED = 20;

/** @returns the earliest changes first, each upload once */
export async function findStaleForecasts(context: StaleContext): Promise<StaleForecast[]> {
  const found = new Map<string, StaleForecast>();
  for (const record of (await readRecords(context.lake)).filter((each) => isDue(each, context.now())).sort(byChange)) {
    const last = await lastPublication(record, context);
    if (last === undefined || !hasForecast(last) || !hasChangedSince(record, last)) continue;
    const upload = await uploadOf(last, context.versions);
    if (upload) found.set(last.run, { upload, run: last.run, changedAt: record.changed_at ?? '' });
  }
  return [...found.values()];
}

/** @returns how many were started */
export async function startStale(
  stale: readonly StaleForecast[],
  bucket: string,
  runs: Runs,
  now: Date,
): Promise<number> {
  let started = 0;
  for (const { upload, run, changedAt } of stale) {
    if (started === MOST_STARTED) break;
    const name = sweepName(['forecast', run, changedAt]);
    if (await runs.start(name, { ...eventOf(name, upload, bucket, now), rerun: true })) started += 1;
  }
  return started;
}

/** A change within minutes may be followed by another one. */
function isDue({ changed_at }: SiteRecord, now: Date): boolean {
  const age = changed_at === null ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(changed_at);
  return age >= SOONEST_MS && age <= LOOK_BACK_MS;
}

function byChange(a: SiteRecord, b: SiteRecord): number {
  return Date.parse(a.changed_at ?? '') - Date.parse(b.changed_at ?? '');
}

/** Of the upload that is the last one to tell of the last month, as the table of sites names it. */
async function lastPublication({ months }: SiteRecord, context: StaleContext): Promise<Publication | undefined> {
  const last = Object.entries(months).sort().at(-1)?.[1];
  if (last === undefined) return undefined;
  const [row] = await queryFiles(
    [generationFile(last.generation, 'raw_energy_data')],
    (relation) => `SELECT arg_max(dataset, {u: uploaded, d: dataset}) AS dataset FROM ${relation}`,
    context,
  );
  const stored = await context.lake.getText(manifestKey(String(row?.dataset)));
  return (stored && readableManifest(stored.text)?.published) ?? undefined;
}

function hasForecast({ tables }: Publication): boolean {
  return tables.some(({ table, rows }) => table === 'forecast_data' && rows > 0);
}

/** The bytes as they were published; undefined where others are there now, or none. */
async function uploadOf(
  { source: { key, etag } }: Publication,
  versions: StaleContext['versions'],
): Promise<StoredObject | undefined> {
  for await (const each of versions.list(key)) return each.key === key && each.etag === etag ? each : undefined;
  return undefined;
}
