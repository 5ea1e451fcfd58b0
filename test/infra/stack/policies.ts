import { describe, expect, it } from 'vitest';
import { CATALOG_ACTIONS } from '../../../infra/access.ts';
import { PREFIXES } from '../../../shared/lake/keys.ts';
import { functionNames } from '../../../shared/runtime/lambda-functions.ts';
import { TABLE_NAMES } from '../../../shared/tables/schema.ts';
import { ACCOUNT, REGION, Roles } from '../helpers/policies.ts';
import { dev } from './stages.ts';

/**
 * What each role may do with the objects of each folder, written out a second time on purpose: R reads, V reads a named
 * version, W writes, nothing else is allowed. A folder that a row does not name is closed to it.
 */
const EXPECTED: Record<string, Partial<Record<keyof typeof PREFIXES, string>>> = {
  validate: {
    raw: 'RV',
    readings: 'W',
    balance: 'W',
    uploadReadings: 'W',
    quarantine: 'W',
    manifests: 'RW',
    config: 'R',
    recordSites: 'R',
    recordContents: 'RW',
    recordData: 'R',
  },
  aggregate: {
    ...{ readings: 'R', balance: 'R', quarantine: 'R', config: 'R', processed: 'W' },
    ...{ recordSites: 'R', recordData: 'R', uploadReadings: 'R' },
  },
  'detect-anomalies': { readings: 'R', config: 'R', recordSites: 'R', recordData: 'R', anomalies: 'W' },
  forecast: { readings: 'R', recordSites: 'R', recordData: 'R', forecast: 'W' },
  'generate-insights': { processed: 'R', anomalies: 'R', insights: 'W' },
  publish: {
    raw: 'R',
    readings: 'R',
    balance: 'R',
    quarantine: 'R',
    processed: 'RW',
    anomalies: 'RW',
    forecast: 'RW',
    insights: 'R',
    manifests: 'RW',
    recordSites: 'RW',
    recordContents: 'RW',
    recordInbox: 'RWD',
    recordData: 'RW',
    config: 'R',
    reports: 'W',
  },
  sweep: {
    ...{ manifests: 'R', config: 'R', recordContents: 'R', recordSites: 'RW', recordInbox: 'RD', recordSweep: 'RW' },
    ...{ readings: 'RX', balance: 'RX', quarantine: 'RX', uploadReadings: 'X', processed: 'X', anomalies: 'RX' },
    ...{ forecast: 'X', insights: 'X', reports: 'X', recordData: 'RWX' },
  },
  'serve-sites': { recordSites: 'R', recordData: 'R' },
  'sites-api': { recordSites: 'R', recordData: 'R', manifests: 'R', forecast: 'R' },
  'summarise-sites': { recordSites: 'R', recordData: 'R', manifests: 'R', forecast: 'R', sitePages: 'RW' },
};

/** Whose keys it may list, likewise. */
const LISTED: Record<string, readonly (keyof typeof PREFIXES)[]> = {
  'serve-sites': ['recordSites'],
  'summarise-sites': ['manifests'],
};

/** Which write nothing into the lake. */
const ONLY_READ = new Set(['serve-sites']);

/** What a destination of failed invocations asks of its queue. */
const TO_QUEUE = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];

/** Whether the workflow and queries answer. */
const TO_ASK_HEALTH = ['states:DescribeStateMachine', 'athena:GetWorkGroup'];

/** What else a function may do, likewise. */
const MORE: Record<string, readonly string[]> = {
  // What was delivered to it and failed again and again is kept in the queue of events without effect.
  'serve-sites': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'sns:Publish', ...TO_QUEUE],
  'sites-api': ['dynamodb:GetItem', 'dynamodb:Query', ...TO_ASK_HEALTH],
  'summarise-sites': [
    ...['dynamodb:GetItem', 'dynamodb:Query', ...TO_ASK_HEALTH],
    ...['sns:Publish', 'states:ListExecutions', 'states:DescribeExecution', ...TO_QUEUE],
  ],
  sweep: [
    ...['s3:DeleteObjectVersion', 's3:ListBucketVersions', 's3:GetLifecycleConfiguration'],
    ...['states:StartExecution', 'states:ListExecutions', 'states:DescribeExecution'],
  ],
};

/** Which register partitions, and delete what waited in an inbox. */
const PUBLISHERS = new Set(['publish', 'sweep']);

/** Below whose folders it may list, likewise. */
const LISTED_BELOW: Record<string, readonly (keyof typeof PREFIXES)[]> = {
  publish: ['recordInbox'],
  sweep: ['raw', 'manifests', 'recordSites', 'recordInbox'],
};

const ACTIONS = {
  R: 's3:GetObject',
  V: 's3:GetObjectVersion',
  W: 's3:PutObject',
  D: 's3:DeleteObject',
  X: 's3:DeleteObjectVersion',
  A: 's3:PutObjectAcl',
  T: 's3:PutObjectTagging',
  B: 's3:BypassGovernanceRetention',
} as const;

const database = 'energy_dev';
const roles = new Roles(dev.template.toJSON());
const names = Object.keys(EXPECTED);

it('covers every function of the state machine', () => {
  expect(names).toEqual(expect.arrayContaining([...functionNames()]));
});

