/** Reckons what an upload and a month cost, line by line, from the measured shape and the price table. */

import { PRICES } from '../../shared/list-prices.ts';
import { functionNames, LAMBDA_FUNCTIONS } from '../../shared/runtime/lambda-functions.ts';
import { METRICS, OCCASIONAL } from '../../shared/runtime/metrics.ts';
import { SITE_FUNCTIONS } from '../../shared/runtime/site-functions.ts';
import type { Shape } from './shape.ts';

const COUNTED = 'counted in the stack';

export interface CostLine {
  readonly part: string;
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
  /** Where the quantity comes from. */
  readonly basis: 'measured' | 'measured x assumed' | 'assumed' | typeof COUNTED;
  /** What makes it grow. */
  readonly growsWith: string;
}

/**
 * A function's seconds on Lambda for each second on the measuring machine: its vCPU is taken to be half as fast, the
 * network to S3 included. Nothing here can measure it; a run's X-Ray trace does.
 */
export const LAMBDA_SLOWDOWN = 2;

/** Billed metrics of the alarms: each metric of a mathematical alarm counts. */
export const ALARM_METRICS = 18;

/** Those that the functions send, and the one that is counted in their logs. */
const OCCASIONAL_METRICS = OCCASIONAL.length + 1;
/** Of a month's hours, so many have something that an occasional metric tells. */
const OCCASIONAL_HOURS = 0.1;

const GB = 1024 ** 3;
const MB_PER_GB = 1024;
const INCLUDED_DISK_MB = 512;
/** What serving an upload asks besides its intervals, whatever else its month has: a test counts it. */
export const SERVING = {
  /** The record, what differs of two versions of a month, the settings of alerts. */
  lakeReads: 10,
  /** The lease in the site's item, and its return. */
  siteWrites: 2,
  /** Those, one interval, the site's item as it is, twice, its open alerts, and its last day. */
  tableRequests: 7,
} as const;
/**
 * A month of hours in the table of sites: each item is written once, and once more in the index. Of what is read, a day
 * of five-minute intervals is the most: 288 items of 500 bytes, half a unit for 4 KB. Serving took a quarter of a
 * second of processor time beside 8,800 intervals of the month; the function has little more than half a processor, as
 * fast as `LAMBDA_SLOWDOWN` says.
 */
const SERVED = { intervalsPerUpload: 30 * 24, writesPerItem: 2, readUnits: 21, seconds: 1, looks: 30 };
/** Some dozen sites. The page is looked at once an hour, and made after each upload at most. */
const SUMMARY = { days: 30, seconds: 15, looks: 30 * 24, secondsToLook: 1, secondsOfPage: 10 };
/** A program that looks once a minute. */
const API_REQUESTS = 30 * 24 * 60;
/** An item and its copy in the index. */
const SERVED_ITEM_BYTES = 2 * 600;
/** Uploads, manifests, what waits, once more before it walks; the walk once a day looks into two dozen folders. */
const SWEEP = { invocationsPerMonth: 30 * 24 * 4, seconds: 2, listings: 3, walks: 30, listingsPerWalk: 25 };

/** @param start whether the functions' code has to be loaded first: for uploads that are far apart, it has */
export function uploadCost(shape: Shape, start: 'cold' | 'warm' = 'cold'): CostLine[] {
  const { compute, disk } = lambdaSeconds(shape, start);
  const line = (part: string, quantity: number, unit: string, price: number, growsWith: string): CostLine => ({
    part,
    quantity,
    unit,
    dollars: quantity * price,
    basis: 'measured',
    growsWith,
  });
  return [
    line('Step Functions', shape.transitions, 'state transitions', PRICES.stateTransition, 'retries only'),
    {
      ...line('Lambda, time x memory', compute, 'GB-seconds', PRICES.lambdaGbSecond, 'rows'),
      basis: 'measured x assumed',
    },
    { ...line('Lambda, disk', disk, 'GB-seconds', PRICES.lambdaDiskGbSecond, 'rows'), basis: 'measured x assumed' },
    line('Lambda, requests', shape.invocations, 'requests', PRICES.lambdaRequest, 'retries only'),
    line('S3, writes', shape.writes, 'requests', PRICES.s3Write, 'months of readings in the file'),
    line('S3, reads', shape.reads, 'requests', PRICES.s3Read, 'months of readings in the file'),
    line('EventBridge', shape.writes, 'object events', PRICES.objectEvent, 'months of readings in the file'),
    line('Glue', shape.catalogRequests, 'requests', PRICES.glueRequest, 'hundreds of months'),
    line('Logs', shape.logBytes / GB, 'GB', PRICES.logGb, 'retries only'),
    { ...line('X-Ray', 1, 'traces', PRICES.trace, 'retries only'), basis: 'assumed' },
  ];
}

/** What an upload tells of, by which the table of sites changes. */
export interface Told {
  readonly sites: number;
  /** Of each of them. */
  readonly intervals: number;
}

