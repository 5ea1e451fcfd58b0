import { type EventKind, LEADING_EVENTS } from '../../../shared/energy/anomalies.ts';
import type { SiteClass } from '../../../shared/energy/site-classes.ts';
import { SITE_CLASS_NAMES } from '../../../shared/energy/site-classes.ts';
import type { Advice } from '../../../shared/report/insights.ts';
import { formatEnergy, formatMoney, formatTime, plural } from '../../../shared/text/format.ts';
import type { Facts } from '../facts/index.ts';
import { advice, atPrice, type NameOf, sentences, useWords } from './advice.ts';
import type { Rule } from './rule.ts';

/** What may have been going on where more was used than usual, and where less was. */
const CAUSES = {
  home: { more: 'visitors, a door left open, a defect', less: 'days away, something switched off or broken' },
  apartment: { more: 'visitors, a window left open, a defect', less: 'days away, something switched off or broken' },
  business: {
    more: 'longer opening hours, an event, a machine or a ventilation that was left on',
    less: 'a day off, a machine that was switched off or broken, an outage',
  },
  industry: {
    more: 'another shift, a machine that was changed or left on, a fault',
    less: 'days off, a shift less, a machine that stood still, an outage',
  },
  region: {
    more: 'the weather, an event, a fault of the data',
    less: 'the weather, a holiday, an outage, a fault of the data',
  },
  submeter: { more: 'another use, a door left open, a defect', less: 'less use, a defect, something switched off' },
  mixed: { more: 'other use, the weather, a defect', less: 'less use, an outage, a fault of the data' },
} as const satisfies Record<Exclude<SiteClass, 'solar'>, Record<'more' | 'less', string>>;
/** And where panels made it. */
const PANELS = {
  more: 'a sunny week, panels that were added or cleaned, a fault of the meter',
  less: 'snow, shade, a switched-off inverter, a fault of the meter',
} as const;
/** A reading that does not move tells of what reads it. */
const METER = 'an outage, a logger or a connection that failed, a defect';
/** What runs by itself and ever more. */
const WEAR = 'a seal that leaks, ice, dust on the condenser, a compressor that wears out, a warmer room';
const OF_METERS: readonly EventKind[] = ['STUCK', 'NEGATIVE', 'NIGHT_GENERATION'];

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
        top ? `Compare with what was going on then: ${causesOf(top, facts)}.` : null,
      ),
      site_id,
      appliance,
    }),
  ];
}

/** What the severity says is how far from the usual it is, and not what it costs. */
function seriousOf(serious: number, count: number): string | null {
  if (serious === 0) return null;
  if (count === 1) return 'It is far from the usual.';
  return `${plural(serious, 'of them is far from the usual', 'of them are far from the usual')}.`;
}

function causesOf({ kind, measure, excess_kwh: excess }: NonNullable<Facts['events']['top']>, facts: Facts): string {
  if (OF_METERS.includes(kind)) return METER;
  if (kind === 'DUTY_RISE') return WEAR;
  const { name } = facts.kind;
  const causes = measure === 'generation' || name === 'solar' ? PANELS : CAUSES[name];
  return excess < 0 ? causes.less : causes.more;
}
