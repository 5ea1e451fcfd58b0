import { createHash } from 'node:crypto';
import { DATASETS_FOLDER } from '../tables/datasets-table.ts';
import { TABLES, type TableName } from '../tables/schema.ts';

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
  manifests: `${DATASETS_FOLDER}/`,
  config: 'config/',
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
  const slug = below
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\.(csv|txt|tsv|json|ndjson|jsonl|parquet|gz|zip)(?=\.|$)/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '');
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 10);
  return `${slug || 'upload'}-${digest}`;
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

export function manifestKey(dataset: string): string {
  return `${PREFIXES.manifests}${dataset}.json`;
}

/** A month's readings are one file. */
export function monthPrefix(readingsPrefix: string, month: string): string {
  return `${readingsPrefix}month=${month}/`;
}

/** Files that people keep and runs read. */
export const CONFIG_KEYS = {
  layouts: `${PREFIXES.config}layouts.json`,
  tariffs: `${PREFIXES.config}tariffs.json`,
} as const;

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
