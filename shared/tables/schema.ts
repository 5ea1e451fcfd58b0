/**
 * The one declaration of every table: Glue's columns, the casts of every Parquet column, the data dictionary.
 * Types are Glue's. TIMESTAMP is without a zone; no HUGEINT and nothing unsigned, because Athena reads neither.
 */
import { EVENT_KINDS, SEVERITIES } from '../energy/anomalies.ts';
import { BILL_KIND_NAMES } from '../energy/bill-kinds.ts';
import { BASIS_NAMES, FLOW_NAMES, QUALITIES } from '../energy/flows.ts';
import { SHADOW_NAMES } from '../energy/shadows.ts';
import { keysOf } from '../keys-of.ts';

export type ColumnType =
  | 'string'
  | 'int'
  | 'bigint'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | `decimal(${number},${number})`;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly comment: string;
}

export interface Table {
  readonly description: string;
  /** Folder of the lake below which each dataset, run and attempt has its own prefix. */
  readonly folder: string;
  readonly columns: readonly Column[];
  readonly partitionKeys: readonly Column[];
}

/** Energy of one reading: exact to a nano-kWh, up to a billion kWh, in eight bytes. */
export const ENERGY_TYPE = 'decimal(18,9)';
/** A sum of energies. */
export const ENERGY_SUM_TYPE = 'decimal(38,9)';
/** A price of a kWh, or its CO2 in kg. */
export const PRICE_TYPE = 'decimal(13,6)';
/** An energy times a price, or a sum of them: exact. */
export const COST_TYPE = 'decimal(38,15)';

/** Folders of the lake that hold the record of each site, and its tables. */
export const RECORD_FOLDER = 'record';
export const RECORD_DATA_FOLDER = `${RECORD_FOLDER}/data`;

const dataset: Column = { name: 'dataset', type: 'string', comment: 'One uploaded file' };
const month: Column = { name: 'month', type: 'string', comment: 'Local month of the reading, such as 2026-10' };
const siteId: Column = { name: 'site_id', type: 'string', comment: 'Site: home, building, plant' };
const appliance: Column = {
  name: 'appliance',
  type: 'string',
  comment: 'Appliance, circuit or meter; total where there is none',
};
const measure: Column = { name: 'measure', type: 'string', comment: 'consumption or generation' };
const timestamp: Column = {
  name: 'timestamp',
  type: 'timestamp',
  comment: 'Start of the interval, wall clock at the site',
};
const SEVERITY_COMMENT = `${SEVERITIES.slice(0, -1).join(', ')} or ${SEVERITIES.at(-1)}`;
/** What of a sum of energies is not certain; both are in it. */
const uncertain: readonly Column[] = [
  {
    name: 'spread_kwh',
    type: ENERGY_SUM_TYPE,
    comment: 'Of it: from stretches of which only the whole is known (a bill, a gap of a register), spread evenly',
  },
  { name: 'impossible_kwh', type: ENERGY_SUM_TYPE, comment: 'Of it: readings that are not believed' },
];
const day: Column = { name: 'day', type: 'date', comment: 'Local date' };
const expected: Column = {
  name: 'expected',
  type: 'bigint',
  comment: 'Intervals that begin in it, by the clock of the site: a day may have 23 or 25 hours',
};
const completeness: Column = { name: 'completeness', type: 'double', comment: 'Readings / expected, 0 to 1' };
const currency: Column = {
  name: 'currency',
  type: 'string',
  comment: 'Of the tariff: a three-letter code such as EUR',
};
const tariff: Column = {
  name: 'tariff',
  type: 'string',
  comment: 'Name of the tariff in config/tariffs.json; settings where none fits the site',
};
const utc: Column = { name: 'utc', type: 'timestamp', comment: 'Start of the interval in UTC' };

