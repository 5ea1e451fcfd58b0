import type { Advice } from '../../../shared/report/insights.ts';
import {
  formatClock,
  formatCount,
  formatEnergy,
  formatEstimate,
  formatMoney,
  formatPercent,
  formatPower,
  formatPrice,
  formatTime,
  plural,
} from '../../../shared/text/format.ts';
import type { ApplianceFacts, Facts } from '../facts/index.ts';
import { advice, capital, cents, type NameOf, namedAppliances, priceOf, sentences, useWords } from './advice.ts';
import { kindOf } from './kinds.ts';
import { busiestWindow, energyOf, isOffPeak, WINDOW_HOURS, type Window } from './profile.ts';

/** A window of four hours holds a sixth of an even day; below this it is no peak worth a word. */
const PEAK_SHARE = 0.2;
/** A base load below a fifth of the mean power is what every site has. */
const BASE_LOAD_SHARE = 0.2;
/** What an evening of unplugging and switching off is assumed to find of the base load. */
const BASE_LOAD_SAVING = 0.1;
const HOURS_PER_YEAR = 8760;
const WEEKEND_DIFFERENCE = 0.15;
const WEEKEND_DAYS = 4;
const MOST_SHIFTS = 3;

/** Behaviour: when energy is used, and what to do about it without buying anything. */
export function assistantAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  if (!facts.consumption) return anomalyAdvice(facts, nameOf);
  return [
    ...peakAdvice(facts),
    ...shiftAdvice(facts, nameOf),
    ...baseLoadAdvice(facts),
    ...shareAdvice(facts, nameOf),
    ...weekendAdvice(facts),
    ...anomalyAdvice(facts, nameOf),
  ];
}

/** The busiest hours of a file that shows at least a week: of less, the day's course is chance. */
function busiestHours({ consumption }: Facts): Window | undefined {
  if (!consumption || consumption.kwh_per_year === null) return undefined;
  return busiestWindow(consumption.by_hour);
}

function peakAdvice(facts: Facts): Advice[] {
  const window = busiestHours(facts);
  if (!window || window.share < PEAK_SHARE) return [];
  const { all, isUsed } = useWords(facts);
  return [
    advice({
      code: 'PEAK_HOURS',
      title: `Most ${isUsed} from ${formatClock(window.from)} to ${formatClock(window.to)}`,
      text: sentences(
        `These ${WINDOW_HOURS} hours hold ${formatPercent(window.share)} of ${all}; ` +
          `spread evenly it would be ${formatPercent(WINDOW_HOURS / 24)}.`,
        'Whatever need not run then is best moved out of them.',
      ),
    }),
  ];
}

/**
 * Appliances whose kind can wait, with what waiting is worth: by the bands of the tariff, else out of the busiest
 * hours.
 */
function shiftAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  return namedAppliances(facts)
    .flatMap((appliance) => {
      const shiftable = kindOf(appliance.appliance)?.shiftable ?? 0;
      if (shiftable === 0) return [];
      const who = nameOf(appliance);
      return facts.money?.dearest
        ? shiftToCheapBand(facts, appliance, shiftable, who)
        : shiftOutOfPeak(facts, appliance, shiftable, who);
    })
    .sort((a, b) => (b.saving_per_year ?? 0) - (a.saving_per_year ?? 0))
    .slice(0, MOST_SHIFTS);
}

function shiftToCheapBand(facts: Facts, appliance: ApplianceFacts, shiftable: number, who: string): Advice[] {
  const { total_kwh, kwh_per_year: year, shift_kwh: dear, shift_saving: worth } = appliance;
  if (dear === null || worth === null || dear <= 0 || total_kwh <= 0) return [];
  const { currency } = facts.tariff;
  const moved = year === null ? null : (year / total_kwh) * dear * shiftable;
  const saving = year === null ? null : cents((year / total_kwh) * worth * shiftable);
  const estimate =
    moved === null || saving === null
      ? null
      : `Moving ${formatPercent(shiftable)} of that to the cheapest ones shifts about ${formatEnergy(moved)} a year ` +
        `and saves about ${formatEstimate(saving, currency)}.`;
  return [
    advice({
      code: 'SHIFT_LOAD',
      title: `Run ${who} in the cheap hours`,
      text: sentences(
        `${capital(who)} uses ${formatPercent(dear / total_kwh)} of its energy in the most expensive hours of the day.`,
        estimate,
      ),
      site_id: appliance.site_id,
      appliance: appliance.appliance,
      saving_per_year: saving,
    }),
  ];
}

