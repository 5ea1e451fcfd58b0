import type { Insights } from '../../shared/report.ts';
import type { Facts } from './facts.ts';

/** Whoever writes the texts: the rules, or a language model. It is given facts, aggregates only, and nothing else. */
export interface InsightsProvider {
  /** Stands in the report as the texts' source. */
  readonly name: string;
  generate(facts: Facts): Promise<Insights>;
}