const endUtc: Column = {
  name: 'end_utc',
  type: 'timestamp',
  comment: 'End of the interval in UTC; later than its usual one where the energy is of a longer stretch',
};
const flow: Column = {
  name: 'flow',
  type: 'string',
  comment: `What the energy does at the site: ${FLOW_NAMES.join(', ')}; see docs/MODEL.md`,
};
const basis: Column = {
  name: 'basis',
  type: 'string',
  comment: `What the site's balance stands on: ${BASIS_NAMES.join(', ')}; see docs/MODEL.md`,
};
const quality: Column = { name: 'quality', type: 'string', comment: QUALITIES.join(', ') };
/** An energy of the balance, with the same digits as a sum. */
const balanced = (name: string, comment: string): Column => ({ name, type: ENERGY_TYPE, comment });

const readingColumns = [
  siteId,
  appliance,
  timestamp,
  utc,
  { name: 'interval_minutes', type: 'double', comment: 'Length of the interval; null when it is not known' },
  {
    name: 'kwh',
    type: ENERGY_TYPE,
    comment: 'Energy used, at basis grid energy from the grid; null when the file does not give it',
  },
  {
    name: 'generated_kwh',
    type: ENERGY_TYPE,
    comment: 'Energy produced, at basis grid energy into the grid; null when the file does not give it',
  },
  flow,
  basis,
  quality,
  { name: 'series', type: 'string', comment: 'Series of upload_readings that it is; null where it was worked out' },
  endUtc,
] as const satisfies readonly Column[];

