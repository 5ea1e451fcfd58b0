/**
 * List prices in US dollars, without the free tiers. Regions differ by up to a third; these are the cheapest region's.
 * When AWS changes one, change it and the date here.
 */
export const PRICES = {
  region: 'us-east-1',
  date: '2026-06',
  /** Lambda on arm64, first tier; memory in GB of 1,024 MB. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  /** Beyond the 512 MB that are included. */
  lambdaDiskGbSecond: 0.0000000309,
  stateTransition: 0.025 / 1000,
  s3Write: 0.005 / 1000,
  s3Read: 0.0004 / 1000,
  s3GbMonth: 0.023,
  /** An S3 event for EventBridge. */
  objectEvent: 1 / 1e6,
  glueRequest: 1 / 1e6,
  logGb: 0.5,
  trace: 5 / 1e6,
  athenaTb: 5,
  /** Athena bills at least this much of a query. */
  athenaSmallestQueryBytes: 10 * 1024 ** 2,
  /** A month each. */
  metric: 0.3,
  alarmMetric: 0.1,
} as const;
