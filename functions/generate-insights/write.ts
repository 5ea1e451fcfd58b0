/** Decides who writes: the model when one is configured, answers in time and keeps to the figures; else the rules. */

import { insightsStateKey } from '../../shared/lake/keys.ts';
import type { FallbackCode, Insights } from '../../shared/report/insights.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { askPermit, type Permit } from './breaker.ts';
import type { Facts } from './facts/index.ts';
import { NotWritten } from './fallback-error.ts';
import type { InsightsProvider, Written } from './provider.ts';
import { rules } from './rules/index.ts';

/** What the function needs after the model: writing the document and answering. */
const RESERVE_MS = 10_000;
/** Least time that must be left to start a call of the model. */
const SHORTEST_MS = 1000;

export type WriteContext = Pick<StepContext, 'lake' | 'settings' | 'now' | 'remainingMs'>;

/** @param provider who should write */
export async function writeInsights(
  facts: Facts,
  provider: InsightsProvider,
  context: WriteContext,
): Promise<Insights> {
  const byRules = await rules.write(facts);
  const of = { currency: facts.tariff.currency, written_for: { kind: facts.kind.name, by: facts.kind.by } };
  // Where the rules find nothing there is nothing to write about.
  if (provider.model === null || isEmpty(byRules)) return compose(byRules, 'rules', of);
  const fallBack = (code: FallbackCode, reason: string, call = byRules.call): Insights => ({
    ...compose({ ...byRules, call }, 'rules', of),
    fallback: { from: provider.name, code, reason },
  });

  const milliseconds = Math.min(
    context.settings.ENERGY_INSIGHTS_TIMEOUT_SECONDS * 1000,
    context.remainingMs() - RESERVE_MS,
  );
  if (milliseconds < SHORTEST_MS) return fallBack('TIMED_OUT', 'The function had no time left to ask the model.');
  const permit = await askPermit(context.lake, insightsStateKey(provider.name), provider.model, context.now);
  if (!permit.allowed) return fallBack('CIRCUIT_OPEN', whyOpen(permit));
  try {
    const written = await provider.write(facts, AbortSignal.timeout(milliseconds));
    await permit.report(null);
    return compose(written, provider.name, of);
  } catch (error) {
    if (!(error instanceof NotWritten)) throw error;
    await permit.report(error.code);
    return fallBack(error.code, error.message, error.call);
  }
}

function compose(
  { call, assistant, auditor }: Written,
  provider: Insights['provider'],
  of: Pick<Insights, 'currency' | 'written_for'>,
): Insights {
  return { provider, ...call, fallback: null, ...of, assistant, auditor };
}

function isEmpty({ assistant, auditor }: Written): boolean {
  return assistant.length + auditor.length === 0;
}

function whyOpen({ until, last }: Permit): string {
  const cause = last === null ? '' : ` (the last time: ${last})`;
  return `The model failed several times in a row${cause} and is not asked before ${until}.`;
}
