/** OpenAI's Responses API, or the Chat Completions API of a server that is compatible with it. */
import { createOpenAI } from '@ai-sdk/openai';
import { askModel } from './ask.ts';
import { boundedFetch } from './bounded-fetch.ts';
import type { ModelEndpoint } from './endpoint.ts';
import type { Ask } from './language-model.ts';

export function askOpenAi({ model, baseUrl, key }: ModelEndpoint): Ask {
  const openai = createOpenAI({
    fetch: boundedFetch,
    apiKey: key ?? '',
    // Named, so that the SDK does not take an address from the environment.
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
  });
  // Compatible servers have the older API only.
  const chosen = baseUrl === undefined ? openai(model) : openai.chat(model);
  // OpenAI keeps what it answers for 30 days unless it is told not to.
  return (question, signal) => askModel(chosen, question, signal, { openai: { store: false } });
}
