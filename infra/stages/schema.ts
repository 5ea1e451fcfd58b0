import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { SEVERITIES, type Severity } from '../../shared/energy/anomalies.ts';
import { REDRIVE_DAYS, settingsSchema } from '../../shared/settings/settings.ts';

/** CloudWatch evaluates an alarm over at most a week. */
const LONGEST_ALARM_DAYS = 7;

/**
 * What depends on where a stack stands must be said for each stage; the other settings have defaults that fit anywhere.
 */
const REQUIRED_SETTINGS = [
  'ENERGY_TIME_ZONE',
  'ENERGY_TARIFF_RATE',
  'ENERGY_TARIFF_OFF_PEAK_RATE',
  'ENERGY_CO2_FACTOR',
  'ENERGY_CURRENCY',
] as const;

/**
 * The functions' settings by their own names (shared/settings/settings.ts), so that each is declared and checked in one
 * place.
 */
const stageSettingsSchema = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .superRefine((given, context) => {
    const fault = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    const known = Object.keys(settingsSchema.shape);
    for (const name of REQUIRED_SETTINGS) if (given[name] === undefined) fault(name, 'is missing');
    for (const name of Object.keys(given)) {
      if (!known.includes(name)) fault(name, `is not a setting; there are ${known.join(', ')}`);
    }
    for (const issue of settingsSchema.safeParse(given).error?.issues ?? []) fault(issue.path.join('.'), issue.message);
  })
  .transform((given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])));

/** Who is told, of what is at least so bad; null for everything. */
export interface Recipient {
  readonly address: string;
  readonly least: Severity | null;
}

/** `me@example.com`, or `me@example.com:HIGH` for what is HIGH or worse alone. */
export function recipientOf(text: string): Recipient {
  const least = SEVERITIES.find((severity) => text.endsWith(`:${severity}`)) ?? null;
  return { address: least === null ? text : text.slice(0, -least.length - 1), least };
}

const recipient = (address: z.ZodType, error: string) =>
  z.array(z.string().refine((text) => address.safeParse(recipientOf(text).address).success, { error }));

const recipientsSchema = z.strictObject({
  emails: recipient(z.email(), 'must be an e-mail address, after which :HIGH or another severity may stand'),
  sms: recipient(z.e164(), 'must be a number such as +4915112345678, after which :CRITICAL may stand'),
});

const days = z.int().min(1).max(3650);
const LOG_DAYS = Object.values(RetentionDays).filter(
  (value) => typeof value === 'number' && value !== RetentionDays.INFINITE,
);
const logDays = z.int().refine((value) => LOG_DAYS.includes(value), {
  error: `must be one that CloudWatch Logs knows: ${LOG_DAYS.join(', ')}`,
});

const retentionSchema = z
  .strictObject({
    logDays,
    /** How far back an earlier publication can be brought back. */
    rollbackDays: days,
    /** How long a replaced or deleted object can still be read by its version id. */
    noncurrentDays: days,
    queryResultDays: days,
    accessLogDays: days,
    /** How many days back the intervals of sites are in the table. */
    servedDays: days,
  })
  .refine(({ noncurrentDays, rollbackDays }) => noncurrentDays > Math.max(rollbackDays, REDRIVE_DAYS), {
    path: ['noncurrentDays'],
    error:
      `must be more than rollbackDays and more than ${REDRIVE_DAYS}, the days in which a run can be redriven: ` +
      `both read the uploaded version`,
  });

const thresholdsSchema = z.strictObject({
  /** Part of an upload's readings that were rejected, 0 to 1. */
  rejectRatio: z.number().min(0).max(1),
  /** Critical anomalies in one upload. */
  criticalAnomalies: z.int().min(1),
  /** Failed invocations in a quarter of an hour; single ones are retried. */
  functionErrors: z.int().min(1),
  /** The processing-time objective: from upload to published report. */
  minutesToReport: z.number().positive(),
  /** Age of such an upload at which it is said that uploads wait for their turn. */
  minutesWaiting: z.number().positive(),
  /** Age of an upload of which nothing is published and nothing refused. */
  minutesUnprocessed: z.number().positive(),
  /** Faults of the REST API's own in 5 minutes. */
  apiFaults: z.int().min(1),
  /** Seconds that all but one in a hundred of its answers take at most. */
  apiSeconds: z.number().positive(),
  /** Days in a row without any energy processed; null where uploads come irregularly. */
  quietDays: z.int().min(1).max(LONGEST_ALARM_DAYS).nullable(),
});

const apiCommonSchema = {
  /** Web pages of which origins may call the REST API. */
  corsOrigins: z.array(z.url({ protocol: /^https$/, error: 'must be an origin such as https://example.com' })),
  /** Beyond it requests are refused; twice as many for a moment. */
  requestsPerSecond: z.int().min(1).max(10_000),
};

/** How the REST API knows who asks: by a signature of AWS, or by the token of an identity provider such as Cognito. */
const apiSchema = z.discriminatedUnion('authoriser', [
  z.strictObject({ authoriser: z.literal('iam'), ...apiCommonSchema }),
  z.strictObject({
    authoriser: z.literal('jwt'),
    issuer: z.url({ protocol: /^https$/, error: 'must be the https address of the provider' }),
    audience: z.array(z.string().min(1)).min(1),
    ...apiCommonSchema,
  }),
]);

/** One stage's configuration, infra/stages/STAGE.json. */
export const stageSchema = z.strictObject({
  settings: stageSettingsSchema,
  /** Each stage has its own: two may share an account and region. */
  database: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must hold lower-case letters, digits and _ only'),
  /**
   * A bucket that is there already, such as that of a stack that was destroyed: the deployment takes it as it is. Null
   * where the deployment makes one.
   */
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
    .nullable(),
  recipients: z.strictObject({ alerts: recipientsSchema, operations: recipientsSchema }),
  thresholds: thresholdsSchema,
  retention: retentionSchema,
  api: apiSchema,
  /** What one query may scan before Athena stops it. */
  queryScanLimitGb: z.number().min(0.01).max(10_000),
  /** Cost of a month at which a notice is sent. */
  budgetUsd: z.number().positive(),
  /** What becomes of the lake when the stack is destroyed; one whose lake stays is protected from that. */
  onDestroy: z.enum(['retain', 'delete']),
  /** Whether the functions run in a network of their own, without a way to the internet. */
  vpc: z.boolean(),
});
export type StageConfig = z.infer<typeof stageSchema>;
