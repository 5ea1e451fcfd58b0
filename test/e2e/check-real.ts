/**
 * `npm run check:real -- DIR`: runs real files through the whole pipeline and compares with figures that were computed
 * independently (DIR/expected.json). Prints one line a figure that differs, and one a file that matches.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { literal } from '../../shared/database/duckdb.ts';
import { datasetOf } from '../../shared/lake/keys.ts';
import { layoutSettingsSchema } from '../../shared/readings/layout.ts';
import { reportSchema } from '../../shared/report/report.ts';
import { MEASURES } from '../../shared/tables/schema.ts';
import { type TestStack, testStack } from '../helpers/stack.ts';

const seriesSchema = z.object({
  readings: z.number(),
  total_kwh: z.number(),
  first_utc: z.string(),
  last_utc: z.string(),
  daily_kwh: z.record(z.string(), z.number()),
  hour_profile_kwh: z.array(z.number()).default([]),
  avg_kwh: z.number().optional(),
  std_kwh: z.number().optional(),
  min_kwh: z.number().optional(),
  max_kwh: z.number().optional(),
  peak_hour: z.number().optional(),
  z2_high: z.number().optional(),
  z2_low: z.number().optional(),
});
const fileSchema = z.object({
  settings: layoutSettingsSchema,
  rows: z.number(),
  missing: z.number().default(0),
  empty_columns: z.array(z.string()).default([]),
  measure: z.enum(MEASURES),
  series: z.record(z.string(), seriesSchema),
});

/** Sums in floating point differ from exact ones in the last digits. */
const ROUNDING = 1e-12;

let mismatches = 0;
/** @param digits decimals to which the reference figures were rounded */
function compare(where: string, what: string, actual: unknown, expected: unknown, digits?: number): void {
  const same =
    digits === undefined
      ? String(actual) === String(expected)
      : Math.abs(Number(actual) - Number(expected)) <=
        0.5 * 10 ** -digits + 1e-9 + ROUNDING * Math.abs(Number(expected));
  if (same) return;
  mismatches += 1;
  console.log(`✗ ${where}: ${what} is ${actual}, expected ${expected}`);
}

async function checkFile(
  lake: TestStack,
  folder: string,
  name: string,
  expected: z.infer<typeof fileSchema>,
): Promise<void> {
  const key = `raw/${name}`;
  const { time_zone: zone, ...layout } = expected.settings;
  // Files of several houses that tell of the same time are of several sites.
  const metadata = { 'site-id': name, ...(zone ? { 'time-zone': zone } : {}), layout: JSON.stringify(layout) };
  const run = await lake.upload(key, readFileSync(join(folder, name)), metadata);
  if (run.status !== 'SUCCEEDED') {
    mismatches += 1;
    console.log(`✗ ${name}: the run failed: ${run.error} ${run.cause}`);
    return;
  }
  const report = reportSchema.parse(JSON.parse(await lake.text(`${run.output.report}report.json`)));
  const before = mismatches;
  compare(name, 'rows', report.rows.read, expected.rows);
  const { accepted, rejected, missing, duplicates } = report.readings;
  const readings = Object.values(expected.series).reduce((sum, each) => sum + each.readings, 0);
  compare(name, 'accepted readings', accepted, readings);
  compare(name, 'missing readings', missing, expected.missing);
  // A record holds one reading, or one for every series of the file.
  const series = Object.keys(expected.series).length + expected.empty_columns.length;
  const perRecord = readings > expected.rows ? series : 1;
  compare(name, 'readings in all', accepted + rejected + missing + duplicates, expected.rows * perRecord);
  const named = await lake.query(
    `SELECT DISTINCT appliance FROM raw_energy_data WHERE dataset = ${literal(datasetOf(key))}`,
  );
  for (const [series, figures] of Object.entries(expected.series)) {
    const isWhole = Object.keys(expected.series).length === 1 || layout.columns?.[series]?.role === 'total';
    if (isWhole && !named.some(([appliance]) => appliance === series)) {
      await checkWhole(lake, `${name} ${series}`, datasetOf(key), figures);
    } else await checkSeries(lake, name, datasetOf(key), series, expected.measure, figures);
  }
  if (mismatches === before)
    console.log(`✓ ${name}: ${expected.rows} rows, ${readings} readings, every figure matches`);
}

/** The use of a site whose parts, or whose one column, the file gives: the sum of its series, each kWh once. */
async function checkWhole(
  lake: TestStack,
  where: string,
  dataset: string,
  expected: z.infer<typeof seriesSchema>,
): Promise<void> {
  const instants =
    `(SELECT timestamp, utc, sum(kwh) AS kwh FROM raw_energy_data ` +
    `WHERE dataset = ${literal(dataset)} AND kwh IS NOT NULL GROUP BY timestamp, utc)`;
  const [row] = await lake.query(
    `SELECT count(*), sum(kwh), date_format(min(utc), '%Y-%m-%dT%H:%i:%sZ'), ` +
      `date_format(max(utc), '%Y-%m-%dT%H:%i:%sZ') FROM ${instants}`,
  );
  compare(where, 'readings', row?.[0], expected.readings);
  compare(where, 'total_kwh', row?.[1], expected.total_kwh, 4);
  compare(where, 'first instant', row?.[2], expected.first_utc);
  compare(where, 'last instant', row?.[3], expected.last_utc);
  const daily = await lake.query(
    `SELECT CAST(day AS varchar), sum(total_kwh) FROM daily_energy_data ` +
      `WHERE dataset = ${literal(dataset)} AND measure = 'consumption' GROUP BY day`,
  );
  const hourly = await lake.query(`SELECT avg(kwh) FROM ${instants} GROUP BY hour(timestamp) ORDER BY hour(timestamp)`);
  compareShape(where, daily, hourly, expected);
}

