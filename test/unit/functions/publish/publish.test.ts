import { GetPartitionsCommand } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PublishContext, publish } from '../../../../functions/publish/publish.ts';
import { type PublishInput, publishOutputSchema } from '../../../../shared/contract.ts';
import { readManifest } from '../../../../shared/lake/manifest-store.ts';
import { type Report, reportSchema } from '../../../../shared/report/report.ts';
import type { Catalog } from '../../../../shared/tables/catalog-port.ts';
import { createStepContext, type Observed } from '../../../helpers/step-context.ts';
import { KEY, prepareRun, type RunOptions } from './run.ts';
import { smallInput, smallInsights, smallTables } from './small.ts';
import { BUCKET, DATABASE, type LocalLake, startLake } from './stack.ts';

let local: LocalLake;
let dataset = '';
let count = 0;

beforeAll(async () => {
  local = await startLake();
});
afterAll(() => local.close());
beforeEach(() => {
  count += 1;
  dataset = `set-${count}`;
});

type TestContext = PublishContext & { readonly observed: Observed };

function contextOf(attempt = 'a-1', catalog: Catalog = local.catalog): TestContext {
  return { ...createStepContext(local.lake, local.folder, { attempt }), catalog };
}

function prepared(context: PublishContext, options: RunOptions = {}, ac?: string): Promise<PublishInput> {
  const input = { ...smallInput, dataset, ...options.input };
  return prepareRun(context, smallTables(ac), { insights: smallInsights, ...options, input });
}

async function textOf(key: string): Promise<string> {
  return (await local.lake.getText(key))?.text ?? '';
}

async function reportAt(prefix: string | null): Promise<Report> {
  return reportSchema.parse(JSON.parse(await textOf(`${prefix}report.json`)));
}

/** 4 of 20 generated and of 12.5 consumed. */
const SOLAR = {
  consumed_kwh: 12.5,
  generated_kwh: 20,
  self_consumed_kwh: 4,
  imported_kwh: 8.5,
  exported_kwh: 16,
  self_consumption: 0.2,
  self_sufficiency: 0.32,
};

/** Two days: 1.25 + 1.95 for energy, twice 0.5 to stand, twice 0.8 earned. */
const BILL = {
  days: 2,
  days_without_tariff: 0,
  imported_kwh: 8.5,
  exported_kwh: 16,
  energy_cost: 3.2,
  standing_charge: 1,
  export_revenue: 1.6,
  net_cost: 2.6,
  spread_kwh: 0,
  impossible_kwh: 0,
  unpriced_kwh: 0,
  split_kwh: 0,
  net_cost_without_impossible: null,
  average_price: 3.2 / 8.5,
  co2_kg: 3.4,
};

