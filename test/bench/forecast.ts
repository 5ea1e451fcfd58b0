/**
 * How good forecasts are, and what those of a thousand sites cost. Every daily series of the reference files and of the
 * generator takes part, none excluded and nothing tuned for one; each forecast is made by the step's own procedure from
 * what was known on its day.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LAMBDA_FUNCTIONS } from '../../shared/runtime/lambda-functions.ts';
import { referenceFiles } from './anomalies/file.ts';
import { type Accuracy, accuracyOf, geometricMean } from './forecast/accuracy.ts';
import { type HourlyAccuracy, hourlyAccuracyOf } from './forecast/hours.ts';
import { type DailySeries, referenceSeries, seriesOf } from './forecast/series.ts';
import { measure, rounded } from './measure.ts';

const TARGETS = { relative_error: 0.82, aim: 0.8, coverage: [0.75, 0.85] } as const;
const MAIN = join(import.meta.dirname, '../../cli/main.ts');
const SITES_SCRIPT = join(import.meta.dirname, 'forecast/thousand-sites.ts');
const SITES = 1000;
/** Origins a series, spread over its days. */
const ORIGINS = 12;
/** The same once more from origins three days earlier, on other weekdays: a result that hangs on them is none. */
const SHIFT = 3;

/** What the generator makes: the sample month, and enough days of every kind for a forecast. */
const GENERATED = [
  { kind: 'household', days: 30 },
  { kind: 'household', days: 365 },
  { kind: 'sites', days: 90 },
  { kind: 'circuits', days: 42 },
] as const;

/** @param data folder of the reference files, with an expected.json; they are left out when it is not there */
export async function benchForecast(folder: string, data: string) {
  const there = existsSync(join(data, 'expected.json'));
  const reference = there ? await referenceSeries(data) : [];
  const generated: DailySeries[] = [];
  for (const { kind, days } of GENERATED) {
    const file = join(folder, `${kind}-${days}.csv`);
    // In the past, because a reading of the future is not plausible.
    const options = ['--kind', kind, '--days', String(days), '--start', '2025-01-06', '--out', file, '--force'];
    await measure(MAIN, ['generate', ...options]);
    generated.push(...(await seriesOf(`${kind}, ${days} days`, file)));
  }
  const all = [...reference, ...generated];
  const results = await accuracyOf(all, ORIGINS);
  const shifted = await accuracyOf(all, ORIGINS, SHIFT);
  const ofReference = (each: readonly Accuracy[]) => each.slice(0, reference.length);
  const overall = summary(results);
  const hours = there ? await benchHours(data) : null;
  const thousandSites = await benchSites(folder);
  const [low, high] = TARGETS.coverage;
  return {
    targets: TARGETS,
    all: overall,
    all_from_other_days: summary(shifted),
    reference_files: there ? summary(ofReference(results)) : `SKIPPED: there is no expected.json in ${data}`,
    reference_files_from_other_days: there ? summary(ofReference(shifted)) : 'SKIPPED',
    reference_hours: hours ?? 'SKIPPED',
    generator: summary(results.slice(reference.length)),
    thousand_sites: thousandSites,
    series: results,
    ok:
      overall.relative_error <= TARGETS.relative_error &&
      overall.coverage >= low &&
      overall.coverage <= high &&
      (hours?.ok ?? true) &&
      thousandSites.ok,
  };
}

/** Origins a file for its hours. */
const HOURLY_ORIGINS = 6;

/** The hours of the reference files, and how many of them lie within their intervals. */
async function benchHours(data: string) {
  const files: HourlyAccuracy[] = [];
  for (const [name, settings] of referenceFiles(data)) {
    const found = await hourlyAccuracyOf(name, join(data, name), settings, HOURLY_ORIGINS);
    if (found) files.push(found);
  }
  const coverage = files.reduce((sum, each) => sum + each.coverage, 0) / files.length;
  const [low, high] = TARGETS.coverage;
  return {
    relative_error: rounded(geometricMean(files.map((each) => each.relative_error))),
    coverage: rounded(coverage),
    files,
    ok: coverage >= low && coverage <= high,
  };
}

function summary(results: readonly Accuracy[]) {
  const mean = (of: (each: Accuracy) => number) => results.reduce((sum, each) => sum + of(each), 0) / results.length;
  return {
    series: results.length,
    relative_error: rounded(geometricMean(results.map((each) => each.relative_error))),
    coverage: rounded(mean((each) => each.coverage)),
  };
}

const printedSchema = z.object({ seconds: z.number(), rows: z.number() });

/** Time and memory of the state, which must fit the function that it runs in. */
async function benchSites(folder: string) {
  const work = join(folder, 'thousand-sites');
  await measure(SITES_SCRIPT, ['prepare', work, String(SITES)]);
  const { stdout, peakMb } = await measure(SITES_SCRIPT, ['run', work]);
  const { seconds, rows } = printedSchema.parse(JSON.parse(stdout));
  const { timeoutSeconds, memoryMb } = LAMBDA_FUNCTIONS.forecast;
  return {
    sites: SITES,
    readings: SITES * 365 * 24,
    forecast_days: rows,
    seconds: rounded(seconds, 1),
    peak_mb: rounded(peakMb, 0),
    limits: { seconds: timeoutSeconds, mb: memoryMb },
    ok: seconds <= timeoutSeconds && peakMb <= memoryMb,
  };
}
