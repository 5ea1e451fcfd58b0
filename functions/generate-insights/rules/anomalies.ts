import { LEADING_EVENTS } from '../../../shared/energy/anomalies.ts';
import type { SiteClass } from '../../../shared/energy/site-classes.ts';
import { SITE_CLASS_NAMES } from '../../../shared/energy/site-classes.ts';
import type { Advice } from '../../../shared/report/insights.ts';
import { formatEnergy, formatMoney, formatTime, plural } from '../../../shared/text/format.ts';
import type { Facts } from '../facts/index.ts';
import { advice, atPrice, type NameOf, sentences, useWords } from './advice.ts';
import type { Rule } from './rule.ts';

/** What may have been going on. */
const CAUSES = {
  home: 'a door left open, a defect, visitors, days away',
  apartment: 'a window left open, a defect, visitors, days away',
  business: 'opening hours, an event, a machine or a ventilation that was left on',
  industry: 'a shift, a machine that was changed or left on, a fault',
  region: 'the weather, a holiday, an outage, a fault of the data',
  solar: 'snow, shade, a switched-off inverter, a fault of the meter',
  submeter: 'another use, a door left open, a defect',
  mixed: 'other use, the weather, a defect, a fault of the data',
} as const satisfies Record<SiteClass, string>;

/** Events: what belongs together is one thing to look into. Single readings far from a mean are none. */
export const anomalies: Rule = {
  sites: SITE_CLASS_NAMES,
  speaks: 'there is an event',
  silent: 'readings that are far from the mean at an hour at which they always are',
  write: eventAdvice,
};

function eventAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  const { events, tariff } = facts;
  const { count, serious, cost, excess_kwh: excess, site_id, appliance, in_series: inSeries, top } = events;
  if (count === 0 || site_id === null || appliance === null) return [];
  // What a household pays is no price of a region.
  const unpriced = cost === null || (tariff.assumed && facts.kind.name === 'region');
  const price = unpriced ? '' : ` or ${formatMoney(cost, tariff.currency)}, ${atPrice(facts, tariff.rate)}`;
  const most =
    inSeries === count ? null : `${plural(inSeries, 'is', 'are')} of ${nameOf({ site_id, appliance })}, the most.`;
  const more =
    excess === null || excess <= 0
      ? null
      : `Where more was ${useWords(facts).participle} than usual, it comes to ${formatEnergy(excess)}${price}.`;
  const largest = top
    ? `The largest: ${nameOf(top)} from ${formatTime(top.start)} to ${formatTime(top.end)} ` +
      `with ${formatEnergy(Math.abs(top.excess_kwh))} ${top.excess_kwh < 0 ? 'less' : 'more'} than usual.`
    : null;
  return [
    advice({
      code: 'ANOMALIES',
      title: `Look into ${count > LEADING_EVENTS ? 'the largest of ' : ''}${plural(count, 'unusual event')}`,
      text: sentences(
        ...[seriousOf(serious, count), most, more, largest],
        `Compare with what was going on then: ${CAUSES[facts.kind.name]}.`,
      ),
      site_id,
      appliance,
    }),
  ];
}

function seriousOf(serious: number, count: number): string {
  if (serious === 0) return count === 1 ? 'It is not serious.' : 'None of them is serious.';
  return count === 1 ? 'It is serious.' : `${plural(serious, 'of them is serious', 'of them are serious')}.`;
}