describe('publish', () => {
  it('writes the report that the tables give', async () => {
    const context = contextOf();
    const output = await publish(await prepared(context), context);
    const prefix = `reports/dataset=${dataset}/run=run-1/attempt=a-1/`;
    expect(publishOutputSchema.parse(output)).toEqual({
      ...{ outcome: 'PUBLISHED', run: 'run-1', dataset, report: prefix, rows: 10 },
    });
    const series = { site_id: 'home', readings: 4 };
    expect(await reportAt(prefix)).toEqual({
      dataset,
      same_bytes: null,
      overlap: null,
      file_cost: null,
      source: { bucket: BUCKET, key: KEY, version: null },
      run: 'run-1',
      status: 'PUBLISHED',
      timeZone: 'Europe/Berlin',
      period: smallInput.period,
      rows: { read: 10 },
      readings: smallInput.readings,
      layout: null,
      rejected: { by_code: { VALUE_INVALID: 1 }, quarantine: null },
      climate: [],
      cycles: [],
      power: { factors: [], phases: [] },
      consumption: {
        total_kwh: 12.5,
        impossible_kwh: 0,
        daily_average_kwh: 6.25,
        peak_hour: 18,
        peak_day: { day: '2026-10-02', kwh: 7.25 },
        appliances: [
          {
            ...series,
            appliance: 'AC',
            ...{ total_kwh: 10, avg_kwh: 2.5, std_kwh: 1.29, min_kwh: 1, max_kwh: 4 },
            ...{ share: 0.8, peak_hour: 18, completeness: 1 },
          },
          {
            ...series,
            appliance: 'Fridge',
            ...{ total_kwh: 2.5, avg_kwh: 0.625, std_kwh: 0.1, min_kwh: 0.2, max_kwh: 1 },
            ...{ share: 0.2, peak_hour: 7, completeness: 0.8 },
          },
        ],
      },
      generation: {
        total_kwh: 20,
        impossible_kwh: 0,
        net_kwh: 7.5,
        sites: [
          {
            site_id: 'home',
            appliance: 'Roof',
            ...{ readings: 2, total_kwh: 20, avg_kwh: 10, std_kwh: 0, min_kwh: 10, max_kwh: 10 },
            ...{ share: 1, peak_hour: 7, completeness: 1 },
          },
        ],
      },
      load: {
        sites: [
          {
            site_id: 'home',
            measure: 'consumption',
            mean_kw: 3.125,
            base_load_kw: 0.5,
            peak_kw: 4.5,
            peak_at: '2026-10-02T18:00:00',
            load_factor: 0.694,
            night_share: 0,
            weekday_kwh: 6,
            weekend_kwh: 7.5,
            compared_days: 7,
            recent_kwh: 6,
            previous_kwh: 8,
            change: -0.25,
            peak_minutes: 60,
            ...{ year_days: 20, year_recent_kwh: 6.6, year_previous_kwh: 6, year_change: 0.1 },
            ...{ kwh_per_m2_year: 18.25, kwh_per_person_day: 2 },
          },
        ],
        months: [
          {
            ...{ site_id: 'home', month: '2026-10', peak_kw: 4.5, peak_at: '2026-10-02T18:00:00', peak_minutes: 60 },
            ...{ load_factor: 0.472, demand_cost: 1.35, currency: 'EUR' },
          },
        ],
        years: [
          {
            ...{ site_id: 'home', year: '2026', months: 1, peak_kw: 4.5, peak_at: '2026-10-02T18:00:00' },
            ...{ demand_cost: 1.35, currency: 'EUR' },
          },
        ],
        duration: {
          ...{ site_id: 'home', hours: 4 },
          points: [
            { percent: 0, kw: 4.5 },
            { percent: 50, kw: 2 },
            { percent: 100, kw: 0.5 },
          ],
        },
        profile: [
          { measure: 'consumption', day_type: 'weekday', hour: 7, mean_kw: 2.5 },
          { measure: 'consumption', day_type: 'weekend', hour: 18, mean_kw: 3.75 },
        ],
      },
      solar: {
        ...SOLAR,
        interval_minutes: 60,
        avoided_costs: [{ currency: 'EUR', amount: 1.5 }],
        sites: [{ site_id: 'home', ...SOLAR }],
      },
      completeness: {
        readings: 10,
        expected: 11,
        ratio: 10 / 11,
        series: 3,
        series_with_gaps: 1,
        ranges: 1,
        longest: [
          {
            site_id: 'home',
            appliance: 'Fridge',
            measure: 'consumption',
            from: '2026-10-02T07:00:00',
            to: '2026-10-02T08:00:00',
            missing: 1,
          },
        ],
      },
      money: {
        totals: [{ currency: 'EUR', gross_cost: 4.45, ...BILL }],
        sites: [{ site_id: 'home', tariff: 'AC', prices: null, currency: 'EUR', ...BILL }],
        lines: [
          { kind: 'energy', name: 'AC', quantity: 6.5, unit: 'kWh', amount: 2.6, currency: 'EUR' },
          { kind: 'energy', name: 'day', quantity: 2, unit: 'kWh', amount: 0.6, currency: 'EUR' },
          { kind: 'fee', name: 'Standing charge', quantity: 2, unit: 'day', amount: 1, currency: 'EUR' },
          { kind: 'export', name: 'export', quantity: 16, unit: 'kWh', amount: -1.6, currency: 'EUR' },
        ].map((line) => ({ ...line, unknown_months: 0 })),
        bands: [
          { currency: 'EUR', band: 'AC', kwh: 7, cost: 2.8, lowest_price: 0.4, highest_price: 0.4 },
          { currency: 'EUR', band: 'day', kwh: 5.5, cost: 1.65, lowest_price: 0.3, highest_price: 0.3 },
        ],
        appliances: [
          { site_id: 'home', appliance: 'AC', currency: 'EUR', kwh: 10, cost: 3.7, shift_saving: 0.7, co2_kg: 4 },
          { site_id: 'home', appliance: 'Fridge', currency: 'EUR', kwh: 2.5, cost: 0.75, shift_saving: 0, co2_kg: 1 },
        ],
      },
      anomalies: {
        count: 3,
        by_severity: { LOW: 1, MEDIUM: 0, HIGH: 2, CRITICAL: 0 },
        by_appliance: [
          { site_id: 'home', appliance: 'AC', measure: 'consumption', count: 2 },
          { site_id: 'home', appliance: 'Fridge', measure: 'consumption', count: 1 },
        ],
        top: [
          {
            ...{ site_id: 'home', appliance: 'AC', measure: 'consumption', timestamp: '2026-10-02T18:00:00' },
            ...{ kwh: 4, kind: 'Z_SCORE', direction: 'HIGH', severity: 'HIGH', z_score: 4.5, threshold: 2.9 },
          },
          {
            ...{ site_id: 'home', appliance: 'Fridge', measure: 'consumption', timestamp: '2026-10-01T07:00:00' },
            ...{ kwh: -1, kind: 'NEGATIVE', direction: 'LOW', severity: 'HIGH', z_score: null, threshold: 0 },
          },
          {
            ...{ site_id: 'home', appliance: 'AC', measure: 'consumption', timestamp: '2026-10-01T18:00:00' },
            ...{ kwh: 3, kind: 'Z_SCORE', direction: 'HIGH', severity: 'LOW', z_score: 2.1, threshold: 2.9 },
          },
        ],
        events: {
          count: 2,
          by_kind: { SPIKE: 1, NEGATIVE: 1 },
          by_severity: { LOW: 0, MEDIUM: 0, HIGH: 2, CRITICAL: 0 },
          top: [
            {
              ...{ site_id: 'home', appliance: 'AC', measure: 'consumption', kind: 'SPIKE', direction: 'HIGH' },
              ...{ severity: 'HIGH', start: '2026-10-02T18:00:00', end: '2026-10-02T19:00:00', readings: 1, kwh: 4 },
              ...{ expected_kwh: 1.5, excess_kwh: 2.5, cost: 0.75, currency: 'EUR', score: 3.25, holidays: [] },
            },
            {
              ...{ site_id: 'home', appliance: 'Roof', measure: 'generation', kind: 'NEGATIVE', direction: 'LOW' },
              ...{ severity: 'HIGH', start: '2026-10-01T07:00:00', end: '2026-10-01T08:00:00', readings: 1, kwh: -1 },
              ...{ expected_kwh: null, excess_kwh: null, cost: null, currency: null, score: 1, holidays: [] },
            },
          ],
        },
      },
      forecast: {
        ...{ status: 'OK', too_short: 0, history: null },
        sites: [
          {
            ...{ site_id: 'home', measure: 'consumption', model: 'ensemble' },
            days: [
              { ds: '2026-10-03', yhat: 6, yhat_lower: 5, yhat_upper: 7 },
              { ds: '2026-10-04', yhat: 6.5, yhat_lower: 5.5, yhat_upper: 7.5 },
            ],
            training: { days: 30, earlier_days: 28, incomplete_days: 1 },
            models: [
              {
                ...{ model: 'ensemble', chosen: true, weight: 1, origins: 14, scored_days: 77, mae_kwh: 0.5 },
                ...{ wape: 0.1, mase: 0.6, relative_error: 0.625, coverage: 0.8125 },
              },
              {
                ...{ model: 'prophet', chosen: false, weight: 1, origins: 4, scored_days: 22, mae_kwh: 0.55 },
                ...{ wape: 0.11, mase: 0.66, relative_error: 0.6875, coverage: 0.75 },
              },
              {
                ...{ model: 'seasonal-naive', chosen: false, weight: 0, origins: 14, scored_days: 77, mae_kwh: 0.8 },
                ...{ wape: 0.16, mase: 0.96, relative_error: 1, coverage: 0.79 },
              },
            ],
          },
        ],
      },
      insights: smallInsights,
      branches: {
        aggregate: { status: 'OK' },
        anomalies: { status: 'OK' },
        forecast: { status: 'OK' },
        insights: { status: 'OK' },
      },
    });
  });

  it('commits what it wrote and registers its partitions', async () => {
    const context = contextOf();
    const input = await prepared(context);
    await publish(input, context);
    const { manifest } = await readManifest(local.lake, dataset, KEY);
    expect(manifest?.published).toMatchObject({
      ...{ run: 'run-1', status: 'PUBLISHED', consumption_kwh: 12.5, generation_kwh: 20, anomalies: 3 },
      ...{ committed_at: '2026-11-02T08:00:00.000Z', months: ['2026-10'], readings_prefix: input.data.prefix },
    });
    const registered = await local.clients.glue.send(
      new GetPartitionsCommand({
        DatabaseName: DATABASE,
        TableName: 'processed_energy_data',
        Expression: `dataset = '${dataset}'`,
      }),
    );
    expect(registered.Partitions?.map(({ StorageDescriptor }) => StorageDescriptor?.Location)).toEqual([
      `s3://${BUCKET}/processed/appliances/dataset=${dataset}/run=run-1/attempt=a-1/`,
    ]);
  });

  it('writes CSV files that say the same', async () => {
    const context = contextOf();
    const { report } = await publish(await prepared(context), context);
    expect(await textOf(`${report}daily.csv`)).toBe(
      `${[
        'site_id,appliance,measure,day,readings,total_kwh,expected,completeness,spread_kwh,impossible_kwh',
        'home,AC,consumption,2026-10-01,2,4,2,1.0,0,0',
        'home,AC,consumption,2026-10-02,2,6,2,1.0,0,0',
        'home,Fridge,consumption,2026-10-01,2,1.25,2,1.0,0,0',
        'home,Fridge,consumption,2026-10-02,2,1.25,2,1.0,0,0',
        'home,Roof,generation,2026-10-01,1,10,1,1.0,0,0',
        'home,Roof,generation,2026-10-02,1,10,1,1.0,0,0',
      ].join('\n')}\n`,
    );
    expect(await textOf(`${report}anomalies.csv`)).toContain(
      'home,Fridge,consumption,2026-10-01 07:00:00,2026-10-01 05:00:00,-1,NEGATIVE,LOW,HIGH,,0.0,0.6,0.0\n',
    );
    expect(await textOf(`${report}forecast.csv`)).toContain('home,consumption,2026-10-03,6.0,5.0,7.0,ensemble\n');
    expect(await textOf(`${report}forecast-hourly.csv`)).toContain(
      'home,consumption,2026-10-03 18:00:00,4.0,3.0,5.0\n',
    );
    expect(await textOf(`${report}forecast-models.csv`)).toContain('home,consumption,ensemble,true,1.0,14,77,0.5,');
    expect(await local.lake.head(`${report}rejected.csv`)).toBeUndefined();
  });

  it('exports the rejected rows, neutralised', async () => {
    const context = contextOf();
    const quarantine = `quarantine/dataset=${dataset}/run=run-1/attempt=v/rejected.ndjson`;
    const rows = [
      {
        line: 12,
        raw: '=cmd|"/c calc"!A1,x',
        code: 'VALUE_INVALID',
        message: 'Not a number.',
        column: 'kwh',
        readings: 1,
      },
      { line: 3, raw: null, raw_base64: '/w==', code: 'RECORD_MALFORMED', message: 'No.', column: null, readings: 1 },
    ];
    await local.lake.putText(
      quarantine,
      rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
      'application/x-ndjson',
    );
    const { report } = await publish(
      await prepared(context, { input: { ...smallInput, dataset, quarantine } }),
      context,
    );
    expect(await textOf(`${report}rejected.csv`)).toBe(
      `line,code,column,message,raw\n3,RECORD_MALFORMED,,No.,\n12,VALUE_INVALID,kwh,Not a ` +
        `number.,"'=cmd|""/c calc""!A1,x"\n`,
    );
  });

  it('says PARTIAL where an optional branch degraded, and counts it', async () => {
    const context = contextOf();
    const whole = await prepared(context);
    await publish(whole, context);
    const next = contextOf('a-2');
    const input = await prepared(next, {
      ...{ run: 'run-2', etag: 'etag-2', sequencer: '0020' },
      forecast: { status: 'DEGRADED', reason: 'States.Timeout' },
    });
    const output = await publish(input, next);
    expect(output.outcome).toBe('PARTIAL');
    const report = await reportAt(output.report);
    expect(report).toMatchObject({
      status: 'PARTIAL',
      forecast: { status: 'DEGRADED', reason: 'States.Timeout', sites: [] },
      branches: { forecast: { status: 'DEGRADED', reason: 'States.Timeout' } },
    });
    expect(next.observed.counted).toContainEqual({ name: 'DegradedBranches', value: 1 });
    expect(await textOf(`${output.report}report.html`)).toContain('Partial report.');
    expect(await textOf(`${output.report}report.md`)).toContain('Partial report.');
    // What an older run forecast must not stand beside newer readings.
    expect(await local.catalog.partitionsOf('forecast_data', dataset)).toEqual([]);
    expect(await local.catalog.partitionsOf('anomaly_data', dataset)).toHaveLength(1);
  });

  it('counts energy and the time from the upload', async () => {
    const context = contextOf();
    const uploadedAt = '2026-11-02T07:59:30.000Z';
    await publish(await prepared(context, { input: { ...smallInput, dataset, uploadedAt } }), context);
    expect(context.observed.counted).toEqual([
      { name: 'EnergyProcessed', value: 32.5 },
      { name: 'DegradedBranches', value: 0 },
      { name: 'SecondsToReport', value: 30 },
    ]);
  });

  it('goes on with the catalogue when it died after the commit', async () => {
    const dead: Catalog = {
      ...local.catalog,
      createPartitions: async () => {
        throw new Error('the process ended');
      },
    };
    const first = contextOf('a-1', dead);
    const input = await prepared(first);
    await expect(publish(input, first)).rejects.toThrow('the process ended');
    const retry = contextOf('a-2');
    const output = await publish(input, retry);
    expect(output).toMatchObject({ outcome: 'PUBLISHED', report: expect.stringContaining('attempt=a-1') });
    expect((await readManifest(local.lake, dataset, KEY)).manifest?.history).toEqual([]);
    expect(await local.catalog.partitionsOf('processed_energy_data', dataset)).toHaveLength(1);
    expect(retry.observed.counted).toEqual([]);
  });

  it('publishes nothing beside a newer upload, and mends a catalogue that was left behind', async () => {
    const dead: Catalog = {
      ...local.catalog,
      createPartitions: async () => {
        throw new Error('the process ended');
      },
    };
    const newer = contextOf('a-2', dead);
    const newerInput = await prepared(newer, { run: 'run-2', etag: 'etag-2', sequencer: '0020' });
    await expect(publish(newerInput, newer)).rejects.toThrow('the process ended');
    const older = contextOf('a-1');
    const output = await publish(await prepared(older), older);
    expect(output).toMatchObject({ outcome: 'SUPERSEDED', report: null, reason: expect.stringContaining('run-2') });
    const [partition] = await local.catalog.partitionsOf('processed_energy_data', dataset);
    expect(partition?.location).toContain('run=run-2');
    expect(older.observed.counted).toEqual([]);
  });

  it('gives the same report for the same tables', async () => {
    const [one, two] = [contextOf('a-1'), contextOf('a-2')];
    const first = await publish(await prepared(one), one);
    const second = await publish(await prepared(two, { run: 'run-2', etag: 'etag-2', sequencer: '0020' }), two);
    const same = async (name: string) => [
      await textOf(`${first.report}${name}`),
      (await textOf(`${second.report}${name}`)).replaceAll('run-2', 'run-1'),
    ];
    for (const name of ['report.json', 'report.html', 'report.md', 'hourly.csv', 'anomalies.csv', 'appliances.csv']) {
      const [a, b] = await same(name);
      expect(a).not.toBe('');
      expect(b).toBe(a);
    }
  });
});
