/**
 * What the demand of a site looks like. Demand is the mean power of an hour of the site's wall clock, kW: the energies
 * of its series in that hour over the time that they were measured in. Only hours count in which every series of the
 * site has a reading, so that a logger that pauses is no low demand.
 *
 *     base load   = 2.5 % quantile of the hours' demand             kW
 *     peak demand = highest quarter hour, or interval up to an hour  kW
 *     load factor = mean demand / peak demand                       0 to 1
 *     night share = demand from 22:00 to 06:00 / demand of all      0 to 1; an even load has 1/3
 *
 * Base load: the near-base load of Price, Methods for Analyzing Electric Load Shape and its Variability (Lawrence
 * Berkeley National Laboratory, LBNL-3713E, 2010), which a single outage does not drag to zero, as a minimum would be.
 */
export const BASE_QUANTILE = 0.025;

/** First hour of the night, and the first one after it. */
export const NIGHT = { from: 22, to: 6 } as const;

/** A day with less of its readings is not compared with others. */
export const COMPLETE_DAY = 0.9;

/** Periods that are compared are whole weeks, so that each has the same weekdays, and four of them at most. */
export const COMPARED_DAYS = { unit: 7, most: 28 } as const;

/** A year before: 52 weeks, so that weekdays meet their like. */
export const YEAR_DAYS = 364;