export const TABLES = {
  raw_energy_data: {
    description:
      'The energy of each site, each kWh of use once: its submeters and the rest, or the whole; ' +
      'sums over all rows are right. Null in the columns from flow on: written by an earlier release',
    folder: 'readings',
    partitionKeys: [siteId, month],
    columns: readingColumns,
  },
  shadowed_readings: {
    description:
      'Readings that are not in raw_energy_data because another upload tells of the same time; see docs/RECORD.md',
    folder: RECORD_DATA_FOLDER,
    partitionKeys: [siteId, month],
    columns: [
      ...readingColumns,
      { name: 'shadowed_by', type: 'string', comment: 'Dataset that counts instead' },
      { name: 'reason', type: 'string', comment: `${SHADOW_NAMES.join(', ')}; see docs/RECORD.md` },
    ],
  },
  balance_data: {
    description: 'The balance of each site, by the interval of its slowest term; a term that is not known is null',
    folder: 'balance',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      timestamp,
      utc,
      endUtc,
      basis,
      balanced('import_kwh', 'From the grid'),
      balanced('export_kwh', 'Into the grid'),
      balanced('production_kwh', 'Produced by the site'),
      balanced('charge_kwh', 'Into the battery'),
      balanced('discharge_kwh', 'From the battery'),
      balanced('use_kwh', 'Used by the site: by its own meter, else import - export + production + discharge - charge'),
      balanced(
        'self_used_kwh',
        'Produced and used or stored by the site itself: production - export where both are known',
      ),
      balanced('residual_kwh', 'Own meter - what the other terms give; a figure of quality'),
    ],
  },
  upload_readings: {
    description:
      'Every series of an upload as it was read, registers and powers as energies. Not meant to be summed: ' +
      'several of them may be the same energy',
    folder: 'upload-readings',
    partitionKeys: [dataset],
    columns: [
      siteId,
      { name: 'series', type: 'string', comment: 'Name of the series' },
      flow,
      {
        name: 'meter',
        type: 'string',
        comment: 'Point of delivery, serial number or register; null where the file names none',
      },
      {
        name: 'parent',
        type: 'string',
        comment: 'Series behind whose meter it is; null for one behind the own meter of the site',
      },
      quality,
      { name: 'unit', type: 'string', comment: 'Of the value' },
      timestamp,
      utc,
      endUtc,
      { name: 'value', type: ENERGY_TYPE, comment: 'The reading' },
    ],
  },
  processed_energy_data: {
    description: 'One row per site, appliance and measure',
    folder: 'processed/appliances',
    partitionKeys: [dataset],
    columns: [
      siteId,
      appliance,
      measure,
      { name: 'readings', type: 'bigint', comment: 'Number of readings' },
      { name: 'total_kwh', type: ENERGY_SUM_TYPE, comment: 'Exact sum' },
      { name: 'avg_kwh', type: 'double', comment: 'Mean of the readings' },
      { name: 'std_kwh', type: 'double', comment: 'Sample standard deviation; null for fewer than two readings' },
      { name: 'min_kwh', type: ENERGY_TYPE, comment: 'Smallest reading' },
      { name: 'max_kwh', type: ENERGY_TYPE, comment: 'Largest reading' },
      {
        name: 'share',
        type: 'double',
        comment: "Share of the site's total of this measure, 0 to 1; null when it is 0",
      },
      { name: 'peak_hour', type: 'int', comment: 'Hour of day with the highest mean, the earliest on a tie' },
      { name: 'first_timestamp', type: 'timestamp', comment: 'Start of the first interval, local' },
      { name: 'last_timestamp', type: 'timestamp', comment: 'Start of the last interval, local' },
      { name: 'interval_minutes', type: 'double', comment: 'Length of the interval' },
      { name: 'expected', type: 'bigint', comment: 'Intervals between the first and the last, both included' },
      { name: 'completeness', type: 'double', comment: 'Readings / expected, 0 to 1' },
    ],
  },
  daily_energy_data: {
    description: 'Totals by local day',
    folder: 'processed/daily',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      appliance,
      measure,
      day,
      { name: 'readings', type: 'bigint', comment: 'Number of readings' },
      { name: 'total_kwh', type: ENERGY_SUM_TYPE, comment: 'Exact sum' },
      expected,
      completeness,
      ...uncertain,
    ],
  },
  hourly_energy_data: {
    description: 'Profile by local hour of day, a month each',
    folder: 'processed/hourly',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      appliance,
      measure,
      { name: 'hour', type: 'int', comment: 'Local hour of day, 0 to 23' },
      { name: 'readings', type: 'bigint', comment: 'Number of readings' },
      { name: 'total_kwh', type: ENERGY_SUM_TYPE, comment: 'Exact sum' },
      { name: 'avg_kwh', type: 'double', comment: 'Mean of the readings of this hour' },
      { ...expected, comment: 'Intervals of this hour from the first to the last reading of the series in the month' },
      completeness,
    ],
  },
  cost_data: {
    description: 'What the energy consumed costs, by local day and tariff band, as if all of it came from the grid',
    folder: 'processed/costs',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      appliance,
      day,
      { name: 'band', type: 'string', comment: 'Band of the tariff, such as peak; "no tariff" where none is valid' },
      { name: 'readings', type: 'bigint', comment: 'Number of readings that begin in the band' },
      expected,
      completeness,
      { name: 'kwh', type: ENERGY_SUM_TYPE, comment: 'Energy consumed in the band, exact' },
      {
        name: 'price',
        type: PRICE_TYPE,
        comment: 'Of a kWh, the mean one where it changes within the day; null without one',
      },
      { name: 'cost', type: COST_TYPE, comment: 'kWh x price of its time, exact' },
      {
        name: 'shift_saving',
        type: COST_TYPE,
        comment: "At the day's dearest times: kwh x (price - the day's lowest price); 0 at the others",
      },
      { name: 'co2_kg', type: COST_TYPE, comment: "kwh x the tariff's CO2 factor, kg; null where it gives none" },
      currency,
      tariff,
    ],
  },
  bill_data: {
    description: 'What a site pays by local day: energy from the grid, standing charge, and what its exports earn',
    folder: 'processed/bills',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      day,
      { name: 'readings', type: 'bigint', comment: "Number of readings of the site's counted series" },
      { ...expected, comment: 'Intervals of the day, all counted series together' },
      completeness,
      { name: 'consumed_kwh', type: ENERGY_SUM_TYPE, comment: 'Used; null where it is not known, as at basis grid' },
      {
        name: 'generated_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'Produced; null where it is not known, as at basis grid',
      },
      {
        name: 'self_consumed_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'Produced and used or stored by the site itself; null where it cannot be known',
      },
      {
        name: 'imported_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'From the grid: by its meter, else consumed - self-consumed',
      },
      {
        name: 'exported_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'Into the grid: by its meter, else generated - self-consumed; null where neither is known',
      },
      { name: 'energy_cost', type: COST_TYPE, comment: 'Imported energy at the prices of its times' },
      { name: 'avoided_cost', type: COST_TYPE, comment: 'What the self-consumed energy would have cost to buy' },
      {
        name: 'standing_charge',
        type: COST_TYPE,
        comment: "Charges by time: the day's share of those of a month or year",
      },
      { name: 'export_revenue', type: COST_TYPE, comment: 'Exported energy at the export prices of its times' },
      {
        name: 'net_cost',
        type: COST_TYPE,
        comment:
          'Energy + network + standing charge + demand + minimum + taxes - export revenue; ' +
          'null on a day on which no version of the tariff is valid',
      },
      { name: 'co2_kg', type: COST_TYPE, comment: "Imported energy x the tariff's CO2 factor, kg" },
      currency,
      tariff,
      ...uncertain,
      {
        name: 'impossible_cost',
        type: COST_TYPE,
        comment: 'Of the readings that are not believed, at the prices of their hours',
      },
      { name: 'network_cost', type: COST_TYPE, comment: 'Imported energy at the network prices of its times' },
      {
        name: 'demand_cost',
        type: COST_TYPE,
        comment: "The month's charge on its highest demand, shared out over the days that are known",
      },
      {
        name: 'minimum_cost',
        type: COST_TYPE,
        comment: 'What the period lacks to its minimum, shared out over the days that are known',
      },
      { name: 'tax_cost', type: COST_TYPE, comment: 'Taxes of the day, each rounded once to the last digit' },
      {
        name: 'unpriced_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'Imported at times at which the tariff has no price: it is in no amount',
      },
      {
        name: 'split_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'Imported by readings across a change of the price: split by time',
      },
    ],
  },
  bill_line_data: {
    description: 'The lines of each bill by site and month: the amounts of a month add up to what it costs',
    folder: 'processed/bill-lines',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      { ...month, comment: 'Local month, such as 2026-10' },
      { name: 'kind', type: 'string', comment: `${BILL_KIND_NAMES.join(', ')}; see docs/TARIFFS.md` },
      { name: 'position', type: 'int', comment: 'Place among the lines of its kind in the tariff' },
      { name: 'name', type: 'string', comment: 'Band, charge or tax' },
      { name: 'quantity', type: ENERGY_SUM_TYPE, comment: 'kWh, kW or days; 0 where the line counts nothing' },
      { name: 'unit', type: 'string', comment: 'Of the quantity; empty where there is none' },
      { name: 'price', type: PRICE_TYPE, comment: 'Of one; null where it is not one price, or none' },
      { name: 'amount', type: COST_TYPE, comment: 'What it costs; below 0 where it earns; null without a price' },
      currency,
      tariff,
    ],
  },
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
  missing_data: {
    description: 'Stretches of time without the readings that a series should have; a gap is never a zero',
    folder: 'processed/missing',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      appliance,
      measure,
      { name: 'gap_start', type: 'timestamp', comment: 'Start of the first missing interval, wall clock at the site' },
      { name: 'gap_end', type: 'timestamp', comment: 'Start of the next reading, wall clock at the site' },
      { name: 'gap_start_utc', type: 'timestamp', comment: 'Start of the first missing interval in UTC' },
      { name: 'missing', type: 'bigint', comment: 'Missing intervals' },
    ],
  },
  anomaly_data: {
    description: 'Readings that are out of the ordinary',
    folder: 'anomalies',
    partitionKeys: [dataset],
    columns: [
      siteId,
      appliance,
      measure,
      timestamp,
      utc,
      { name: 'kwh', type: ENERGY_TYPE, comment: 'The reading' },
      { name: 'kind', type: 'string', comment: 'Z_SCORE or NEGATIVE' },
      { name: 'direction', type: 'string', comment: 'HIGH or LOW' },
      { name: 'severity', type: 'string', comment: SEVERITY_COMMENT },
      { name: 'z_score', type: 'double', comment: '(reading - mean) / standard deviation; null when that is 0' },
      { name: 'threshold', type: 'double', comment: 'The bound that was crossed, in kWh' },
      { name: 'mean_kwh', type: 'double', comment: "Mean of the series' readings" },
      { name: 'std_kwh', type: 'double', comment: "Sample standard deviation of the series' readings" },
    ],
  },
  anomaly_event_data: {
    description: 'Events: anomalous readings that follow one another, and odd days',
    folder: 'anomalies/events',
    partitionKeys: [dataset],
    columns: [
      siteId,
      appliance,
      measure,
      {
        name: 'kind',
        type: 'string',
        comment: `${EVENT_KINDS.join(', ')}; see docs/METHODS.md`,
      },
      { name: 'direction', type: 'string', comment: 'HIGH or LOW' },
      { name: 'severity', type: 'string', comment: SEVERITY_COMMENT },
      { name: 'start_timestamp', type: 'timestamp', comment: 'Start of the first interval, wall clock at the site' },
      { name: 'end_timestamp', type: 'timestamp', comment: 'End of the last interval, wall clock at the site' },
      { name: 'start_utc', type: 'timestamp', comment: 'The same start in UTC' },
      { name: 'end_utc', type: 'timestamp', comment: 'The same end in UTC' },
      { name: 'readings', type: 'bigint', comment: 'Readings from start to end' },
      { name: 'kwh', type: ENERGY_SUM_TYPE, comment: 'Their exact sum' },
      { name: 'expected_kwh', type: ENERGY_SUM_TYPE, comment: 'What would have been usual; null when it is not known' },
      {
        name: 'excess_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'kwh - expected_kwh; negative when less was used than usual',
      },
      {
        name: 'cost',
        type: COST_TYPE,
        comment: 'Of the excess at the prices of its hours; null for generation, and where an hour has no price',
      },
      { name: 'currency', type: 'string', comment: 'Of the cost; null for generation' },
      { name: 'score', type: 'double', comment: 'How many times the bound of its kind was reached, 1 or more' },
    ],
  },
  forecast_data: {
    description: 'Daily totals to come',
    folder: 'forecast',
    partitionKeys: [dataset],
    columns: [
      siteId,
      measure,
      { name: 'ds', type: 'date', comment: 'Local date' },
      { name: 'yhat', type: 'double', comment: 'Expected total of the day, kWh' },
      { name: 'yhat_lower', type: 'double', comment: 'Lower bound of the 80 % interval, kWh' },
      { name: 'yhat_upper', type: 'double', comment: 'Upper bound of the 80 % interval, kWh' },
      { name: 'model', type: 'string', comment: 'ensemble, or seasonal-naive where nothing was better' },
    ],
  },
  hourly_forecast_data: {
    description: 'The forecast days by hour, where readings are of an hour or less',
    folder: 'forecast/hourly',
    partitionKeys: [dataset],
    columns: [
      siteId,
      measure,
      { name: 'timestamp', type: 'timestamp', comment: 'Start of the hour, wall clock at the site' },
      {
        name: 'yhat',
        type: 'double',
        comment: 'Expected energy of the hour, kWh; the hours of a day add up to its yhat',
      },
    ],
  },
  forecast_model_data: {
    description:
      'How each model did on the past of a series: a backtest from several days, each knowing only what came before',
    folder: 'forecast/models',
    partitionKeys: [dataset],
    columns: [
      siteId,
      measure,
      { name: 'model', type: 'string', comment: 'Name of the model; ensemble is the weighted mean of the others' },
      { name: 'chosen', type: 'boolean', comment: 'Whether the forecast is from it' },
      { name: 'weight', type: 'double', comment: 'Its share of the forecast, 0 to 1' },
      { name: 'origins', type: 'int', comment: 'Days from which it was tried' },
      { name: 'scored_days', type: 'int', comment: 'Forecast days whose outcome is known' },
      { name: 'mae_kwh', type: 'double', comment: 'Mean absolute error, kWh; null when nothing could be scored' },
      { name: 'wape', type: 'double', comment: 'Sum of absolute errors / sum of outcomes' },
      { name: 'mase', type: 'double', comment: 'Mean absolute error / mean change from week to week of the training' },
      {
        name: 'relative_error',
        type: 'double',
        comment: 'Mean absolute error / that of seasonal naive on the same days; below 1 is better',
      },
      { name: 'coverage', type: 'double', comment: 'Share of the outcomes within the 80 % interval' },
      { name: 'training_days', type: 'int', comment: 'Complete days that the forecast was made from' },
      { name: 'earlier_days', type: 'int', comment: 'How many of these are from other uploads' },
      {
        name: 'incomplete_days',
        type: 'int',
        comment: 'Days with readings that were left out, too many being missing',
      },
    ],
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof TABLES;
/** In the order of their declaration. */
export const TABLE_NAMES = keysOf(TABLES);

/**
 * Tables of the record: a partition is a month of a site, made of all uploads that tell of it. Others have one an
 * upload.
 */
export const RECORD_TABLES = [
  'raw_energy_data',
  'shadowed_readings',
  'balance_data',
  'daily_energy_data',
  'hourly_energy_data',
  'cost_data',
  'bill_data',
  'bill_line_data',
  'demand_data',
  'missing_data',
] as const satisfies readonly TableName[];
export type RecordTable = (typeof RECORD_TABLES)[number];

export function isRecordTable(table: TableName): table is RecordTable {
  return RECORD_TABLES.some((each) => each === table);
}

/** Tables of which an upload has a partition of its own. */
export const UPLOAD_TABLES: readonly TableName[] = TABLE_NAMES.filter((table) => !isRecordTable(table));

const commit: Column = { name: 'commit', type: 'string', comment: 'Version of the month that the row is in' };
/** What each row that is from one upload says of it, beside what the upload's own file holds. */
const fromUpload: readonly Column[] = [
  { ...dataset, comment: 'Upload that the row is from' },
  { name: 'uploaded', type: 'timestamp', comment: 'When that was uploaded, UTC' },
];
const readingOrigin: readonly Column[] = [
  ...fromUpload,
  { name: 'time_zone', type: 'string', comment: 'Zone of the wall clock at the site' },
  commit,
];
/** What a row says that sums up readings. */
const sumOrigin: readonly Column[] = [
  { ...dataset, comment: 'Upload of its readings; of several the last one' },
  commit,
];

/** What the files of the record hold beside what those of an upload do. */
const ORIGIN: Readonly<Record<RecordTable, readonly Column[]>> = {
  raw_energy_data: readingOrigin,
  shadowed_readings: readingOrigin,
  balance_data: [...fromUpload, commit],
  daily_energy_data: sumOrigin,
  hourly_energy_data: sumOrigin,
  cost_data: sumOrigin,
  bill_data: sumOrigin,
  bill_line_data: sumOrigin,
  demand_data: sumOrigin,
  missing_data: sumOrigin,
};

/** The columns of a table's files as it is queried; the partition's values are not in them. */
export function queriedColumns(table: TableName): readonly Column[] {
  const { columns, partitionKeys } = TABLES[table];
  if (!isRecordTable(table)) return columns;
  const keys = new Set<string>(partitionKeys.map(({ name }) => name));
  return [...columns.filter(({ name }) => !keys.has(name)), ...ORIGIN[table]];
}

export const DATABASE_NAME = 'energy_db';

export const MEASURES = ['consumption', 'generation'] as const;
export type Measure = (typeof MEASURES)[number];

/** The DuckDB type that is written as this Glue type. */
export function duckdbType(type: ColumnType): string {
  switch (type) {
    case 'string':
      return 'VARCHAR';
    case 'int':
      return 'INTEGER';
    default:
      return type.toUpperCase();
  }
}

/**
 * The select list that gives a relation exactly a table's columns, in order and type: every Parquet file is written
 * through it, because DuckDB's own result types drift (an hour is BIGINT, a sum of integers HUGEINT).
 * @param types DuckDB types by column, where another one is written as the same Parquet type: an ENUM is a string there
 */
export function castColumns(table: TableName, types: Readonly<Record<string, string | undefined>> = {}): string {
  return castOf(TABLES[table].columns, types);
}

/** As `castColumns`, for the files of a record's table. */
export function castQueriedColumns(table: RecordTable): string {
  return castOf(queriedColumns(table), {});
}

function castOf(columns: readonly Column[], types: Readonly<Record<string, string | undefined>>): string {
  return columns
    .map(({ name, type }) => `CAST("${name}" AS ${types[name] ?? duckdbType(type)}) AS "${name}"`)
    .join(', ');
}
