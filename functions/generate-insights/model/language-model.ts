/** The provider that asks a language model, whichever it is. */
import { type ModelCall, type ModelProviderName, NO_CALL } from '../../../shared/report/insights.ts';
import type { Facts } from '../facts/index.ts';
import { Aliases } from '../figures/aliases.ts';
import { figuresOf } from '../figures/collect.ts';
import { NotWritten } from '../not-written.ts';
import type { InsightsProvider } from '../provider.ts';
import { textsByRules } from '../rules/index.ts';
import { costOf } from './cost.ts';
import { dataBlock, INSTRUCTIONS } from './prompt.ts';
import { type Basis, type Reply, readReply } from './reply.ts';

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
      const spent = (tokens: ModelCall['tokens']): ModelCall => ({
        model,
        latency_ms: Math.max(0, now().getTime() - startedAt),
        tokens,
        cost: tokens && listPrice ? costOf(provider, model, tokens) : null,
      });
      const basis = basisOf(facts);
      let call: ModelCall = NO_CALL;
      try {
        const answer = await ask({ instructions: INSTRUCTIONS, data: dataBlock(facts, basis) }, signal);
        call = spent(answer.tokens);
        return { ...readReply(answer.reply, basis), call };
      } catch (error) {
        if (!(error instanceof NotWritten)) throw error;
        throw new NotWritten(error.code, error.message, call === NO_CALL ? spent(error.call.tokens) : call);
      }
    },
  };
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
