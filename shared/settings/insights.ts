/** The settings of the advice's writer: the rules, or a language model and how it is reached. */
import { z } from 'zod';
import { keysOf } from '../keys-of.ts';

/** Who can write the advice. */
export const INSIGHTS_PROVIDERS = ['rules', 'bedrock', 'openai'] as const;
export type InsightsProviderName = (typeof INSIGHTS_PROVIDERS)[number];
/** Those that ask a language model. */
export type ModelProviderName = Exclude<InsightsProviderName, 'rules'>;

/** What stands before a model's id in that of a Bedrock inference profile over several regions. */
export const INFERENCE_PROFILE = /^(?:us|eu|apac|jp|au|ca|us-gov|global)\.(?<model>.+)$/;

interface ModelProvider {
  /** Whether the function's own role can ask it, through an endpoint of the stack's network; then no key is needed. */
  readonly isAwsService: boolean;
}

/** What sets the providers apart for settings, permissions and network. */
export const MODEL_PROVIDERS = {
  bedrock: { isAwsService: true },
  openai: { isAwsService: false },
} as const satisfies Record<ModelProviderName, ModelProvider>;

/** Time that is left for everything else of generate-insights, whose own time-out is 120 s. */
const LONGEST_SECONDS = 90;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A key must not cross a network in plain text. */
function isSafeAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

export const insightsSettings = {
  ENERGY_INSIGHTS_PROVIDER: z
    .enum(INSIGHTS_PROVIDERS)
    .default('rules')
    .describe(
      `Who writes the advice: \`rules\`, or a language model at ${keysOf(MODEL_PROVIDERS)
        .map((name) => `\`${name}\``)
        .join(' or ')} (INSIGHTS.md)`,
    ),
  ENERGY_INSIGHTS_MODEL: z
    .string()
    .regex(/^[\w.:/-]{1,256}$/, 'must be the id or ARN of a model')
    .optional()
    .describe("Id of the model, as the provider calls it; on Bedrock also an inference profile's id or ARN"),
  ENERGY_INSIGHTS_REGION: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-central-1')
    .optional()
    .describe("Region of Bedrock; without it the function's own"),
  ENERGY_INSIGHTS_SECRET: z
    .string()
    .regex(/^[\w/+=.@:-]{1,512}$/, 'must be the name or ARN of a secret')
    .optional()
    .describe("Name or ARN of the secret with the provider's API key; Bedrock without it: the function's role"),
  ENERGY_INSIGHTS_BASE_URL: z
    .string()
    .refine(isSafeAddress, {
      error: 'must be an https address (http only on this machine), without user, query and fragment',
    })
    .optional()
    .describe("Address of a server that speaks the provider's protocol; without it the provider's own"),
  ENERGY_INSIGHTS_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(1)
    .max(LONGEST_SECONDS)
    .default(20)
    .describe('Seconds that asking the model may take, retries included; then the rules write'),
} as const;

const insightsSchema = z.object(insightsSettings);

/** A model that is chosen must be named, and a provider outside AWS asks for a key. */
export function checkInsights(
  given: z.infer<typeof insightsSchema>,
  context: z.RefinementCtx<z.infer<typeof insightsSchema>>,
): void {
  const { ENERGY_INSIGHTS_PROVIDER: provider } = given;
  if (provider === 'rules') return;
  const missing = (name: keyof typeof insightsSettings) =>
    context.addIssue({
      code: 'custom',
      path: [name],
      message: `must be given when ENERGY_INSIGHTS_PROVIDER is ${provider}`,
    });
  if (given.ENERGY_INSIGHTS_MODEL === undefined) missing('ENERGY_INSIGHTS_MODEL');
  if (!MODEL_PROVIDERS[provider].isAwsService && given.ENERGY_INSIGHTS_SECRET === undefined)
    missing('ENERGY_INSIGHTS_SECRET');
}
