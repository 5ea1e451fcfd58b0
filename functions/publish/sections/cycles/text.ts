/** Cycles in words and columns: the same on the page and in Markdown. */
import type { Cycles } from '../../../../shared/report/cycles.ts';
import { formatEnergy, formatNumber, formatPercent, plural } from '../../../../shared/text/format.ts';
import { DAYS_PER_WEEK, MINUTES_PER_DAY, MINUTES_PER_HOUR } from '../../../../shared/time-units.ts';

type Row = Cycles[number];

export const ABOUT =
  'By its own cycles; the medians are of whole ones. A fridge that runs more in the last weeks than in the first ' +
  'ones is fuller, in a warmer room, or fails.';

export const COLUMNS: readonly { readonly title: string; readonly cell: (row: Row) => string }[] = [
  { title: 'Runs', cell: often },
  { title: 'For', cell: ({ cycle_minutes: length }) => lasting(length) },
  { title: 'Rests for', cell: ({ rest_minutes: length }) => lasting(length) },
  { title: 'Energy of a cycle', cell: ({ cycle_kwh: kwh }) => (kwh === null ? '' : formatEnergy(kwh)) },
  { title: 'Share of the time', cell: ({ duty }) => formatPercent(duty) },
  { title: 'First and last weeks', cell: compared },
];

function often({ cycles, days, cycles_per_day: daily }: Row): string {
  if (daily >= 1) return times(daily, 'a day');
  return days < DAYS_PER_WEEK ? plural(cycles, 'time') : times(daily * DAYS_PER_WEEK, 'a week');
}

function times(count: number, period: string): string {
  const number = formatNumber(count);
  return number === '1' ? `once ${period}` : `${number} times ${period}`;
}

function lasting(minutes: number | null): string {
  if (minutes === null) return '';
  if (minutes < 2 * MINUTES_PER_HOUR) return `${formatNumber(minutes)} min`;
  if (minutes < 2 * MINUTES_PER_DAY) return `${formatNumber(minutes / MINUTES_PER_HOUR)} h`;
  return plural(Math.round(minutes / MINUTES_PER_DAY), 'day');
}

function compared({
  compared_days: days,
  earlier_duty: earlier,
  recent_duty: recent,
  duty_change: change,
}: Row): string {
  if (days === null || earlier === null || recent === null || change === null) return '';
  return `${formatPercent(earlier)}, now ${formatPercent(recent)} (${change > 0 ? '+' : ''}${formatPercent(change)})`;
}