it('lets what tells of failed runs do that alone', () => {
  const actions = new Set(roles.statementsOf('tell-failed-run').flatMap(({ Action }) => Action));
  const log = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
  expect([...actions].sort()).toEqual([...log, 'sns:Publish', ...TO_QUEUE].sort());
});

describe.each(names)('the role of %s', (name) => {
  const lake = roles.lakeArn(name);

  it.each(Object.entries(PREFIXES))('has exactly its own access to %s', (folder, prefix) => {
    const expected = Object.entries(EXPECTED[name] ?? {}).find(([each]) => each === folder)?.[1] ?? '';
    const allowed = Object.entries(ACTIONS)
      .filter(([, action]) => roles.allows(name, { action, resource: `${lake}/${prefix}a/b=c/data.parquet` }))
      .map(([letter]) => letter)
      .join('');
    expect(allowed).toBe(expected);
  });

  it('reaches nothing beside the folders', () => {
    for (const key of ['', 'readme', 'rawdata/file.csv', 'readings-old/x', 'manifests']) {
      for (const action of Object.values(ACTIONS)) {
        expect(roles.allows(name, { action, resource: `${lake}/${key}` }), `${action} ${key}`).toBe(false);
      }
    }
    expect(roles.allows(name, { action: 's3:GetObject', resource: 'arn:aws:s3:::another-bucket/raw/file.csv' })).toBe(
      false,
    );
  });

  it('lists only what it must', () => {
    const listed = ['', ...Object.values(PREFIXES)].filter((prefix) =>
      roles.allows(name, { action: 's3:ListBucket', resource: lake, context: { 's3:prefix': prefix } }),
    );
    const whole = [...(LISTED[name] ?? []), ...(LISTED_BELOW[name] ?? [])];
    expect(listed).toEqual(whole.map((folder) => PREFIXES[folder]));
    const below = Object.values(PREFIXES).filter((prefix) =>
      roles.allows(name, { action: 's3:ListBucket', resource: lake, context: { 's3:prefix': `${prefix}a/` } }),
    );
    expect(below).toEqual((LISTED_BELOW[name] ?? []).map((folder) => PREFIXES[folder]));
    expect(roles.allows(name, { action: 's3:ListBucket', resource: lake })).toBe(false);
  });

  it('looks at old versions and starts runs only if it sweeps', () => {
    const isSweep = name === 'sweep';
    const context = { 's3:prefix': PREFIXES.recordData };
    expect(roles.allows(name, { action: 's3:ListBucketVersions', resource: lake, context })).toBe(isSweep);
    const raw = { action: 's3:ListBucketVersions', resource: lake, context: { 's3:prefix': PREFIXES.raw } };
    expect(roles.allows(name, raw)).toBe(isSweep);
    const other = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:other`;
    expect(roles.allows(name, { action: 'states:StartExecution', resource: other })).toBe(false);
  });

  it('cannot change the bucket', () => {
    for (const action of [
      's3:PutBucketPolicy',
      's3:PutLifecycleConfiguration',
      's3:PutBucketVersioning',
      's3:DeleteBucket',
    ]) {
      expect(roles.allows(name, { action, resource: lake })).toBe(false);
    }
  });

  it('registers partitions only if it publishes or sweeps, and only of our tables', () => {
    const glue = (resource: string) => `arn:aws:glue:${REGION}:${ACCOUNT}:${resource}`;
    const ours = ['catalog', `database/${database}`, ...TABLE_NAMES.map((table) => `table/${database}/${table}`)];
    for (const action of CATALOG_ACTIONS) {
      for (const resource of ours) {
        expect(roles.allows(name, { action, resource: glue(resource) }), `${action} ${resource}`).toBe(
          PUBLISHERS.has(name),
        );
      }
      expect(roles.allows(name, { action, resource: glue('table/other_db/raw_energy_data') })).toBe(false);
    }
    for (const action of ['glue:DeleteTable', 'glue:UpdateTable', 'glue:CreateTable', 'glue:DeleteDatabase']) {
      for (const resource of ours) expect(roles.allows(name, { action, resource: glue(resource) })).toBe(false);
    }
  });

  it('may do nothing else but log and trace', () => {
    const actions = new Set(roles.statementsOf(name).flatMap(({ Action }) => Action));
    const expected = [
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      ...(name === 'serve-sites' ? [] : ['xray:PutTelemetryRecords', 'xray:PutTraceSegments']),
      's3:GetObject',
      ...(name in LISTED || name in LISTED_BELOW ? ['s3:ListBucket'] : []),
      ...(PUBLISHERS.has(name) ? ['s3:DeleteObject'] : []),
      ...(ONLY_READ.has(name) ? [] : ['s3:PutObject']),
      ...(name === 'validate' ? ['s3:GetObjectVersion'] : []),
      ...(PUBLISHERS.has(name) ? CATALOG_ACTIONS : []),
      ...(MORE[name] ?? []),
    ];
    expect([...actions].sort()).toEqual([...expected].sort());
    expect(roles.managedPoliciesOf(name)).toEqual([]);
  });

  it('writes its own log only', () => {
    const resources = roles
      .statementsOf(name)
      .flatMap(({ Action, Resource }) => (Action.includes('logs:PutLogEvents') ? Resource : []));
    expect(JSON.stringify(resources)).toMatch(new RegExp(`${name.replaceAll('-', '')}Log`, 'i'));
    expect(resources).toHaveLength(1);
  });
});
