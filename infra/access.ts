/**
 * What each function may do, prefix by prefix: the policies of its role are made from this and nothing else. A function
 * reads what the steps before it wrote and writes its own output; none may write below raw/, and none may delete but
 * what waited in the record's inbox.
 */

import type { PREFIXES } from '../shared/lake/keys.ts';
import type { FunctionName } from '../shared/runtime/lambda-functions.ts';

type Prefix = keyof typeof PREFIXES;

interface Access {
  readonly reads: readonly Prefix[];
  readonly writes: readonly Prefix[];
  /** Whose keys it may list, the whole folder at once. */
  readonly lists?: readonly Prefix[];
  /** In which folders it may list what is below a prefix. */
  readonly listsBelow?: readonly Prefix[];
  /** What it may delete. */
  readonly deletes?: readonly Prefix[];
  /** Where it reads the very version that an event named. */
  readonly readsVersions?: readonly Prefix[];
  /** Whether it registers partitions in the Glue catalog. */
  readonly catalog?: true;
}

export const ACCESS: Readonly<Record<FunctionName, Access>> = {
  // The manifest says whether there is work, and keeps the outcome of a refused upload. config/: layouts that people
  // keep. record/: what other uploads tell of the same time.
  validate: {
    reads: ['raw', 'manifests', 'config', 'recordSites', 'recordData', 'recordContents'],
    readsVersions: ['raw'],
    writes: ['readings', 'balance', 'uploadReadings', 'quarantine', 'manifests', 'recordContents'],
  },
  // config/: tariffs, here and below. quarantine/: the layout as it was applied. record/: what a short upload is
  // compared with.
  aggregate: {
    // uploadReadings/: reactive energy and phases.
    reads: ['readings', 'balance', 'uploadReadings', 'quarantine', 'config', 'recordSites', 'recordData'],
    writes: ['processed'],
  },
  // record/: what the readings of less than a day are held against.
  'detect-anomalies': { reads: ['readings', 'config', 'recordSites', 'recordData'], writes: ['anomalies'] },
  // record/: what other uploads have told of the same sites.
  forecast: { reads: ['readings', 'recordSites', 'recordData'], writes: ['forecast'] },
  'generate-insights': { reads: ['processed', 'anomalies'], writes: ['insights'] },
  // raw/: whether the upload is still its key's current version. quarantine/: rejected.csv beside the report.
  publish: {
    // readings/, balance/, record/: what an upload adds to the record of its sites. config/: what that costs.
    reads: [
      ...(['raw', 'readings', 'balance', 'quarantine', 'processed', 'anomalies', 'forecast', 'insights'] as const),
      ...(['manifests', 'recordSites', 'recordInbox', 'recordData', 'recordContents', 'config'] as const),
    ],
    listsBelow: ['recordInbox'],
    // processed/ and what follows: a small upload's steps are done here.
    writes: [
      ...(['reports', 'manifests', 'recordSites', 'recordInbox', 'recordData', 'recordContents'] as const),
      ...(['processed', 'anomalies', 'forecast'] as const),
    ],
    deletes: ['recordInbox'],
    catalog: true,
  },
};

export const READ_ACTIONS = ['s3:GetObject'] as const;
export const READ_VERSION_ACTIONS = ['s3:GetObjectVersion'] as const;
export const LIST_ACTIONS = ['s3:ListBucket'] as const;
export const DELETE_ACTIONS = ['s3:DeleteObject'] as const;
export const WRITE_ACTIONS = ['s3:PutObject'] as const;
export const CATALOG_ACTIONS = [
  'glue:GetPartitions',
  'glue:BatchCreatePartition',
  'glue:BatchUpdatePartition',
  'glue:BatchDeletePartition',
] as const;
