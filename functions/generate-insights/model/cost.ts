import { MODEL_PRICES, type TokenPrice } from '../../../shared/list-prices.ts';
import type { ModelCall } from '../../../shared/report/insights.ts';
import { INFERENCE_PROFILE, type ModelProviderName } from '../../../shared/settings/insights.ts';

const TOKENS_PER_PRICE = 1e6;

/** The id under which a provider lists the price of a model. */
const PRICED_AS = {
  bedrock: (model) => model.replace(INFERENCE_PROFILE, '$<model>'),
  openai: (model) => model,
} as const satisfies Record<ModelProviderName, (model: string) => string>;

/** @returns the tokens at list price; null for a model whose price is not known */
export function costOf(
  provider: ModelProviderName,
  model: string,
  tokens: NonNullable<ModelCall['tokens']>,
): ModelCall['cost'] {
  const prices = new Map<string, TokenPrice>(Object.entries(MODEL_PRICES[provider]));
  const price = prices.get(PRICED_AS[provider](model));
  if (!price) return null;
  const amount = (tokens.input * price.input + tokens.output * price.output) / TOKENS_PER_PRICE;
  return { amount: Number(amount.toFixed(6)), currency: 'USD', prices_of: MODEL_PRICES.date };
}
