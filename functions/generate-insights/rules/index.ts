import { type Advice, ASSISTANT_CODES, AUDITOR_CODES, NO_CALL } from '../../../shared/report/insights.ts';
import type { Facts } from '../facts/index.ts';
import type { InsightsProvider, Texts } from '../provider.ts';
import { label, type NameOf } from './advice.ts';
import { anomalies } from './anomalies.ts';
import { baseLoad } from './base-load.ts';
import { largestShare } from './largest-share.ts';
import { dataGaps, negativeReadings, nightGeneration } from './meter.ts';
import { peakHours } from './peak-hours.ts';
import { peakShaving } from './peak-shaving.ts';
import { powerFactor } from './power-factor.ts';
import type { Rule } from './rule.ts';
import { selfConsumption } from './self-consumption.ts';
import { shiftLoad } from './shift-load.ts';
import { upgrade } from './upgrade.ts';
import { weekend } from './weekend.ts';

/** Texts by rules over the facts: always there, offline, and the same for the same facts. */
export const rules: InsightsProvider = {
  name: 'rules',
  model: null,
  async write(facts) {
    return { ...textsByRules(facts, (series) => label(facts, series)), call: NO_CALL };
  },
};

/** Who finds each kind of advice. */
export const RULES = {
  PEAK_HOURS: peakHours,
  SHIFT_LOAD: shiftLoad,
  BASE_LOAD: baseLoad,
  PEAK_SHAVING: peakShaving,
  LARGEST_SHARE: largestShare,
  WEEKEND: weekend,
  ANOMALIES: anomalies,
  UPGRADE: upgrade,
  SELF_CONSUMPTION: selfConsumption,
  POWER_FACTOR: powerFactor,
  NIGHT_GENERATION: nightGeneration,
  NEGATIVE_READINGS: negativeReadings,
  DATA_GAPS: dataGaps,
} as const satisfies Record<(typeof ASSISTANT_CODES | typeof AUDITOR_CODES)[number], Rule>;

/** @param nameOf how the texts name a series */
export function textsByRules(facts: Facts, nameOf: NameOf): Texts {
  const write = (codes: readonly (keyof typeof RULES)[]): Advice[] =>
    codes.flatMap((code) => {
      const rule: Rule = RULES[code];
      return rule.sites.includes(facts.kind.name) ? rule.write(facts, nameOf) : [];
    });
  return { assistant: write(ASSISTANT_CODES), auditor: write(AUDITOR_CODES) };
}
