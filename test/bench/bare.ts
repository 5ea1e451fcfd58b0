/**
 * The yardstick: what a person would write by hand with DuckDB for one known file. The layout is given, nothing is
 * checked, nothing is quarantined, and the same Parquet, rollups and anomalies come out.
 *
 *   node test/bench/bare.ts FILE.csv OUT_FOLDER
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const [file = '', out = ''] = process.argv.slice(2);
mkdirSync(join(out, 'spill'), { recursive: true });
const instance = await DuckDBInstance.create(':memory:', {
  threads: '2',
  preserve_insertion_order: 'false',
  temp_directory: join(out, 'spill'),
});
const db = await instance.connect();
const to = (name: string) => `'${join(out, name)}' (FORMAT parquet, COMPRESSION zstd)`;

await db.run(
  `CREATE TABLE readings AS SELECT 'default' AS site_id, appliance, timestamp, timestamp AS utc,
    1.0::DOUBLE AS interval_minutes, kwh,
     NULL::DECIMAL(18,9) AS generated_kwh
   FROM read_csv('${file}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
     columns = {'timestamp': 'TIMESTAMP', 'appliance': 'VARCHAR', 'kwh': 'DECIMAL(18,9)'})`,
);
await db.run(
  `COPY (SELECT *, strftime(timestamp, '%Y-%m') AS month FROM readings) TO '${join(out, 'readings')}'
   (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (month), OVERWRITE)`,
);
await db.run(
  `CREATE TABLE moments AS SELECT site_id, appliance, count(*) AS readings, sum(kwh) AS total_kwh, avg(kwh) AS avg_kwh,
     stddev_samp(kwh) AS std_kwh, min(kwh) AS min_kwh, max(kwh) AS max_kwh,
       min(timestamp) AS first, max(timestamp) AS last
   FROM readings GROUP BY ALL`,
);
await db.run(
  `CREATE TABLE hours AS SELECT site_id, appliance, CAST(timestamp AS DATE) AS day,
    hour(timestamp) AS hour, count(*) AS readings,
     sum(kwh) AS total_kwh FROM readings GROUP BY ALL`,
);
await db.run(
  `COPY (SELECT *, total_kwh / sum(total_kwh) OVER () AS share,
     (SELECT hour FROM hours h WHERE h.appliance = m.appliance GROUP BY hour
       ORDER BY sum(total_kwh) / sum(readings) DESC LIMIT 1) AS peak_hour
   FROM moments m ORDER BY ALL) TO ${to('processed.parquet')}`,
);
await db.run(
  `COPY (SELECT site_id, appliance, day, sum(readings) AS readings, sum(total_kwh) AS total_kwh FROM hours ` +
    `GROUP BY ALL ORDER BY ALL) TO ${to('daily.parquet')}`,
);
await db.run(
  `COPY (SELECT site_id, appliance, hour, sum(readings) AS readings, sum(total_kwh) AS total_kwh FROM hours ` +
    `GROUP BY ALL ORDER BY ALL) TO ${to('hourly.parquet')}`,
);
await db.run(
  `COPY (SELECT r.site_id, r.appliance, r.timestamp, r.kwh, (r.kwh - m.avg_kwh) / m.std_kwh AS z_score FROM readings r
     JOIN moments m USING (site_id, appliance) WHERE abs(r.kwh - m.avg_kwh) > 2 * m.std_kwh
       ORDER BY ALL) TO ${to('anomalies.parquet')}`,
);
db.closeSync();
instance.closeSync();
