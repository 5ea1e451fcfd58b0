/**
 * The table `datasets`: the manifests themselves, one JSON document a line. Its columns are the fields of
 * shared/lake/manifest.ts in Glue's words; a test holds the two together.
 */
const SOURCE = 'struct<bucket:string,key:string,version:string,etag:string,sequencer:string>';

const STAND = 'struct<at:string,utc:string,kwh:string>';
const STANDS_FIELDS =
  'site:string,appliance:string,measure:string,flow:string,basis:string,series:string,meter:string,minutes:double,' +
  `fastest_kw:double,first:${STAND},last:${STAND},last_month:string`;

const PUBLICATION_FIELDS = [
  'run:string',
  `source:${SOURCE}`,
  'status:string',
  'committed_at:string',
  'uploaded_at:string',
  'time_zone:string',
  'zones:string',
  'period:struct<from:string,to:string,days:bigint>',
  'rows_read:bigint',
  'readings:struct<accepted:bigint,rejected:bigint,missing:bigint,duplicates:bigint>',
  'consumption_kwh:double',
  'generation_kwh:double',
  'anomalies:bigint',
  'report:string',
  'quarantine:string',
  'readings_prefix:string',
  'months:array<string>',
  'tables:array<struct<table:string,prefix:string,rows:bigint>>',
  'sites:array<string>',
  `stands:array<struct<${STANDS_FIELDS}>>`,
  'content:struct<sha256:string,site:string,site_said:boolean,zone:string,said:string>',
  'bases:array<string>',
].join(',');

const OUTCOME_FIELDS = 'run:string,outcome:string,code:string,message:string,at:string,copy_of:string';
const OUTCOME = `struct<source:${SOURCE},${OUTCOME_FIELDS}>`;

export interface NestedColumn {
  readonly name: string;
  /** A Glue type, nested ones included. */
  readonly type: string;
  readonly comment: string;
}

export const DATASETS_TABLE = 'datasets';
/** Folder of the lake that holds the manifests. */
export const DATASETS_FOLDER = 'manifests';
export const DATASETS_TABLE_DESCRIPTION =
  'One row per uploaded file: what is published, from which bytes, and what came before';

export const DATASETS_COLUMNS: readonly NestedColumn[] = [
  { name: 'dataset', type: 'string', comment: 'One uploaded file' },
  { name: 'bucket', type: 'string', comment: 'Bucket of the upload' },
  { name: 'key', type: 'string', comment: 'Key of the upload' },
  {
    name: 'published',
    type: `struct<${PUBLICATION_FIELDS}>`,
    comment: 'What the tables hold now; null when nothing is published',
  },
  { name: 'sequencer', type: 'string', comment: 'Highest sequencer ever published; a rollback does not lower it' },
  {
    name: 'history',
    type: `array<struct<${PUBLICATION_FIELDS},superseded_at:string>>`,
    comment: 'Earlier publications, newest first',
  },
  {
    name: 'outcomes',
    type: `array<${OUTCOME}>`,
    comment: 'Versions that were rejected or superseded, and copies, newest first',
  },
];
