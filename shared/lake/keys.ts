import { createHash } from 'node:crypto';
import { DATASETS_FOLDER } from '../tables/datasets-table.ts';
import { RECORD_DATA_FOLDER, RECORD_FOLDER, TABLES, type TableName } from '../tables/schema.ts';

/** The lake's folders. Only `raw/` starts runs, and no run writes there. */
export const PREFIXES = {
  raw: 'raw/',
  quarantine: 'quarantine/',
  readings: 'readings/',
  balance: 'balance/',
  uploadReadings: 'upload-readings/',
  processed: 'processed/',
  anomalies: 'anomalies/',
  forecast: 'forecast/',
  insights: 'insights/',
  reports: 'reports/',
  /** Pages of all sites: as they are, and a summary a day. */
  sitePages: 'site-pages/',
  manifests: `${DATASETS_FOLDER}/`,
  /** What each site's record is made of, month by month; its write is the commit. */
  recordSites: `${RECORD_FOLDER}/sites/`,
  /** What is published and not in the record yet. */
  recordInbox: `${RECORD_FOLDER}/inbox/`,
  recordData: `${RECORD_DATA_FOLDER}/`,
  /** Which uploads have the same bytes. */
  recordContents: `${RECORD_FOLDER}/contents/`,
  /** How far the sweep of what nobody needs has come. */
  recordSweep: `${RECORD_FOLDER}/sweep/`,
  config: 'config/',
  /** Which uploads were taken up at once, and what Step Functions says became of it. */
  backfills: 'backfills/',
  athenaResults: 'athena-results/',
} as const;

/** One attempt of one step of one run on one dataset: the only place that attempt writes to. */
export interface AttemptId {
  readonly dataset: string;
  readonly run: string;
  readonly attempt: string;
}

/**
 * The dataset's name for an uploaded key: a readable slug and 10 hex digits of the key's SHA-256, so that two keys with
 * the same slug stay apart. `[a-z0-9-]`, at most 91 characters.
 * @param key the whole object key, `raw/` included, as raw text (never URL-decoded)
 */
export function datasetOf(key: string): string {
  const below = key.startsWith(PREFIXES.raw) ? key.slice(PREFIXES.raw.length) : key;
  const stem = below
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\.(csv|txt|tsv|json|ndjson|jsonl|parquet|gz|zip)(?=\.|$)/g, '');
  return `${slugOf(stem) || 'upload'}-${digestOf(key)}`;
}

/** The name of a site in keys, made as that of a dataset. */
function siteSlug(site: string): string {
  return `${slugOf(site.normalize('NFKD').toLowerCase()) || 'site'}-${digestOf(site)}`;
}

function slugOf(text: string): string {
  return text
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

function attemptPath({ dataset, run, attempt }: AttemptId): string {
  return `dataset=${dataset}/run=${run}/attempt=${attempt}/`;
}

/** Prefix below which an attempt writes a table's files. */
export function tablePrefix(table: TableName, id: AttemptId): string {
  return `${TABLES[table].folder}/${attemptPath(id)}`;
}

export function quarantinePrefix(id: AttemptId): string {
  return `${PREFIXES.quarantine}${attemptPath(id)}`;
}

export function insightsPrefix(id: AttemptId): string {
  return `${PREFIXES.insights}${attemptPath(id)}`;
}

/** What runs tell each other of a language model: whether it answers. */
export function insightsStateKey(provider: string): string {
  return `${PREFIXES.insights}state/${provider}.json`;
}

export function reportPrefix(id: AttemptId): string {
  return `${PREFIXES.reports}${attemptPath(id)}`;
}

/** @param day of a daily summary; null for the page of the sites as they are */
export function sitesPageKey(day: string | null): string {
  return day === null ? `${PREFIXES.sitePages}sites.html` : `${PREFIXES.sitePages}day=${day}/summary.html`;
}

export function manifestKey(dataset: string): string {
  return `${PREFIXES.manifests}${dataset}.json`;
}

/** The dataset of a manifest's key. */
export function datasetOfManifest(key: string): string {
  return key.slice(PREFIXES.manifests.length).replace(/\.json$/, '');
}

export function recordKey(site: string): string {
  return recordKeyOfSlug(siteSlug(site));
}

/** @param slug the site's name in keys */
export function recordKeyOfSlug(slug: string): string {
  return `${PREFIXES.recordSites}${slug}.json`;
}

/** The name in keys of the site whose entry of the inbox this is. */
export function inboxSlug(key: string): string {
  return key.slice(PREFIXES.recordInbox.length).split('/')[0] ?? '';
}

export const SWEEP_KEY = `${PREFIXES.recordSweep}state.json`;

/** Key of what is known of the uploads that have the same bytes. */
export function contentsKey(sha256: string): string {
  return `${PREFIXES.recordContents}${sha256}.json`;
}

/** Prefix of the entries that wait for a site's record. */
export function inboxPrefix(site: string): string {
  return `${PREFIXES.recordInbox}${siteSlug(site)}/`;
}

/** Prefix of all versions of a site's months. */
export function recordDataPrefix(site: string): string {
  return `${PREFIXES.recordData}site=${siteSlug(site)}/`;
}

/** Prefix of one version of a site's month; each table has a folder in it. */
export function generationPrefix(site: string, month: string, generation: string): string {
  return `${recordDataPrefix(site)}month=${month}/generation=${generation}/`;
}

/** Prefix of a table's file in a generation. */
export function generationTable(generation: string, table: string): string {
  return `${generation}${table}/`;
}

/** Key of that file. */
export function generationFile(generation: string, table: string): string {
  return `${generationTable(generation, table)}${FILES.table}`;
}

/** Where a month is registered that has no rows yet, or none any more: nothing is ever written there. */
export const EMPTY_PREFIX = `${PREFIXES.recordData}empty/`;

/** A month's readings are one file. */
export function monthPrefix(readingsPrefix: string, month: string): string {
  return `${readingsPrefix}month=${month}/`;
}

/** Where what is uploaded through the API lies, a folder a site. */
export const API_UPLOADS = `${PREFIXES.raw}api/`;

/** Files that people keep and runs read. */
export const CONFIG_KEYS = {
  layouts: `${PREFIXES.config}layouts.json`,
  tariffs: `${PREFIXES.config}tariffs.json`,
  access: `${PREFIXES.config}access.json`,
  alerts: `${PREFIXES.config}alerts.json`,
  sites: `${PREFIXES.config}sites.json`,
} as const;

/** Outdoor temperatures by time that a baseline is held against. */
export function weatherKey(name: string): string {
  return `${PREFIXES.config}weather/${name}`;
}

/** Prices by time that a tariff names. */
export function priceSeriesKey(name: string): string {
  return `${PREFIXES.config}prices/${name}`;
}

/** Names of the files inside a prefix; one file each. */
export const FILES = {
  table: 'data.parquet',
  cells: 'cells.parquet',
  rejected: 'rejected.ndjson',
  layout: 'layout.json',
  insights: 'insights.json',
  reportHtml: 'report.html',
  reportJson: 'report.json',
  reportMarkdown: 'report.md',
} as const;
