/** Events in words that a person uses, for the page and the Markdown alike. */

import type { ReportEvent } from '../../../../shared/report/events.ts';
import type { Report } from '../../../../shared/report/report.ts';
import { dayAfter } from '../../../../shared/text/days.ts';
import { formatDay, formatEnergy, formatMoney, plural, shortDay, weekday } from '../../../../shared/text/format.ts';
import { measureWords, type Spoken } from '../../text/measure-words.ts';

/** `Tue 14 Oct 2026 18:00–21:00`, or `Tue 14 Oct – Mon 20 Oct 2026` where it lasts for days. */
export function eventTime({ start, end }: ReportEvent): string {
  const day = (time: string) => `${weekday(time.slice(0, 10))} ${formatDay(time)}`;
  const hour = (time: string) => time.slice(11, 16);
  const lastDay = hour(end) === '00:00' ? dayAfter(end.slice(0, 10), -1) : end;
  const sameYear = start.slice(0, 4) === lastDay.slice(0, 4);
  const first = sameYear ? `${weekday(start.slice(0, 10))} ${shortDay(start)}` : day(start);
  if (hour(start) === '00:00' && hour(end) === '00:00') {
    return start.slice(0, 10) === lastDay.slice(0, 10) ? `${day(start)}, all day` : `${first} – ${day(lastDay)}`;
  }
  if (start.slice(0, 10) === lastDay.slice(0, 10)) return `${day(start)} ${hour(start)}–${hour(end)}`;
  return `${first} ${hour(start)} – ${day(end)} ${hour(end)}`;
}

/** What happened, without the name of the series: `used 6.2 kWh, 3.9 kWh more than usual for that time`. */
export function eventText(event: ReportEvent, report: Spoken): string {
  const { holidays } = event;
  const named = holidays.length === 0 ? '' : ` (public holiday: ${holidays.join(', ')})`;
  return `${happened(event, report)}${named}`;
}

function happened(event: ReportEvent, report: Spoken): string {
  const { kind, measure, kwh, readings } = event;
  const energy = measureWords(measure, report).past(formatEnergy(kwh));
  switch (kind) {
    case 'SPIKE':
    case 'DROP':
      return `${energy}${compared(event, 'usual for that time')}`;
    case 'LEVEL_SHIFT':
      return `changed its level for ${duration(event)}: ${energy}${compared(event, 'at the level before')}`;
    case 'BASE_LOAD_RISE':
      return `took more all night, for ${duration(event)}${compared(event, 'its usual base load')}`;
    case 'DUTY_RISE':
      return `ran more from week to week, for ${duration(event)}${compared(event, 'in the weeks before')}`;
    case 'STUCK':
      return `gave the same reading ${plural(readings, 'time')} in a row: a meter that hangs?`;
    case 'DEAD':
      return `was at zero for ${duration(event)}${compared(event, 'usual for that time')}`;
    case 'NEGATIVE':
      return `had readings below zero, ${formatEnergy(kwh)} together: feed-in, or a meter that counts backwards?`;
    case 'IMPOSSIBLE':
      return `gave ${formatEnergy(kwh)}, many times what it ever reaches: a fault of the meter?`;
    case 'NIGHT_GENERATION':
      return `${energy} in the dark: a meter that is wired or read wrongly?`;
  }
}

function compared({ excess_kwh }: ReportEvent, than: string): string {
  if (excess_kwh === null) return '';
  return `, ${formatEnergy(Math.abs(excess_kwh))} ${excess_kwh < 0 ? 'less' : 'more'} than ${than}`;
}

/** From local time to local time: on the day that clocks change it is what a watch on the wall says. */
function duration({ start, end }: ReportEvent): string {
  const hours = Math.round((Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / 3_600_000);
  return hours < 48 ? plural(hours, 'hour') : plural(Math.round(hours / 24), 'day');
}

interface WrittenFor {
  readonly insights: Pick<Report['insights'], 'written_for'>;
}

/**
 * Whether events have a cost: what a household pays, which the settings assume, is no price of a region.
 * @param assumed whether nobody gave a price
 */
export function areCosted({ insights: { written_for } }: WrittenFor, assumed: boolean): boolean {
  return !(assumed && written_for?.kind === 'region');
}

/** `+1.17 EUR`; nothing where there is no price. */
export function eventCost({ cost, currency }: ReportEvent): string {
  if (cost === null || currency === null) return '';
  return `${cost > 0 ? '+' : ''}${formatMoney(cost, currency)}`;
}
