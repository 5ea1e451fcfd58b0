/**
 * `npm run bench`: prints one JSON document. `--check` exits 1 when a target is missed. `--only NAME` runs one part:
 * sample-month, ten-million, ingest, anomalies, forecast, waiting, record, api, console or growth. The growth part goes
 * to 50 million rows (1.9 GB) and takes minutes; `--quick` leaves it out. `--data DIR` is where the reference files
 * are, with an expected.json; without them their part is skipped.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchAnomalies } from './anomalies.ts';
import { benchApi } from './api.ts';
import { benchConsole } from './console.ts';
import { benchForecast } from './forecast.ts';
import { benchIngest } from './ingest.ts';
import { benchAgainstBare, benchGrowth } from './large-file.ts';
import { measure } from './measure.ts';
import { benchRecord } from './record.ts';
import { benchSampleMonth } from './sample-month.ts';
import { benchWaiting } from './waiting.ts';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');
const PARTS = [
  'sample-month',
  'ten-million',
  'ingest',
  'anomalies',
  'forecast',
  'waiting',
  'record',
  'api',
  'console',
  'growth',
] as const;
const GROWTH_ROWS = [10_000, 100_000, 1_000_000, 10_000_000, 50_000_000];

const { values } = parseArgs({
  options: {
    check: { type: 'boolean' },
    quick: { type: 'boolean' },
    only: { type: 'string' },
    data: { type: 'string', default: join(import.meta.dirname, '../../../shared/data') },
  },
});
if (values.only && !PARTS.some((part) => part === values.only)) {
  console.error(`--only takes one of ${PARTS.join(', ')}`);
  process.exit(2);
}
const wanted = (part: (typeof PARTS)[number]) =>
  values.only ? values.only === part : !(values.quick && part === 'growth');

const folder = mkdtempSync(join(tmpdir(), 'energy-bench-data-'));
async function circuits(rows: number): Promise<string> {
  const file = join(folder, `circuits-${rows}.csv`);
  await measure(MAIN, ['generate', '--kind', 'circuits', '--rows', String(rows), '--out', file, '--force']);
  return file;
}

async function sampleMonth(): Promise<string> {
  const file = join(folder, 'sample.csv');
  await measure(MAIN, ['generate', '--kind', 'household', '--out', file, '--force']);
  return file;
}

const results: Record<string, unknown> = {
  machine: { cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version },
};
let ok = true;
try {
  if (wanted('sample-month')) {
    const sample = await benchSampleMonth(await sampleMonth());
    results.sample_month = sample;
    ok &&= sample.ok;
  }
  if (wanted('ten-million')) {
    const compared = await benchAgainstBare(await circuits(10_000_000));
    results.ten_million_rows = compared;
    ok &&= compared.ok;
  }
  if (wanted('ingest')) {
    const ingest = await benchIngest(await circuits(10_000_000), await circuits(50_000_000));
    results.ingest = ingest;
    ok &&= ingest.ok;
  }
  if (wanted('anomalies')) {
    const anomalies = await benchAnomalies(values.data);
    results.anomalies = anomalies;
    ok &&= anomalies.ok;
  }
  if (wanted('forecast')) {
    const forecast = await benchForecast(folder, values.data);
    results.forecast = forecast;
    ok &&= forecast.ok;
  }
  if (wanted('waiting')) {
    const waiting = benchWaiting();
    results.waiting = waiting;
    ok &&= waiting.ok;
  }
  if (wanted('record')) {
    const record = await benchRecord(await sampleMonth());
    results.record = record;
    ok &&= record.ok;
  }
  if (wanted('api')) {
    const api = await benchApi();
    results.api = api;
    ok &&= api.ok;
  }
  if (wanted('console')) {
    const console_ = await benchConsole();
    results.console = console_;
    ok &&= console_.ok;
  }
  if (wanted('growth')) {
    const growth = [];
    for (const rows of GROWTH_ROWS) {
      const file = await circuits(rows);
      growth.push(...(await benchGrowth([{ rows, file }])));
      rmSync(file);
    }
    results.growth = growth;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(results, null, 2));
if (values.check && !ok) {
  console.error('bench: a target was missed');
  process.exit(1);
}
