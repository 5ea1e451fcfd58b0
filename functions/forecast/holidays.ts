import type { Settings } from '../../shared/settings/settings.ts';
import { holidaysOf } from '../../shared/tariff/holidays.ts';
import type { History } from './history.ts';
import { dateOf } from './rows.ts';

export interface HolidayTest {
  readonly isHoliday: (day: number) => boolean;
  /** The holidays of all years that matter, `2026-12-25`. */
  readonly dates: readonly string[];
}

/**
 * The public holidays from the first day of any history to the last day of any forecast; none where no country is set.
 * @throws CalendarUnknown
 */
export async function holidayTest(settings: Settings, histories: readonly History[]): Promise<HolidayTest> {
  const { ENERGY_COUNTRY: country, ENERGY_FORECAST_DAYS: horizon } = settings;
  if (country === undefined || histories.length === 0) return { isHoliday: () => false, dates: [] };
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { days, lastDay } of histories) {
    first = Math.min(first, days[0] ?? lastDay);
    last = Math.max(last, lastDay + horizon);
  }
  const [from, to] = [first, last].map((day) => Number(dateOf(day).slice(0, 4)));
  const years = from === undefined || to === undefined ? [] : Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const dates = await holidaysOf(country, years);
  return { isHoliday: (day) => dates.has(dateOf(day)), dates: [...dates].sort() };
}