/** @param daily day and kWh, in any order. @param hourly the mean of each hour of the day, in their order */
function compareShape(
  where: string,
  daily: readonly (readonly (string | null)[])[],
  hourly: readonly (readonly (string | null)[])[],
  expected: z.infer<typeof seriesSchema>,
): void {
  const totals = new Map(daily.map(([day, kwh]) => [day, kwh]));
  for (const [day, kwh] of Object.entries(expected.daily_kwh))
    compare(where, `total of ${day}`, totals.get(day), kwh, 4);
  for (const [hour, kwh] of expected.hour_profile_kwh.entries())
    compare(where, `mean of hour ${hour}`, hourly[hour]?.[0], kwh, 6);
}

async function checkSeries(
  lake: TestStack,
  file: string,
  dataset: string,
  series: string,
  measure: string,
  expected: z.infer<typeof seriesSchema>,
): Promise<void> {
  const where = `${file} ${series}`;
  const filter =
    `dataset = ${literal(dataset)} AND measure = ${literal(measure)} ` +
    `AND (appliance = ${literal(series)} OR (appliance = 'total' AND site_id = ${literal(series)}))`;
  const [row] = await lake.query(
    `SELECT readings, total_kwh, avg_kwh, std_kwh, min_kwh, max_kwh, peak_hour ` +
      `FROM processed_energy_data WHERE ${filter}`,
  );
  if (!row) {
    mismatches += 1;
    console.log(`✗ ${where}: the series is not there`);
    return;
  }
  const [readings, total, avg, std, min, max, peak] = row;
  compare(where, 'readings', readings, expected.readings);
  compare(where, 'total_kwh', total, expected.total_kwh, 4);
  if (expected.avg_kwh !== undefined) compare(where, 'avg_kwh', avg, expected.avg_kwh, 6);
  if (expected.std_kwh !== undefined) compare(where, 'std_kwh', std, expected.std_kwh, 6);
  if (expected.min_kwh !== undefined) compare(where, 'min_kwh', min, expected.min_kwh, 6);
  if (expected.max_kwh !== undefined) compare(where, 'max_kwh', max, expected.max_kwh, 6);
  if (expected.peak_hour !== undefined) compare(where, 'peak_hour', peak, expected.peak_hour);

  const column = measure === 'generation' ? 'generated_kwh' : 'kwh';
  const raw = filter.replace(`AND measure = ${literal(measure)} `, '');
  const [span] = await lake.query(
    `SELECT date_format(min(utc), '%Y-%m-%dT%H:%i:%sZ'), date_format(max(utc), '%Y-%m-%dT%H:%i:%sZ') ` +
      `FROM raw_energy_data WHERE ${raw} AND ${column} IS NOT NULL`,
  );
  compare(where, 'first instant', span?.[0], expected.first_utc);
  compare(where, 'last instant', span?.[1], expected.last_utc);

  const daily = await lake.query(`SELECT CAST(day AS varchar), total_kwh FROM daily_energy_data WHERE ${filter}`);
  const hourly = await lake.query(
    `SELECT CAST(sum(total_kwh) AS double) / sum(readings) FROM hourly_energy_data WHERE ${filter} ` +
      `GROUP BY hour ORDER BY hour`,
  );
  compareShape(where, daily, hourly, expected);

  for (const [direction, count] of [
    ['HIGH', expected.z2_high],
    ['LOW', expected.z2_low],
  ] as const) {
    if (count === undefined) continue;
    const [found] = await lake.query(
      `SELECT count(*) FROM anomaly_data WHERE ${filter} AND kind = 'Z_SCORE' AND direction = '${direction}'`,
    );
    compare(where, `readings beyond 2 sigma, ${direction}`, found?.[0], count);
  }
}

const folder = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? '');
const reference = join(folder, 'expected.json');
if (!process.argv[2] || !existsSync(reference)) {
  console.error('usage: npm run check:real -- DIR, where DIR holds expected.json and the files that it names');
  process.exit(2);
}
const files = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(reference, 'utf8')));
const lake = await testStack();
try {
  for (const [name, expected] of Object.entries(files)) {
    await checkFile(lake, folder, name, fileSchema.parse(expected));
  }
} finally {
  await lake.close();
}
console.log(mismatches === 0 ? 'check:real: every figure matches' : `check:real: ${mismatches} figures differ`);
process.exit(mismatches === 0 ? 0 : 1);
