import type { Advice } from '../../../shared/report/insights.ts';
import { LOW_POWER_FACTOR } from '../../../shared/report/power.ts';
import { formatEnergy, formatMonth, formatNumber, plural } from '../../../shared/text/format.ts';
import { formatName } from '../../../shared/text/name.ts';
import type { Facts } from '../facts/index.ts';
import { advice, type NameOf, sentences, WHOLE_SITE } from './advice.ts';
import type { Rule } from './rule.ts';

/** Reactive energy that a grid operator may charge for. */
export const powerFactor: Rule = {
  sites: ['business', 'industry'],
  speaks: 'beside the reactive energy of a month the power factor is below 0.9',
  silent: 'no reactive energy in the file; a power factor of 0.9 or more in every month; a home',
  write: powerFactorAdvice,
};

function powerFactorAdvice({ powerFactor: factor }: Facts, nameOf: NameOf): Advice[] {
  if (!factor || factor.low_months === 0) return [];
  const { site_id, series, months, low_months: low, kwh, kvarh, power_factor, lowest, lowest_month } = factor;
  return [
    advice({
      code: 'POWER_FACTOR',
      title: `The power factor is below ${LOW_POWER_FACTOR} in ${low} of ${plural(months, 'month')}`,
      text: sentences(
        `Beside ${formatEnergy(kwh)} ${nameOf({ site_id, appliance: WHOLE_SITE })} has ${formatNumber(kvarh)} kvarh ` +
          `of reactive energy (${formatName(series)}), a power factor of ${formatNumber(power_factor)}; ` +
          `the lowest is ${formatNumber(lowest)}, in ${formatMonth(lowest_month)}.`,
        'Many grid operators charge for it: look for reactive energy in the bill.',
        'Capacitors near large motors and transformers, or a controlled bank of them, raise it; ' +
          'an electrician finds their size.',
      ),
      site_id,
    }),
  ];
}