/** What every month costs besides its uploads, and what they leave behind. */
export function monthCost(
  shape: Shape,
  uploads: number,
  start: 'cold' | 'warm' = 'cold',
  { sites, intervals }: Told = { sites: 1, intervals: SERVED.intervalsPerUpload },
): CostLine[] {
  // A change of a site is an event of its own.
  const changes = uploads * sites;
  const assumed = (part: string, quantity: number, unit: string, price: number, growsWith: string): CostLine => ({
    part,
    quantity,
    unit,
    dollars: quantity * price,
    basis: 'assumed',
    growsWith,
  });
  const sweepSeconds = SWEEP.invocationsPerMonth * SWEEP.seconds * (SITE_FUNCTIONS.sweep.memoryMb / MB_PER_GB);
  return [
    {
      part: 'Uploads',
      quantity: uploads,
      unit: 'uploads',
      dollars: uploads * total(uploadCost(shape, start)),
      basis: 'measured x assumed',
      growsWith: 'uploads',
    },
    assumed(
      'Sites served, writes',
      changes * (intervals + SERVING.siteWrites) * SERVED.writesPerItem,
      'write units',
      PRICES.tableWrite,
      'intervals that are new or differ',
    ),
    assumed(
      'Sites served, reads',
      changes * SERVED.readUnits,
      'read units',
      PRICES.tableRead,
      'uploads and their sites',
    ),
    {
      ...assumed('Sites served, S3', changes * SERVING.lakeReads, 'reads', PRICES.s3Read, 'uploads and their sites'),
      basis: 'measured',
    },
    assumed('Sites served, requests', changes, 'invocations', PRICES.lambdaRequest, 'uploads and their sites'),
    assumed(
      'Sites served, Lambda',
      (changes + SERVED.looks) * SERVED.seconds * (SITE_FUNCTIONS['serve-sites'].memoryMb / MB_PER_GB),
      'GB-seconds',
      PRICES.lambdaGbSecond,
      'uploads and sites',
    ),
    assumed(
      'Daily summary and page of sites, Lambda',
      summarySeconds(uploads) * (SITE_FUNCTIONS['summarise-sites'].memoryMb / MB_PER_GB),
      'GB-seconds',
      PRICES.lambdaGbSecond,
      'sites',
    ),
    assumed('REST API, a request a minute', API_REQUESTS, 'requests', PRICES.apiRequest, 'requests'),
    assumed(
      'Sites served, storage and recovery',
      (changes * intervals * SERVED_ITEM_BYTES) / GB,
      'GB',
      PRICES.tableGbMonth,
      'intervals within the days that are served',
    ),
    {
      ...assumed('S3, storage', (uploads * shape.storedBytes) / GB, 'GB', PRICES.s3GbMonth, 'all uploads ever kept'),
      basis: 'measured',
    },
    {
      ...assumed('Metrics', Object.keys(METRICS).length - OCCASIONAL.length, 'metrics', PRICES.metric, 'nothing'),
      basis: COUNTED,
    },
    assumed(
      'Metrics of what is out of the ordinary',
      OCCASIONAL_METRICS * OCCASIONAL_HOURS,
      'metrics',
      PRICES.metric,
      'hours in which something is',
    ),
    { ...assumed('Alarms', ALARM_METRICS, 'metrics of alarms', PRICES.alarmMetric, 'nothing'), basis: COUNTED },
    assumed('Sweeping, Lambda', sweepSeconds, 'GB-seconds', PRICES.lambdaGbSecond, 'objects in the lake'),
    assumed(
      'Sweeping, S3',
      SWEEP.invocationsPerMonth * SWEEP.listings + SWEEP.walks * SWEEP.listingsPerWalk,
      'listings',
      PRICES.s3Write,
      'thousands of objects in the lake',
    ),
    assumed(
      'Athena, a query a day',
      (30 * PRICES.athenaSmallestQueryBytes) / 1024 ** 4,
      'TB scanned',
      PRICES.athenaTb,
      'queries and what they scan',
    ),
  ];
}

function summarySeconds(uploads: number): number {
  const { days, seconds, looks, secondsToLook, secondsOfPage } = SUMMARY;
  return days * seconds + looks * secondsToLook + Math.min(looks, uploads) * secondsOfPage;
}

export function total(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { dollars }) => sum + dollars, 0);
}

function lambdaSeconds(shape: Shape, start: 'cold' | 'warm'): { compute: number; disk: number } {
  let compute = 0;
  let disk = 0;
  for (const name of functionNames()) {
    const { memoryMb, ephemeralMb } = LAMBDA_FUNCTIONS[name];
    const { coldMilliseconds, warmMilliseconds } = shape.functions[name];
    const seconds = (LAMBDA_SLOWDOWN * (start === 'cold' ? coldMilliseconds : warmMilliseconds)) / 1000;
    compute += seconds * (memoryMb / MB_PER_GB);
    disk += seconds * ((ephemeralMb - INCLUDED_DISK_MB) / MB_PER_GB);
  }
  return { compute, disk };
}
