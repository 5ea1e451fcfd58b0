/** From the settings to who writes. Key and SDK are fetched when the first question is put. */
import type { ModelProviderName } from '../../../shared/settings/insights.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import { NotWritten } from '../fallback-error.ts';
import type { InsightsProvider } from '../provider.ts';
import { rules } from '../rules/index.ts';
import type { ModelEndpoint } from './endpoint.ts';
import { type Ask, languageModel } from './language-model.ts';

/** @throws Error when the secret cannot be read */
export type ReadSecret = (nameOrArn: string) => Promise<string>;

/** One entry a provider, so that a key is never sent to the address of another one. */
export const ADAPTERS = {
  bedrock: async (endpoint) => (await import('./bedrock.ts')).askBedrock(endpoint),
  openai: async (endpoint) => (await import('./openai.ts')).askOpenAi(endpoint),
} as const satisfies Record<ModelProviderName, (endpoint: ModelEndpoint) => Promise<Ask>>;

/** The provider that the settings choose. */
export function chooseProvider(settings: Settings, readSecret: ReadSecret, now: () => Date): InsightsProvider {
  const { ENERGY_INSIGHTS_PROVIDER: provider, ENERGY_INSIGHTS_MODEL: model } = settings;
  if (provider === 'rules' || model === undefined) return rules;
  const ask: Ask = async (question, signal) => {
    const secret = settings.ENERGY_INSIGHTS_SECRET;
    const endpoint: ModelEndpoint = {
      model,
      region: settings.ENERGY_INSIGHTS_REGION,
      baseUrl: settings.ENERGY_INSIGHTS_BASE_URL,
      key: secret === undefined ? undefined : await within(signal, readKey(secret, readSecret)),
    };
    const put = await ADAPTERS[provider](endpoint);
    return put(question, signal);
  };
  return languageModel({ provider, model, ask, listPrice: settings.ENERGY_INSIGHTS_BASE_URL === undefined }, now);
}

async function readKey(secret: string, readSecret: ReadSecret): Promise<string> {
  const value = await readSecret(secret).catch((error: unknown) => {
    const name = error instanceof Error ? error.name : 'unknown error';
    throw new NotWritten('SECRET_UNAVAILABLE', `The secret ${secret} could not be read (${name}).`);
  });
  const key = value.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new NotWritten('SECRET_UNAVAILABLE', `The secret ${secret} does not hold a key: one line without spaces.`);
  }
  return key;
}

/** The secret store has no signal of its own. */
async function within<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () =>
    aborted.reject(new NotWritten('TIMED_OUT', 'The secret was not read within the time that is set.'));
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
