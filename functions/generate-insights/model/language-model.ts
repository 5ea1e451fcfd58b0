/** The provider that asks a language model, whichever it is. */

import type { ModelCall } from '../../../shared/report/insights.ts';
import type { ModelProviderName } from '../../../shared/settings/insights.ts';
import type { Facts } from '../facts/index.ts';
import { isRefusal, NotWritten } from '../fallback-error.ts';
import { Aliases } from '../figures/aliases.ts';
import { figuresOf } from '../figures/collect.ts';
import type { InsightsProvider } from '../provider.ts';
import { textsByRules } from '../rules/index.ts';
import type { Basis } from './basis.ts';
import { costOf } from './cost.ts';
import { dataBlock, INSTRUCTIONS } from './prompt.ts';
import { type Reply, readReply } from './reply.ts';

/**
 * A reply that is refused may be mended once: about one in five of those that mean the right thing is put in words that
 * the check does not take.
 */
const MOST_ANSWERS = 2;

export interface Question {
  readonly instructions: string;
  readonly data: string;
}

export interface Answer {
  readonly reply: Reply;
  readonly tokens: ModelCall['tokens'];
}

/**
 * Puts a question to a model.
 * @throws NotWritten when there is no answer of the asked shape; `call.tokens` says what it took all the same
 */
export type Ask = (question: Question, signal: AbortSignal) => Promise<Answer>;

export interface LanguageModel {
  readonly provider: ModelProviderName;
  readonly model: string;
  /** Whether the provider's list price is what is paid: not of another server that speaks its protocol. */
  readonly listPrice: boolean;
  readonly ask: Ask;
}

export function languageModel({ provider, model, listPrice, ask }: LanguageModel, now: () => Date): InsightsProvider {
  return {
    name: provider,
    model,
    async write(facts, signal = new AbortController().signal) {
      const startedAt = now().getTime();
      let tokens: ModelCall['tokens'] = null;
      const call = (): ModelCall => ({
        model,
        latency_ms: Math.max(0, now().getTime() - startedAt),
        tokens,
        cost: tokens && listPrice ? costOf(provider, model, tokens) : null,
      });
      const basis = basisOf(facts);
      const data = dataBlock(facts, basis);
      try {
        let refused: string | undefined;
        for (let left = MOST_ANSWERS; ; left -= 1) {
          const answer = await ask({ instructions: INSTRUCTIONS, data: data + againBecause(refused) }, signal);
          tokens = together(tokens, answer.tokens);
          try {
            return { ...readReply(answer.reply, basis), call: call() };
          } catch (error) {
            if (!(error instanceof NotWritten && isRefusal(error.code) && left > 1)) throw error;
            refused = error.message;
          }
        }
      } catch (error) {
        if (!(error instanceof NotWritten)) throw error;
        tokens = together(tokens, error.call.tokens);
        throw new NotWritten(error.code, basis.aliases.restore(error.message), call());
      }
    },
  };
}

/** What the model is told when its reply was refused; nothing the first time. It quotes the model's own words only. */
function againBecause(refused: string | undefined): string {
  return refused === undefined
    ? ''
    : `\nYour reply was refused. ${refused} Write the whole reply again, without that fault.`;
}

function together(before: ModelCall['tokens'], more: ModelCall['tokens']): ModelCall['tokens'] {
  if (before === null || more === null) return before ?? more;
  return { input: before.input + more.input, output: before.output + more.output };
}

/** What a model is told of a run, and held to afterwards. */
export function basisOf(facts: Facts): Basis {
  const aliases = new Aliases(facts);
  // The worst reading is a single one, not an aggregate, and the largest event may be one.
  const aggregates = { ...facts, worst: null, events: { ...facts.events, top: null } };
  const findings = textsByRules(aggregates, (series) => aliases.of(series));
  const figures = figuresOf(facts, [...findings.assistant, ...findings.auditor], aliases);
  return { figures, aliases, findings, currency: facts.tariff.currency };
}
