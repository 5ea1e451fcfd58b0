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
  /** API Gateway's HTTP API 1.00, Lambda's request 0.20, a tenth of a second of it and two small reads: about 3. */
  apiRequest: 3 / 1e6,
  /** DynamoDB on demand: an item of up to 1 KB written. */
  tableWrite: 0.625 / 1e6,
  /** 4 KB read as they are now, or 8 KB as they were a moment ago. */
  tableRead: 0.125 / 1e6,
  /** A month of storage with point-in-time recovery. */
  tableGbMonth: 0.25 + 0.2,
  logGb: 0.5,
  trace: 5 / 1e6,
  athenaTb: 5,
  /** Athena bills at least this much of a query. */
  athenaSmallestQueryBytes: 10 * 1024 ** 2,
  /** A month each. */
  metric: 0.3,
  alarmMetric: 0.1,
} as const;

/** US dollars for a million tokens. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
}

/**
 * List prices of language models, on demand, without discounts for caching or batches. Bedrock's are of us-east-1; a
 * geographic inference profile of Anthropic's newer models costs a tenth more than the model's row. A model that is
 * not here has no cost in the report.
 */
export const MODEL_PRICES = {
  date: '2026-03',
  bedrock: {
    'amazon.nova-micro-v1:0': { input: 0.035, output: 0.14 },
    'amazon.nova-lite-v1:0': { input: 0.06, output: 0.24 },
    'amazon.nova-pro-v1:0': { input: 0.8, output: 3.2 },
    'anthropic.claude-3-5-haiku-20241022-v1:0': { input: 0.8, output: 4 },
    'anthropic.claude-haiku-4-5-20251001-v1:0': { input: 1, output: 5 },
    'anthropic.claude-sonnet-4-5-20250929-v1:0': { input: 3, output: 15 },
    'anthropic.claude-sonnet-4-6': { input: 3, output: 15 },
  },
  openai: {
    'gpt-4o': { input: 2.5, output: 10 },
    'gpt-4o-mini': { input: 0.15, output: 0.6 },
    'gpt-4.1': { input: 2, output: 8 },
    'gpt-4.1-mini': { input: 0.4, output: 1.6 },
    'gpt-4.1-nano': { input: 0.1, output: 0.4 },
    'gpt-5': { input: 1.25, output: 10 },
    'gpt-5-mini': { input: 0.25, output: 2 },
    'gpt-5-nano': { input: 0.05, output: 0.4 },
    'gpt-5.1': { input: 1.25, output: 10 },
  },
} as const satisfies {
  readonly date: string;
  readonly bedrock: Readonly<Record<string, TokenPrice>>;
  readonly openai: Readonly<Record<string, TokenPrice>>;
};
