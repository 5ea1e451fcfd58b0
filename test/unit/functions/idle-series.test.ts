/**
 * Series that are mostly zero, or that never change, through every step after validation: every figure stays a number.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aggregate } from '../../../functions/aggregate/aggregate.ts';
import { detectAnomalies } from '../../../functions/detect-anomalies/detect-anomalies.ts';
import { forecast } from '../../../functions/forecast/forecast.ts';
import { generateInsights } from '../../../functions/generate-insights/generate-insights.ts';
import { publish } from '../../../functions/publish/publish.ts';
import type { TableOutput } from '../../../shared/contract.ts';
import { FILES } from '../../../shared/lake/keys.ts';
import { reportSchema } from '../../../shared/report/report.ts';
import type { Catalog } from '../../../shared/tables/catalog-port.ts';
import { TABLES } from '../../../shared/tables/schema.ts';
import { hourly } from '../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../helpers/step-bench.ts';

const catalog: Catalog = {
  partitionsOf: async () => [],
  partitions: async () => [],
  createPartitions: async () => [],
  updatePartitions: async () => [],
  deletePartitions: async () => [],
};

async function everyStep(bench: Bench, readings: readonly TestReading[]) {
  const { context } = bench;
  const input = await bench.readings(readings);
  const describe = {
    aggregate: await aggregate(input, context),
    anomalies: await detectAnomalies(input, context),
  };
  const insights = await generateInsights({ ...input, describe }, { ...context, readSecret: async () => '' });
  const ahead = await forecast(input, context);
  const branches = { ...describe, forecast: ahead, insights };
  const { report } = await publish({ ...input, branches }, { ...context, catalog });
  return { tables: [...describe.aggregate.tables, ...describe.anomalies.tables, ...ahead.tables], report };
}

/** How many values of a table's columns are no numbers, by column. */
async function infinite(bench: Bench, output: TableOutput): Promise<Record<string, unknown> | undefined> {
  const doubles = TABLES[output.table].columns.filter(({ type }) => type === 'double');
  if (doubles.length === 0) return undefined;
  const counts = doubles.map(({ name }) => `count(*) FILTER (NOT isfinite("${name}"))::INTEGER AS "${name}"`);
  const [row] = await bench.rows(output, counts.join(', '));
  const found = Object.entries(row ?? {}).filter(([, count]) => count !== 0);
  return found.length === 0 ? undefined : { [output.table]: Object.fromEntries(found) };
}

async function holds(readings: readonly TestReading[]): Promise<void> {
  const bench = await stepBench();
  try {
    const { tables, report } = await everyStep(bench, readings);
    for (const output of tables) expect(await infinite(bench, output)).toBeUndefined();
    const text = async (name: string) => (await bench.context.lake.getText(`${report}${name}`))?.text ?? '';
    const json = await text(FILES.reportJson);
    reportSchema.parse(JSON.parse(json));
    // JSON has no word for what is no number: it would be null where a figure is expected, which the schema refuses.
    for (const page of [json, await text(FILES.reportHtml), await text(FILES.reportMarkdown)]) {
      expect(page).not.toMatch(/\b(NaN|Infinity)\b|∞|>undefined</);
    }
  } finally {
    await bench.close();
  }
}

const DAY = 24;

test('a car charged in eight nights of four weeks, and never else', async () => {
  const nights = new Set([2, 3, 9, 12, 16, 17, 23, 26]);
  const values = Array.from({ length: 28 * DAY }, (_, hour) =>
    nights.has(Math.floor(hour / DAY)) && hour % DAY < 3 ? 7.055 : 0,
  );
  await holds(hourly(values, { appliance: 'Wallbox' }));
});

test('a flat that is empty except for two weeks, beside one that is always empty', async () => {
  const values = Array.from({ length: 40 * DAY }, (_, hour) => (hour >= 20 * DAY && hour < 34 * DAY ? 0.0635 : 0));
  await holds([
    ...hourly(values, { site_id: 'used' }),
    ...hourly(
      values.map(() => 0),
      { site_id: 'empty' },
    ),
  ]);
});

const usual = fc.constantFrom(0, 0, 0, 0.000000001, 1, 50_000);
const odd = fc.constantFrom(0.000000001, 0.5, 7.4, -1, 900_000);
const seriesArbitrary = fc
  .record({
    days: fc.integer({ min: 1, max: 45 }),
    usual,
    odd: fc.array(fc.record({ at: fc.nat(45 * DAY), hours: fc.integer({ min: 1, max: 72 }), kwh: odd }), {
      maxLength: 6,
    }),
  })
  .map(({ days, usual, odd }) => {
    const values = Array<number>(days * DAY).fill(usual);
    for (const { at, hours, kwh } of odd) values.fill(kwh, at % values.length, (at % values.length) + hours);
    return values;
  });

test('any such series of consumption and of generation', async () => {
  await fc.assert(
    fc.asyncProperty(seriesArbitrary, seriesArbitrary, fc.boolean(), async (used, made, roof) => {
      const consumption = hourly(used);
      const generated = hourly(made).map(({ kwh = null, ...reading }) => ({
        ...reading,
        kwh: null,
        generated_kwh: kwh,
        site_id: roof ? 'roof' : 'home',
        appliance: 'Roof',
      }));
      await holds([...consumption, ...generated]);
    }),
    { numRuns: 3 },
  );
}, 120_000);
