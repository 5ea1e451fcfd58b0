/**
 * Puts the question through the AI SDK. Loaded only when a model is asked: the SDK takes about 100 ms to load.
 */
import { generateText, type LanguageModel, Output } from 'ai';
import { asNotWritten } from './failures.ts';
import type { Answer, Question } from './language-model.ts';
import { replySchema } from './reply.ts';
import { tokensOf } from './tokens.ts';

/** Sixteen pieces of advice are about 2,500 tokens; the rest is for models that think before they write. */
const MOST_OUTPUT_TOKENS = 8000;
/** Throttling and faults of the service, with growing pauses or as long as the service asks for, within the budget. */
const MOST_RETRIES = 2;

/** What the model reports goes into report.json; the SDK's own lines would stand among the function's. */
globalThis.AI_SDK_LOG_WARNINGS = false;

type ProviderOptions = Parameters<typeof generateText>[0]['providerOptions'];

/** @throws NotWritten when there is no answer of the asked shape */
export async function askModel(
  model: LanguageModel,
  { instructions, data }: Question,
  signal: AbortSignal,
  providerOptions: ProviderOptions = {},
): Promise<Answer> {
  try {
    const { output, usage } = await generateText({
      model,
      instructions,
      prompt: data,
      output: Output.object({ schema: replySchema }),
      maxOutputTokens: MOST_OUTPUT_TOKENS,
      maxRetries: MOST_RETRIES,
      abortSignal: signal,
      providerOptions,
    });
    return { reply: output, tokens: tokensOf(usage) };
  } catch (error) {
    throw asNotWritten(error, signal);
  }
}
