/** Which rate holds at which hour of a day, by the conditions that its author gave it. */
const HOURS_PER_DAY = 24;

/** What decides the rates of a day, apart from its version. */
export interface DayKind {
  /** 1 to 12. */
  readonly month: number;
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
  readonly holiday: boolean;
}

/** When a rate holds: each condition that is there must be met. */
export interface RateConditions {
  readonly hours?: readonly number[] | undefined;
  readonly weekdays?: readonly number[] | undefined;
  readonly months?: readonly number[] | undefined;
  readonly holidays?: boolean | undefined;
}

/**
 * The rate of each hour of a day: the first whose conditions hold.
 * @returns 24 positions in `rates`; undefined at an hour that no rate is for
 */
export function ratesOfDay(rates: readonly RateConditions[], day: DayKind): (number | undefined)[] {
  return Array.from({ length: HOURS_PER_DAY }, (_, hour) => {
    const found = rates.findIndex((rate) => holdsOn(rate, day) && (rate.hours?.includes(hour) ?? true));
    return found < 0 ? undefined : found;
  });
}

function holdsOn({ months, weekdays, holidays }: RateConditions, day: DayKind): boolean {
  return (
    (months?.includes(day.month) ?? true) &&
    (weekdays?.includes(day.weekday) ?? true) &&
    (holidays === undefined || holidays === day.holiday)
  );
}
