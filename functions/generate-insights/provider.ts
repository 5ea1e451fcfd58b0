import type { Insights, ModelCall } from '../../shared/report/insights.ts';
import type { InsightsProviderName } from '../../shared/settings/insights.ts';
import type { Facts } from './facts/index.ts';

export type Texts = Pick<Insights, 'assistant' | 'auditor'>;

export interface Written extends Texts {
  readonly call: ModelCall;
}

/** Whoever writes the texts: the rules, or a language model. */
export interface InsightsProvider {
  readonly name: InsightsProviderName;
  /** The language model's id as its provider calls it; null for the rules. */
  readonly model: string | null;
  /**
   * @param signal ends what takes too long
   * @throws NotWritten when there are no texts that may be shown
   */
  write(facts: Facts, signal?: AbortSignal): Promise<Written>;
}
