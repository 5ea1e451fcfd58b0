import { NO_CALL } from '../../../shared/report/insights.ts';
import type { Facts } from '../facts/index.ts';
import type { InsightsProvider, Texts } from '../provider.ts';
import { label, type NameOf } from './advice.ts';
import { assistantAdvice } from './behaviour-advice.ts';
import { auditorAdvice } from './equipment-advice.ts';

/** Texts by rules over the facts: always there, offline, and the same for the same facts. */
export const rules: InsightsProvider = {
  name: 'rules',
  model: null,
  async write(facts) {
    return { ...textsByRules(facts, (series) => label(facts, series)), call: NO_CALL };
  },
};

/** @param nameOf how the texts name a series */
export function textsByRules(facts: Facts, nameOf: NameOf): Texts {
  return { assistant: assistantAdvice(facts, nameOf), auditor: auditorAdvice(facts, nameOf) };
}
