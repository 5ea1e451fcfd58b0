/**
 * The forecast state over a file of very many sites, in a process of its own: `prepare FOLDER SITES` writes a year of
 * hourly readings, `run FOLDER` is the step with the function's limits; it prints seconds.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { forecast } from '../../../functions/forecast/forecast.ts';
import { type Validated, validatedSchema } from '../../../shared/contract.ts';
import { literal, withDatabase } from '../../../shared/database/duckdb.ts';
import { FILES, monthPrefix, tablePrefix } from '../../../shared/lake/keys.ts';
import { databaseLimits, LAMBDA_FUNCTIONS } from '../../../shared/runtime/lambda-functions.ts';
import { castColumns } from '../../../shared/tables/schema.ts';
import { folderLake } from '../../helpers/folder-lake.ts';
import { createStepContext } from '../../helpers/step-context.ts';

const HOURS = 365 * 24;
const [mode = '', folder = '', sites = '1000'] = process.argv.slice(2);
const lake = folderLake(join(folder, 'lake'));
const limits = databaseLimits(LAMBDA_FUNCTIONS.forecast.memoryMb);
const context = { ...createStepContext(lake, folder), database: { ...limits, folder: join(folder, 'scratch') } };

/** Each site has its own size, week and noise; the evenings are the same. */
async function prepare(): Promise<void> {
  const id = { dataset: 'sites-0123456789', run: 'bench', attempt: 'a' };
  const prefix = tablePrefix('raw_energy_data', id);
  const file = join(folder, 'lake', `${monthPrefix(prefix, '2025-01')}${FILES.table}`);
  await mkdir(dirname(file), { recursive: true });
  await withDatabase(context.database, (db) =>
    db.run(`COPY (SELECT ${castColumns('raw_energy_data')} FROM (
      SELECT 'site-' || site AS site_id, 'total' AS appliance, instant AS timestamp,
        instant AS utc, 60 AS interval_minutes,
        round((1 + site % 7) * (CASE WHEN hour(instant) BETWEEN 17 AND 21 THEN 1.2 ELSE 0.4 END)
          * (CASE WHEN isodow(instant) >= 6 THEN 1 + (site % 5) / 10 ELSE 1 END)
          * (0.8 + (hash(site, instant) % 1000) / 2500.0), 4) AS kwh, NULL AS generated_kwh,
        'consumption' AS flow, 'house' AS basis, 'measured' AS quality, 'total' AS series,
          instant + INTERVAL 1 HOUR AS end_utc
      FROM range(${Number(sites)}) AS sites(site),
        range(TIMESTAMP '2025-01-01', TIMESTAMP '2025-01-01' + to_hours(${HOURS}), INTERVAL 1 HOUR) AS hours(instant)
    )) TO ${literal(file)} (FORMAT parquet)`),
  );
  const accepted = Number(sites) * HOURS;
  const input: Validated = {
    ...{
      outcome: 'READY',
      rerun: false,
      timeZone: 'UTC',
      rejectedByCode: {},
      measures: ['consumption'],
      quarantine: null,
      sameBytes: null,
      overlap: null,
      bases: ['house'],
      stands: [],
      tables: [],
    },
    ...{ dataset: id.dataset, run: id.run, source: { bucket: lake.bucket, key: 'raw/sites.csv', etag: 'e' } },
    rows: { read: accepted },
    readings: { accepted, rejected: 0, missing: 0, duplicates: 0 },
    period: { from: '2025-01-01T00:00:00', to: '2026-01-01T00:00:00', days: 365 },
    data: { prefix, months: ['2025-01'] },
  };
  writeFileSync(join(folder, 'input.json'), JSON.stringify(input));
}

async function run(): Promise<void> {
  const input = validatedSchema.parse(JSON.parse(readFileSync(join(folder, 'input.json'), 'utf8')));
  const started = performance.now();
  const output = await forecast(input, context);
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ seconds, rows: output.tables[0]?.rows }));
}

await (mode === 'prepare' ? prepare() : run());