function shiftOutOfPeak(facts: Facts, appliance: ApplianceFacts, shiftable: number, who: string): Advice[] {
  const window = busiestHours(facts);
  if (!window || window.hours.every(isOffPeak)) return [];
  const paidFull = window.hours.filter((hour) => !isOffPeak(hour));
  const inPeak = energyOf(appliance.by_hour, paidFull) / (appliance.total_kwh || 1);
  if (inPeak <= 0) return [];
  const { offPeakRate, currency } = facts.tariff;
  const rate = priceOf(facts, appliance);
  const moved = appliance.kwh_per_year === null ? null : appliance.kwh_per_year * inPeak * shiftable;
  const cheaper = offPeakRate !== null && rate > offPeakRate ? rate - offPeakRate : null;
  const saving = moved === null || cheaper === null ? null : cents(moved * cheaper);
  const estimate =
    moved !== null && saving !== null && offPeakRate !== null
      ? `Moving ${formatPercent(shiftable)} of that to the hours from 22:00 to 06:00 shifts about ` +
        `${formatEnergy(moved)} a year and saves about ${formatEstimate(saving, currency)} if a kWh costs ` +
        `${formatPrice(offPeakRate, currency)} then.`
      : 'Running it at night or around noon takes load off the peak.';
  return [
    advice({
      code: 'SHIFT_LOAD',
      title: `Run ${who} outside the peak`,
      text: sentences(
        `${capital(who)} uses ${formatPercent(inPeak)} of its energy in the busiest hours, ` +
          `${formatClock(window.from)} to ${formatClock(window.to)}.`,
        estimate,
      ),
      site_id: appliance.site_id,
      appliance: appliance.appliance,
      saving_per_year: saving,
    }),
  ];
}

function baseLoadAdvice({ consumption, load, tariff }: Facts): Advice[] {
  const { base_load_kw: base, mean_kw: mean } = load;
  if (!consumption || base === null || mean === null || base <= 0 || base < BASE_LOAD_SHARE * mean) return [];
  const year = consumption.kwh_per_year === null ? null : base * HOURS_PER_YEAR;
  const saved = year === null ? null : year * BASE_LOAD_SAVING;
  const money = saved === null ? null : cents(saved * tariff.rate);
  const estimate =
    saved !== null && money !== null
      ? `Finding a tenth of it saves about ${formatEnergy(saved)} or ${formatEstimate(money, tariff.currency)} a year.`
      : null;
  const power = consumption.power_by_hour;
  const quietest = power ? `, in the hour from ${formatClock(power.indexOf(Math.min(...power)))} for example,` : '';
  return [
    advice({
      code: 'BASE_LOAD',
      title: `${formatPower(base)} runs around the clock`,
      text: sentences(
        `Nearly every hour takes more than ${formatPower(base)}, ${formatPercent(base / mean)} of the mean.`,
        `Go round when nobody needs anything${quietest} and look for what need not be on: ` +
          'stand-by, pumps, ventilation, lights.',
        estimate,
      ),
      saving_kwh_per_year: saved,
      saving_per_year: money,
    }),
  ];
}

function shareAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  // What one site uses and what another one takes from the grid cannot be compared.
  if (facts.basis === 'mixed') return [];
  const { present, past, all } = useWords(facts);
  const [largest, second] = facts.appliances;
  if (!largest || !second || largest.share === null || largest.share <= 0) return [];
  const who = nameOf(largest);
  return [
    advice({
      code: 'LARGEST_SHARE',
      title: `${capital(who)} ${present('the most')}`,
      text: sentences(
        `${capital(who)} ${past(formatEnergy(largest.total_kwh))}, ${formatPercent(largest.share)} of ${all}, ` +
          `ahead of ${nameOf(second)} with ${formatPercent(second.share ?? 0)}.`,
        largest.peak_hour === null
          ? null
          : `It peaks at ${formatClock(largest.peak_hour)}. A change there counts most.`,
      ),
      site_id: largest.site_id,
      appliance: largest.appliance,
    }),
  ];
}

function weekendAdvice({ week, load }: Facts): Advice[] {
  const { weekday_kwh: weekday, weekend_kwh: weekend } = load;
  if (!week || !weekday || !weekend || week.weekend_days < WEEKEND_DAYS) return [];
  const ratio = weekend / weekday - 1;
  if (Math.abs(ratio) < WEEKEND_DIFFERENCE) return [];
  const days = `a day of the weekend takes ${formatEnergy(weekend)}, a weekday ${formatEnergy(weekday)}`;
  return [
    advice({
      code: 'WEEKEND',
      title: ratio > 0 ? 'Weekends take more than weekdays' : 'Weekdays take more than weekends',
      text: sentences(
        `On average ${days}: ${formatPercent(Math.abs(ratio))} ${ratio > 0 ? 'more' : 'less'}.`,
        ratio > 0
          ? 'Spreading weekend chores over the week evens out the peaks.'
          : 'What still runs on a free day is worth a look: it serves nobody.',
      ),
    }),
  ];
}

/** Events where there are any: what belongs together is one thing to look into. */
function anomalyAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  return facts.events.count > 0 ? eventAdvice(facts, nameOf) : readingAdvice(facts, nameOf);
}

function eventAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  const { events, tariff } = facts;
  const { count, serious, cost, excess_kwh: excess, site_id, appliance, in_series: inSeries, top } = events;
  if (site_id === null || appliance === null) return [];
  const price = cost === null ? '' : ` or ${formatMoney(cost, tariff.currency)}`;
  const more =
    excess === null || excess <= 0
      ? null
      : `Where more was ${useWords(facts).participle} than usual, it comes to ${formatEnergy(excess)}${price}.`;
  const most = top
    ? `The largest: ${nameOf(top)} from ${formatTime(top.start)} to ${formatTime(top.end)} ` +
      `with ${formatEnergy(top.excess_kwh)} more than usual.`
    : null;
  return [
    advice({
      code: 'ANOMALIES',
      title: `Look into ${plural(count, 'unusual event')}`,
      text: sentences(
        seriousOf(serious),
        `Most are of ${nameOf({ site_id, appliance })} (${formatCount(inSeries)}).`,
        ...[more, most, COMPARE],
      ),
      site_id,
      appliance,
    }),
  ];
}

function seriousOf(serious: number): string {
  return serious === 0
    ? 'None of them is serious.'
    : `${plural(serious, 'of them is serious', 'of them are serious')}.`;
}

const COMPARE = 'Compare with what was going on then: a door left open, a defect, a visit.';

function readingAdvice(facts: Facts, nameOf: NameOf): Advice[] {
  const { count, serious, site_id, appliance, in_series: inSeries } = facts.anomalies;
  if (count === 0 || site_id === null || appliance === null) return [];
  const where = nameOf({ site_id, appliance });
  const { worst } = facts;
  const largest = worst
    ? `The largest: ${nameOf(worst)} on ${formatTime(worst.timestamp)} with ${formatEnergy(worst.kwh)}, ` +
      `where ${formatEnergy(worst.mean_kwh)} is its mean.`
    : null;
  return [
    advice({
      code: 'ANOMALIES',
      title: `Look into ${plural(count, 'unusual reading')}`,
      text: sentences(
        seriousOf(serious),
        `Most are from ${where} (${plural(inSeries, 'reading')}).`,
        ...[largest, COMPARE],
      ),
      site_id,
      appliance,
    }),
  ];
}
