/** What the readings say of the meter itself. */
import { SITE_CLASS_NAMES } from '../../../shared/energy/site-classes.ts';
import type { Advice } from '../../../shared/report/insights.ts';
import { formatPercent, plural } from '../../../shared/text/format.ts';
import type { Facts } from '../facts/index.ts';
import { advice, type NameOf, sentences } from './advice.ts';
import type { Rule } from './rule.ts';

const NIGHT_GENERATION = 0.02;
const GAPS = 0.98;

export const nightGeneration: Rule = {
  sites: ['home', 'apartment', 'business', 'industry', 'solar', 'submeter', 'mixed'],
  speaks: 'over 2 % of the generation falls between 23:00 and 04:00',
  silent: 'a region, where wind and water generate by night; panels that rest by night',
  write: nightGenerationAdvice,
};

function nightGenerationAdvice({ generation, night }: Facts, nameOf: NameOf): Advice[] {
  if (!generation || !night || generation.total_kwh <= 0) return [];
  const share = night.total_kwh / generation.total_kwh;
  if (share < NIGHT_GENERATION) return [];
  const where = generation.series > 1 ? `Most of it is from ${nameOf(night)}.` : null;
  return [
    advice({
      code: 'NIGHT_GENERATION',
      title: 'Generation is recorded at night',
      text: sentences(
        `${formatPercent(share)} of the generation falls between 23:00 and 04:00.`,
        where,
        'Solar panels give nothing then: if these are panels, check the meter, ' +
          'its clock and the time zone of the file.',
      ),
      site_id: night.site_id,
      appliance: night.appliance,
    }),
  ];
}

export const negativeReadings: Rule = {
  sites: SITE_CLASS_NAMES,
  speaks: 'a reading is below zero',
  silent: 'no reading is',
  write: meterAdvice,
};

function meterAdvice({ anomalies }: Facts): Advice[] {
  if (anomalies.negative === 0) return [];
  return [
    advice({
      code: 'NEGATIVE_READINGS',
      title: 'Check the meter: readings below zero',
      text: sentences(
        `${plural(anomalies.negative, 'reading is', 'readings are')} negative.`,
        'That happens when a meter counts feed-in backwards, is wired the wrong way round, or was reset.',
      ),
    }),
  ];
}

export const dataGaps: Rule = {
  sites: SITE_CLASS_NAMES,
  speaks: 'over 2 % of the expected readings of a use, or of the days of a generation, are missing',
  silent: 'a solar logger that sleeps by night',
  write: gapAdvice,
};

function gapAdvice({ consumption, generation }: Facts): Advice[] {
  const used = 1 - (consumption?.completeness ?? 1);
  const made = 1 - (generation?.completeness ?? 1);
  if (Math.max(used, made) <= 1 - GAPS) return [];
  return [
    advice({
      code: 'DATA_GAPS',
      title: 'Readings are missing',
      text: sentences(
        used > 1 - GAPS ? `${formatPercent(used)} of the expected readings are not in the file.` : null,
        made > 1 - GAPS ? `On ${formatPercent(made)} of the days there is no reading of the generation.` : null,
        'A gap counts as nothing, so that totals are lower than what it really was.',
        'Look for outages of the meter or its connection.',
      ),
    }),
  ];
}
