/** Two appliances and a roof over two days, small enough to check by hand. */
import { type Insights, NO_CALL } from '../../../../shared/report/insights.ts';
import type { Queries } from './run.ts';

function values(columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const sql = (value: string | number | null) =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
  const lines = rows.map((row) => `(${row.map(sql).join(', ')})`);
  return `SELECT * FROM (VALUES ${lines.join(', ')}) AS t(${columns.join(', ')}) ORDER BY ALL`;
}

/** Of sums of energies: what is not certain. */
const UNCERTAIN = ['spread_kwh', 'impossible_kwh'] as const;

/** @param ac what the first appliance is called */
export function smallTables(ac = 'AC'): Required<Queries> {
  const fridge = 'Fridge';
  const use = 'consumption';
  const sun = 'generation';
  const [first, last] = ['2026-10-01 07:00:00', '2026-10-02 18:00:00'];
  return {
    balance_data: values(
      [
        ...[
          'site_id',
          'timestamp',
          'utc',
          'end_utc',
          'basis',
          'import_kwh',
          'export_kwh',
          'production_kwh',
          'charge_kwh',
        ],
        ...['discharge_kwh', 'use_kwh', 'self_used_kwh', 'residual_kwh'],
      ],
      [
        [
          'home',
          '2026-10-01 07:00:00',
          '2026-10-01 05:00:00',
          '2026-10-01 06:00:00',
          'house',
          1,
          8,
          10,
          null,
          null,
          2.25,
          2,
          0.25,
        ],
        [
          'home',
          '2026-10-02 18:00:00',
          '2026-10-02 16:00:00',
          '2026-10-02 17:00:00',
          'house',
          4,
          8,
          10,
          null,
          null,
          10.25,
          2,
          -0.25,
        ],
      ],
    ),
    processed_energy_data: values(
      [
        ...['site_id', 'appliance', 'measure', 'readings', 'total_kwh', 'avg_kwh', 'std_kwh', 'min_kwh', 'max_kwh'],
        ...['share', 'peak_hour', 'first_timestamp', 'last_timestamp', 'interval_minutes', 'expected', 'completeness'],
      ],
      [
        ['home', ac, use, 4, 10, 2.5, 1.29, 1, 4, 0.8, 18, first, last, 60, 4, 1],
        ['home', fridge, use, 4, 2.5, 0.625, 0.1, 0.2, 1, 0.2, 7, first, last, 60, 5, 0.8],
        ['home', 'Roof', sun, 2, 20, 10, 0, 10, 10, 1, 7, first, last, 60, 2, 1],
      ],
    ),
    daily_energy_data: values(
      ['site_id', 'appliance', 'measure', 'day', 'readings', 'total_kwh', 'expected', 'completeness', ...UNCERTAIN],
      [
        ['home', ac, use, '2026-10-01', 2, 4, 2, 1, 0, 0],
        ['home', ac, use, '2026-10-02', 2, 6, 2, 1, 0, 0],
        ['home', fridge, use, '2026-10-01', 2, 1.25, 2, 1, 0, 0],
        ['home', fridge, use, '2026-10-02', 2, 1.25, 2, 1, 0, 0],
        ['home', 'Roof', sun, '2026-10-01', 1, 10, 1, 1, 0, 0],
        ['home', 'Roof', sun, '2026-10-02', 1, 10, 1, 1, 0, 0],
      ],
    ),
    // All together: (3 + 2) / 4 = 1.25 at 7 o'clock, (7 + 0.5) / 4 = 1.875 at 18.
    hourly_energy_data: values(
      ['site_id', 'appliance', 'measure', 'hour', 'readings', 'total_kwh', 'avg_kwh', 'expected', 'completeness'],
      [
        ['home', ac, use, 7, 2, 3, 1.5, 2, 1],
        ['home', ac, use, 18, 2, 7, 3.5, 2, 1],
        ['home', fridge, use, 7, 2, 2, 1, 2, 1],
        ['home', fridge, use, 18, 2, 0.5, 0.25, 2, 1],
        ['home', 'Roof', sun, 7, 2, 20, 10, 2, 1],
      ],
    ),
    // At 18:00 a kWh costs 0.4, at 07:00 0.3; the roof feeds in 16 kWh at 0.1.
    cost_data: values(
      [
        ...['site_id', 'appliance', 'day', 'band', 'readings', 'expected', 'completeness', 'kwh', 'price', 'cost'],
        ...['shift_saving', 'co2_kg', 'currency', 'tariff'],
      ],
      [
        ['home', ac, '2026-10-01', 'day', 1, 1, 1, 1, 0.3, 0.3, 0, 0.4, 'EUR', ac],
        ['home', ac, '2026-10-01', ac, 1, 1, 1, 3, 0.4, 1.2, 0.3, 1.2, 'EUR', ac],
        ['home', ac, '2026-10-02', 'day', 1, 1, 1, 2, 0.3, 0.6, 0, 0.8, 'EUR', ac],
        ['home', ac, '2026-10-02', ac, 1, 1, 1, 4, 0.4, 1.6, 0.4, 1.6, 'EUR', ac],
        ['home', fridge, '2026-10-01', 'day', 2, 2, 1, 1.25, 0.3, 0.375, 0, 0.5, 'EUR', ac],
        ['home', fridge, '2026-10-02', 'day', 2, 3, 0.67, 1.25, 0.3, 0.375, 0, 0.5, 'EUR', ac],
      ],
    ),
    bill_data: values(
      [
        ...['site_id', 'day', 'readings', 'expected', 'completeness', 'consumed_kwh', 'generated_kwh'],
        ...['self_consumed_kwh', 'imported_kwh', 'exported_kwh', 'energy_cost', 'avoided_cost', 'standing_charge'],
        ...['export_revenue', 'net_cost', 'co2_kg', 'currency', 'tariff', ...UNCERTAIN, 'impossible_cost'],
        ...['network_cost', 'demand_cost', 'minimum_cost', 'tax_cost', 'unpriced_kwh', 'split_kwh'],
        'variable_cost',
      ],
      [
        [
          ...['home', '2026-10-01', 5, 5, 1, 5.25, 10, 2, 3.25, 8, 1.25, 0.75, 0.5, 0.8, 0.95, 1.3, 'EUR', ac],
          ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 1.25],
        ],
        [
          ...['home', '2026-10-02', 5, 6, 0.83, 7.25, 10, 2, 5.25, 8, 1.95, 0.75, 0.5, 0.8, 1.65, 2.1, 'EUR', ac],
          ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 1.95],
        ],
      ],
    ),
    bill_line_data: values(
      ['site_id', 'month', 'kind', 'position', 'name', 'quantity', 'unit', 'price', 'amount', 'currency', 'tariff'],
      [
        ['home', '2026-10', 'energy', 0, ac, 6.5, 'kWh', 0.4, 2.6, 'EUR', ac],
        ['home', '2026-10', 'energy', 0, 'day', 2, 'kWh', 0.3, 0.6, 'EUR', ac],
        ['home', '2026-10', 'fee', 0, 'Standing charge', 2, 'day', null, 1, 'EUR', ac],
        ['home', '2026-10', 'export', 0, 'export', 16, 'kWh', 0.1, -1.6, 'EUR', ac],
      ],
    ),
    demand_data: values(
      [
        ...['site_id', 'month', 'kwh', 'hours', 'mean_kw', 'peak_kw', 'peak_timestamp', 'peak_minutes', 'load_factor'],
        ...['billed_kw', 'demand_cost', 'currency'],
      ],
      [['home', '2026-10', 8.5, 4, 2.125, 4.5, last, 60, 0.472, 4.5, 1.35, 'EUR']],
    ),
    load_duration_data: values(
      ['site_id', 'percent', 'kw'],
      [
        ['home', 0, 4.5],
        ['home', 50, 2],
        ['home', 100, 0.5],
      ],
    ),
    load_shape_data: values(
      [
        ...['site_id', 'measure', 'hours', 'mean_kw', 'base_load_kw', 'peak_kw', 'peak_timestamp', 'load_factor'],
        ...['night_share', 'weekday_kwh', 'weekend_kwh', 'compared_days', 'recent_kwh', 'previous_kwh', 'change'],
        ...['peak_minutes', 'year_days', 'year_recent_kwh', 'year_previous_kwh', 'year_change'],
        ...['kwh_per_m2_year', 'kwh_per_person_day'],
      ],
      [['home', use, 4, 3.125, 0.5, 4.5, last, 0.694, 0, 6, 7.5, 7, 6, 8, -0.25, 60, 20, 6.6, 6, 0.1, 18.25, 2]],
    ),
    load_profile_data: values(
      ['site_id', 'measure', 'day_type', 'hour', 'hours', 'mean_kw'],
      [
        ['home', use, 'weekday', 7, 2, 2.5],
        ['home', use, 'weekend', 18, 2, 3.75],
      ],
    ),
    // Both days are too few for a model.
    temperature_data: values(
      ['site_id', 'series', 'day', 'celsius', 'readings'],
      [
        ['home', 'Outdoor (°C)', '2026-10-01', 8.3, 24],
        ['home', 'Outdoor (°C)', '2026-10-02', 12, 24],
      ],
    ),
    power_factor_data: values(
      ['site_id', 'series', 'month', 'kwh', 'kvarh', 'power_factor'],
      [['home', 'Reactive (kvarh)', '2026-10', 3, 4, 0.6]],
    ),
    phase_data: values(
      [
        ...['site_id', 'flow', 'month', 'l1_kwh', 'l2_kwh', 'l3_kwh', 'l1_peak_kw', 'l2_peak_kw', 'l3_peak_kw'],
        ...['imbalance', 'difference_kw', 'difference_timestamp'],
      ],
      [['home', 'import', '2026-10', 4, 2, 2.5, 3, 1, 2, 0.31, 2.5, last]],
    ),
    cycle_data: values(
      [
        ...['site_id', 'appliance', 'days', 'cycles', 'cycles_per_day', 'cycle_minutes', 'rest_minutes', 'cycle_kwh'],
        ...['kwh', 'duty', 'compared_days', 'earlier_duty', 'recent_duty', 'duty_change'],
      ],
      [['home', fridge, 84, 1344, 16, 30, 60, 0.044, 59.136, 0.33, 28, 0.3, 0.45, 0.5]],
    ),
    missing_data: values(
      ['site_id', 'appliance', 'measure', 'gap_start', 'gap_end', 'gap_start_utc', 'missing'],
      [['home', fridge, use, '2026-10-02 07:00:00', '2026-10-02 08:00:00', '2026-10-02 05:00:00', 1]],
    ),
    anomaly_data: values(
      [
        ...['site_id', 'appliance', 'measure', 'timestamp', 'utc', 'kwh', 'kind', 'direction', 'severity'],
        ...['z_score', 'threshold', 'mean_kwh', 'std_kwh'],
      ],
      [
        [
          'home',
          ac,
          use,
          '2026-10-01 18:00:00',
          '2026-10-01 16:00:00',
          3,
          'Z_SCORE',
          'HIGH',
          'LOW',
          2.1,
          2.9,
          2.5,
          1.29,
        ],
        [
          'home',
          ac,
          use,
          '2026-10-02 18:00:00',
          '2026-10-02 16:00:00',
          4,
          'Z_SCORE',
          'HIGH',
          'HIGH',
          4.5,
          2.9,
          2.5,
          1.29,
        ],
        [
          'home',
          fridge,
          use,
          '2026-10-01 07:00:00',
          '2026-10-01 05:00:00',
          -1,
          'NEGATIVE',
          'LOW',
          'HIGH',
          null,
          0,
          0.6,
          0,
        ],
      ],
    ),
    anomaly_event_data: values(
      [
        ...['site_id', 'appliance', 'measure', 'kind', 'direction', 'severity', 'start_timestamp', 'end_timestamp'],
        ...['start_utc', 'end_utc', 'readings', 'kwh', 'expected_kwh', 'excess_kwh', 'cost', 'currency', 'score'],
      ],
      [
        [
          ...['home', ac, use, 'SPIKE', 'HIGH', 'HIGH', '2026-10-02 18:00:00', '2026-10-02 19:00:00'],
          ...['2026-10-02 16:00:00', '2026-10-02 17:00:00', 1, 4, 1.5, 2.5, 0.75, 'EUR', 3.25],
        ],
        [
          ...['home', 'Roof', sun, 'NEGATIVE', 'LOW', 'HIGH', '2026-10-01 07:00:00', '2026-10-01 08:00:00'],
          ...['2026-10-01 05:00:00', '2026-10-01 06:00:00', 1, -1, null, null, null, null, 1],
        ],
      ],
    ),
    forecast_data: values(
      ['site_id', 'measure', 'ds', 'yhat', 'yhat_lower', 'yhat_upper', 'model'],
      [
        ['home', use, '2026-10-03', 6, 5, 7, 'ensemble'],
        ['home', use, '2026-10-04', 6.5, 5.5, 7.5, 'ensemble'],
      ],
    ),
    hourly_forecast_data: values(
      ['site_id', 'measure', 'timestamp', 'yhat', 'yhat_lower', 'yhat_upper'],
      [
        ['home', use, '2026-10-03 07:00:00', 2, 1.5, 2.5],
        ['home', use, '2026-10-03 18:00:00', 4, 3, 5],
      ],
    ),
    // Off by 0.5 of 5 kWh a day, where repeating the week before was off by 0.8.
    forecast_model_data: values(
      [
        ...['site_id', 'measure', 'model', 'chosen', 'weight', 'origins', 'scored_days', 'mae_kwh', 'wape', 'mase'],
        ...['relative_error', 'coverage', 'training_days', 'earlier_days', 'incomplete_days'],
      ],
      [
        ['home', use, 'ensemble', 'true', 1, 14, 77, 0.5, 0.1, 0.6, 0.625, 0.8125, 30, 28, 1],
        ['home', use, 'prophet', 'false', 1, 4, 22, 0.55, 0.11, 0.66, 0.6875, 0.75, 30, 28, 1],
        ['home', use, 'seasonal-naive', 'false', 0, 14, 77, 0.8, 0.16, 0.96, 1, 0.79, 30, 28, 1],
      ],
    ),
  };
}

export const smallInsights: Insights = {
  provider: 'rules',
  ...NO_CALL,
  fallback: null,
  written_for: { kind: 'home', by: 'energy' },
  currency: 'EUR',
  assistant: [
    {
      code: 'SHIFT_LOAD',
      title: 'Move the evening',
      text: 'Run it later.',
      site_id: 'home',
      appliance: 'AC',
      saving_kwh_per_year: null,
      saving_per_year: 12.5,
      payback_years: null,
    },
  ],
  auditor: [],
};

export const smallInput = {
  rows: { read: 10 },
  readings: { accepted: 10, rejected: 1, missing: 0, duplicates: 2 },
  rejectedByCode: { VALUE_INVALID: 1 },
  period: { from: '2026-10-01T07:00:00', to: '2026-10-02T19:00:00', days: 2 },
  measures: ['consumption' as const, 'generation' as const],
};
