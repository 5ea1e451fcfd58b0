/** Lengths of time in the units that the platform (milliseconds) and SQL (microseconds) count in. */

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export const SECOND_US = 1_000_000;
export const MINUTE_US = 60 * SECOND_US;
export const HOUR_US = 60 * MINUTE_US;
/** Of 24 hours: a local day may have another one. */
export const DAY_US = 24 * HOUR_US;

/** Of a day without a change of the clock. */
export const HOURS_PER_DAY = 24;
export const MINUTES_PER_HOUR = 60;
/** Of 24 hours. */
export const MINUTES_PER_DAY = 1440;

export const DAYS_PER_WEEK = 7;
export const HOURS_PER_WEEK = DAYS_PER_WEEK * HOURS_PER_DAY;
/** Of a mean year of the calendar. */
export const HOURS_PER_YEAR = 365.25 * HOURS_PER_DAY;
