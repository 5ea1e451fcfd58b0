import type { InsightsProvider } from '../provider.ts';
import { assistantAdvice } from './assistant.ts';
import { auditorAdvice } from './auditor.ts';

/** Texts by rules over the facts: always there, offline, and the same for the same facts. */
export const rules: InsightsProvider = {
  name: 'rules',
  async generate(facts) {
    return {
      source: 'rules',
      currency: facts.tariff.currency,
      assistant: assistantAdvice(facts),
      auditor: auditorAdvice(facts),
    };
  },
};
