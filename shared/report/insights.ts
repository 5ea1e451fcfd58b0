/** The `insights` section of report.json: the advice, and who wrote it. */
import { z } from 'zod';
import { CLASS_SOURCES, SITE_CLASS_NAMES } from '../energy/site-classes.ts';
import { INSIGHTS_PROVIDERS } from '../settings/insights.ts';

/** What advice on behaviour is about. Stable: people filter by these. */
export const ASSISTANT_CODES = [
  'PEAK_HOURS',
  'SHIFT_LOAD',
  'BASE_LOAD',
  'PEAK_SHAVING',
  'LARGEST_SHARE',
  'WEEKEND',
  'ANOMALIES',
] as const;

/** What advice on equipment is about. */
export const AUDITOR_CODES = [
  'UPGRADE',
  'SELF_CONSUMPTION',
  'POWER_FACTOR',
  'NIGHT_GENERATION',
  'NEGATIVE_READINGS',
  'DATA_GAPS',
] as const;

/** Of reports that an earlier release wrote: nobody finds it any more. */
const RETIRED_CODES = ['REVIEW_LARGEST'] as const;

/** Why a model's texts are not in the report. */
export const FALLBACK_CODES = [
  'CIRCUIT_OPEN',
  'SECRET_UNAVAILABLE',
  'ACCESS_REFUSED',
  'REQUEST_REFUSED',
  'THROTTLED',
  'TIMED_OUT',
  'UNREACHABLE',
  'SERVICE_FAILED',
  'REPLY_TOO_LARGE',
  'REPLY_UNUSABLE',
  'TEXT_REFUSED',
  'NUMBER_MISMATCH',
] as const;
export type FallbackCode = (typeof FALLBACK_CODES)[number];

/** One piece of advice. */
export const adviceSchema = z.object({
  code: z.enum([...ASSISTANT_CODES, ...AUDITOR_CODES, ...RETIRED_CODES]).describe('Stable: what the advice is about'),
  title: z.string(),
  text: z.string().describe('The advice in a few sentences'),
  site_id: z.string().nullable(),
  appliance: z.string().nullable(),
  saving_kwh_per_year: z
    .number()
    .nonnegative()
    .nullable()
    .describe('Estimate for a year, by the rules whoever wrote the text; null where the advice has none'),
  saving_per_year: z.number().nonnegative().nullable().describe('The same in `currency`'),
  payback_years: z.number().nonnegative().nullable().describe('Cost of the upgrade / saving of a year'),
});
export type Advice = z.infer<typeof adviceSchema>;

const count = z.number().int().nonnegative();

/** What asking a language model took; all null when none was asked. */
export const modelCallSchema = z.object({
  model: z.string().nullable().describe('Model that was asked; null when none was'),
  latency_ms: count.nullable().describe('From the question to the reply or its failure, retries included'),
  tokens: z
    .object({ input: count, output: count })
    .nullable()
    .describe('As the provider counted them; null when it did not'),
  cost: z
    .object({
      amount: z.number().nonnegative(),
      currency: z.literal('USD'),
      prices_of: z.string().describe('When the price list was read'),
    })
    .nullable()
    .describe(
      "The tokens at the provider's list price (shared/list-prices.ts); null for a model without a known price",
    ),
});
export type ModelCall = z.infer<typeof modelCallSchema>;

/** What generate-insights writes and publish puts into the report. */
export const insightsSchema = z.object({
  provider: z.enum(INSIGHTS_PROVIDERS).describe('Who wrote the texts'),
  ...modelCallSchema.shape,
  fallback: z
    .object({
      from: z.enum(INSIGHTS_PROVIDERS).describe('Who should have written them'),
      code: z.enum(FALLBACK_CODES).describe('Stable'),
      reason: z.string().describe('The same for a person: which number in which sentence, or what the service said'),
    })
    .nullable()
    .describe("Why the rules' texts stand in a model's place; null when they do not"),
  written_for: z
    .object({
      kind: z.enum(SITE_CLASS_NAMES).describe('What the sites are: a home is told other things than a works'),
      by: z.enum(CLASS_SOURCES).describe('What told it: a person or the headings, a name, or the energy'),
    })
    .nullable()
    .default(null)
    .describe('Whom the advice is for; null in reports of earlier releases'),
  currency: z.string().describe('Currency of the rates that the savings are counted with'),
  assistant: z.array(adviceSchema).describe('Behaviour: what to do differently'),
  auditor: z.array(adviceSchema).describe('Equipment: what to replace or look into, with saving and pay-back'),
});
export type Insights = z.infer<typeof insightsSchema>;

/** The same where the branch failed and there are no texts. */
export const reportInsightsSchema = insightsSchema.extend({
  provider: z.enum(INSIGHTS_PROVIDERS).nullable().describe('Who wrote the texts; null when there are none'),
});

/** No model was asked. */
export const NO_CALL: ModelCall = { model: null, latency_ms: null, tokens: null, cost: null };
