/** Which address a provider's adapter asks, and with which key: the one of that provider and of no other. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ADAPTERS } from '../../../../../functions/generate-insights/model/adapters.ts';
import { INSIGHTS_PROVIDERS, type ModelProviderName } from '../../../../../shared/settings/insights.ts';

const HOSTS = {
  bedrock: 'bedrock-runtime.eu-central-1.amazonaws.com',
  openai: 'api.openai.com',
} as const satisfies Record<ModelProviderName, string>;

const asked: { host: string; authorization: string | null }[] = [];

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    asked.push({ host: new URL(request.url).host, authorization: request.headers.get('authorization') });
    return new Response('{}', { status: 400, headers: { 'content-type': 'application/json' } });
  });
});
afterEach(() => vi.unstubAllGlobals());

test('there is an adapter of its own for each provider that asks a model', () => {
  const models = INSIGHTS_PROVIDERS.filter((name) => name !== 'rules');
  expect(Object.keys(ADAPTERS).sort()).toEqual(models.sort());
  expect(new Set(Object.values(ADAPTERS)).size).toBe(models.length);
});

test.each(Object.entries(HOSTS))('%s: the key goes to the address of that provider only', async (name, host) => {
  const adapter = ADAPTERS[name as ModelProviderName];
  const ask = await adapter({ model: 'a-model', region: 'eu-central-1', baseUrl: undefined, key: `key-of-${name}` });
  const question = { instructions: 'Advise.', data: '<data>{}</data>' };
  await expect(ask(question, AbortSignal.timeout(5000))).rejects.toThrow();
  expect(asked).toEqual([{ host, authorization: `Bearer key-of-${name}` }]);
});
