/** How high the demand of a site is, when, and for how long. */
import { COST_TYPE, ENERGY_SUM_TYPE, type Table } from '../column.ts';
import { currency, dataset, measure, month, siteId } from '../common-columns.ts';

export const DEMAND_TABLES = {
  demand_data: {
    description: 'Demand from the grid by site and month: its peak, when it was, and what it cost',
    folder: 'processed/demand',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      { ...month, comment: 'Local month, such as 2026-10' },
      { name: 'kwh', type: ENERGY_SUM_TYPE, comment: 'From the grid, as far as its demand is known' },
      { name: 'hours', type: 'double', comment: 'Time of which the demand is known' },
      { name: 'mean_kw', type: 'double', comment: 'kwh / hours' },
      { name: 'peak_kw', type: 'double', comment: 'Mean power of the highest interval' },
      { name: 'peak_timestamp', type: 'timestamp', comment: 'Start of that interval, local; the first on a tie' },
      { name: 'peak_minutes', type: 'int', comment: 'Length of that interval: 15, 30 or 60' },
      { name: 'load_factor', type: 'double', comment: 'Mean / peak demand; null without a positive peak' },
      { name: 'billed_kw', type: 'double', comment: 'What the demand charges of the tariff count; null without one' },
      { name: 'demand_cost', type: COST_TYPE, comment: 'Of the demand charges, before taxes; null without one' },
      currency,
    ],
  },
  load_duration_data: {
    description: 'Load duration curve: the demand from the grid that is reached for a share of the time',
    folder: 'processed/load-duration',
    partitionKeys: [dataset],
    columns: [
      siteId,
      { name: 'percent', type: 'int', comment: 'Share of the time, 0 to 100: 0 is the peak, 100 the lowest demand' },
      { name: 'kw', type: 'double', comment: 'Demand that is reached or exceeded for that share of the time' },
    ],
  },
  load_shape_data: {
    description: 'What the demand of each site looks like: base load, peak, and how it compares',
    folder: 'processed/load',
    partitionKeys: [dataset],
    columns: [
      siteId,
      measure,
      { name: 'hours', type: 'bigint', comment: 'Hours in which every series of the site has readings' },
      {
        name: 'mean_kw',
        type: 'double',
        comment: 'Mean demand of these hours; null where readings are of more than an hour',
      },
      { name: 'base_load_kw', type: 'double', comment: 'Demand that 97.5 % of the hours exceed' },
      { name: 'peak_kw', type: 'double', comment: 'Demand of the highest quarter hour, or interval up to an hour' },
      { name: 'peak_timestamp', type: 'timestamp', comment: 'Start of that interval, local; the first on a tie' },
      { name: 'load_factor', type: 'double', comment: 'Mean / peak demand; null without a positive peak' },
      { name: 'night_share', type: 'double', comment: 'Share of the demand between 22:00 and 06:00, 0 to 1' },
      { name: 'weekday_kwh', type: 'double', comment: 'Mean complete day from Monday to Friday' },
      { name: 'weekend_kwh', type: 'double', comment: 'Mean complete Saturday or Sunday' },
      {
        name: 'compared_days',
        type: 'int',
        comment: 'Length of the two periods compared; null with less than two weeks of days',
      },
      { name: 'recent_kwh', type: 'double', comment: 'Mean complete day of the last period' },
      { name: 'previous_kwh', type: 'double', comment: 'Mean complete day of the period just before' },
      { name: 'change', type: 'double', comment: 'recent / previous - 1' },
      { name: 'peak_minutes', type: 'int', comment: 'Length of the interval of the peak: 15 to 60' },
      {
        name: 'year_days',
        type: 'int',
        comment:
          'Of the last four weeks, days that are complete both now and 52 weeks before; null with less than half',
      },
      { name: 'year_recent_kwh', type: 'double', comment: 'Mean of these days' },
      { name: 'year_previous_kwh', type: 'double', comment: 'Mean of the days 52 weeks before them' },
      { name: 'year_change', type: 'double', comment: 'year_recent / year_previous - 1' },
      {
        name: 'kwh_per_m2_year',
        type: 'double',
        comment: 'Of the last year, where nine of ten of its days are known; null without an area in config/sites.json',
      },
      {
        name: 'kwh_per_person_day',
        type: 'double',
        comment: 'Of the last year, as far as it is known; null without persons in config/sites.json',
      },
    ],
  },
  load_profile_data: {
    description: 'Mean demand of each site by hour of day, weekdays and weekends apart',
    folder: 'processed/profile',
    partitionKeys: [dataset],
    columns: [
      siteId,
      measure,
      { name: 'day_type', type: 'string', comment: 'weekday (Monday to Friday) or weekend' },
      { name: 'hour', type: 'int', comment: 'Local hour of day, 0 to 23' },
      { name: 'hours', type: 'bigint', comment: 'Hours that the mean is of' },
      { name: 'mean_kw', type: 'double', comment: 'Mean demand' },
    ],
  },
} as const satisfies Record<string, Table>;
