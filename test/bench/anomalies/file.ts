/** One reference file: its readings as the real validate step takes them, changed, and what the real detector finds. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { detectAnomalies } from '../../../functions/detect-anomalies/detect-anomalies.ts';
import type { Direction } from '../../../functions/detect-anomalies/events/findings.ts';
import { validate } from '../../../functions/validate/validate.ts';
import type { Validated } from '../../../shared/contract.ts';
import { literal, withDatabase } from '../../../shared/database/duckdb.ts';
import { EVENT_KINDS, type EventKind } from '../../../shared/energy/anomalies.ts';
import { FILES, monthPrefix } from '../../../shared/lake/keys.ts';
import { layoutSettingsSchema } from '../../../shared/readings/layout.ts';
import { castColumns } from '../../../shared/tables/schema.ts';
import { folderLake } from '../../helpers/folder-lake.ts';
import { createStepContext } from '../../helpers/step-context.ts';
import type { Injection, Series } from './inject.ts';
import { merged, type Span } from './score.ts';

export interface Found {
  /** Those of some kinds. */
  events(kinds: readonly EventKind[]): Span[];
  /** The plain z-score's readings of some directions, as events. */
  zScore(directions: readonly Direction[]): Span[];
}

export interface ReferenceFile {
  readonly series: readonly Series[];
  /** Runs the detector over the readings with these changes. */
  detect(injections: readonly Injection[]): Promise<Found>;
  close(): void;
}

const settingsSchema = z.record(z.string(), z.object({ settings: layoutSettingsSchema }));

/** @returns the files of a folder with an expected.json, and what a person must say of each */
export function referenceFiles(folder: string): [name: string, settings: z.infer<typeof layoutSettingsSchema>][] {
  const expected = settingsSchema.parse(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')));
  return Object.entries(expected).map(([name, { settings }]) => [name, settings]);
}

/** The place of a series in the file's order, as SQL. */
const PLACE = 'dense_rank() OVER (ORDER BY site_id, appliance)';
const HOURS = (column: string) => `epoch_us(${column}) / 3600000000.0`;

export async function openReferenceFile(
  folder: string,
  name: string,
  { time_zone: zone, ...layout }: z.infer<typeof layoutSettingsSchema>,
): Promise<ReferenceFile> {
  const root = mkdtempSync(join(tmpdir(), 'energy-bench-anomalies-'));
  const lake = folderLake(join(root, 'lake'));
  const context = createStepContext(lake, root, { threads: 2 });
  const key = `raw/${name}`;
  const upload = join(root, 'lake', key);
  mkdirSync(dirname(upload), { recursive: true });
  copyFileSync(join(folder, name), upload);
  lake.setMetadata(key, { layout: JSON.stringify(layout), ...(zone ? { 'time-zone': zone } : {}) });
  const object = { key, etag: createHash('md5').update(readFileSync(upload)).digest('hex') };
  const event = {
    id: 'bench',
    'detail-type': 'Object Created' as const,
    source: 'aws.s3' as const,
    time: '2026-11-02T07:59:00Z',
    detail: { bucket: { name: lake.bucket }, object },
  };
  const validated = await validate({ run: 'bench', event }, context);
  if (validated.outcome !== 'READY') throw new Error(`${name} was not accepted: ${validated.outcome}`);
  const parquet = validated.data.months.map((month) =>
    join(root, 'lake', `${monthPrefix(validated.data.prefix, month)}${FILES.table}`),
  );
  const readings = `read_parquet([${parquet.map(literal).join(', ')}], hive_partitioning = false)`;
  const column = validated.measures.includes('generation') ? 'generated_kwh' : 'kwh';
  const file = { root, context, validated, readings, column };
  const series = await readSeries(file);
  return {
    series,
    detect: (injections) => detectIn(file, series, injections),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

interface Opened {
  readonly root: string;
  readonly context: ReturnType<typeof createStepContext>;
  readonly validated: Validated;
  /** SQL relation. */
  readonly readings: string;
  readonly column: string;
}

async function readSeries({ context, readings, column }: Opened): Promise<Series[]> {
  const rows = new Map<number, { local: number[]; utc: number[]; kwh: number[]; interval: number }>();
  await withDatabase(context.database, async (db) => {
    const query = `
      SELECT CAST(${PLACE} AS DOUBLE), ${HOURS('timestamp')}, ${HOURS('utc')},
        CAST(${column} AS DOUBLE), interval_minutes / 60
      FROM ${readings} WHERE ${column} IS NOT NULL ORDER BY 1, utc`;
    for await (const [places, local, utc, kwh, interval] of db.numbers(query)) {
      for (const [row, place] of (places ?? []).entries()) {
        const series = rows.get(place) ?? { local: [], utc: [], kwh: [], interval: interval?.[row] ?? 1 };
        rows.set(place, series);
        series.local.push(local?.[row] ?? 0);
        series.utc.push(utc?.[row] ?? 0);
        series.kwh.push(kwh?.[row] ?? 0);
      }
    }
  });
  return [...rows].map(([place, { local, utc, kwh, interval }]) => ({
    place,
    local: Float64Array.from(local),
    utc: Float64Array.from(utc),
    kwh: Float64Array.from(kwh),
    interval,
  }));
}

let attempts = 0;

async function detectIn(file: Opened, series: readonly Series[], injections: readonly Injection[]): Promise<Found> {
  const { root, context, validated, readings, column } = file;
  attempts += 1;
  const [month = ''] = validated.data.months;
  const prefix = `readings/bench-${attempts}/`;
  const target = join(root, 'lake', `${monthPrefix(prefix, month)}${FILES.table}`);
  mkdirSync(dirname(target), { recursive: true });
  const place = PLACE.replace('OVER (', `OVER (PARTITION BY ${column} IS NOT NULL `);
  const changes = join(root, 'changes.csv');
  const lines = injections.flatMap(({ place, changed }) => {
    const of = series.find((each) => each.place === place);
    return [...changed].map(([index, kwh]) => `${place},${Math.round((of?.utc[index] ?? 0) * 3_600_000_000)},${kwh}\n`);
  });
  await writeFile(changes, lines.join(''));
  await withDatabase(context.database, (db) =>
    db.run(
      `COPY (SELECT ${castColumns('raw_energy_data')} FROM (
         SELECT r.* REPLACE (CASE WHEN r.${column} IS NOT NULL THEN coalesce(c.kwh, r.${column}) END AS ${column})
         FROM (SELECT *, CASE WHEN ${column} IS NOT NULL THEN ${place} END AS place FROM ${readings}) r
         LEFT JOIN read_csv(${literal(changes)}, auto_detect = false, header = false, delim = ',',
           columns = {place: 'BIGINT', us: 'BIGINT', kwh: 'DECIMAL(18,9)'}) c
           ON c.place = r.place AND c.us = epoch_us(r.utc)
       )) TO ${literal(target)} (FORMAT parquet)`,
    ),
  );
  const output = await detectAnomalies({ ...validated, data: { prefix, months: [month] } }, context);
  const relation = (table: string) => {
    const written = output.tables.find((each) => each.table === table);
    const file = join(root, 'lake', `${written?.prefix}${FILES.table}`);
    return `read_parquet(${literal(file)}, hive_partitioning = false)`;
  };
  return withDatabase(context.database, async (db) => {
    const names = `(SELECT DISTINCT ON (site_id, appliance) site_id, appliance, ${PLACE} AS place, interval_minutes
      FROM ${readings} WHERE ${column} IS NOT NULL ORDER BY ALL)`;
    const events = await db.rows(`
      SELECT CAST(place AS INTEGER) AS place, kind, ${HOURS('start_utc')} AS start, ${HOURS('end_utc')} AS "end"
      FROM ${relation('anomaly_event_data')} JOIN ${names} USING (site_id, appliance) ORDER BY place, start`);
    const single = await db.rows(`
      SELECT CAST(place AS INTEGER) AS place, direction, ${HOURS('utc')} AS start, ${HOURS('utc')} +
        interval_minutes / 60 AS "end"
      FROM ${relation('anomaly_data')} JOIN ${names} USING (site_id, appliance) ORDER BY place, start`);
    rmSync(join(root, 'lake', prefix), { recursive: true, force: true });
    const found = z.array(eventSchema).parse(events);
    const outliers = z.array(readingSchema).parse(single);
    return {
      events: (kinds) => found.filter(({ kind }) => kinds.includes(kind)),
      zScore: (directions) => merged(outliers.filter(({ direction }) => directions.includes(direction))),
    };
  });
}

const spanSchema = z.object({ place: z.number(), start: z.number(), end: z.number() });
const eventSchema = spanSchema.extend({ kind: z.enum(EVENT_KINDS) });
const readingSchema = spanSchema.extend({ direction: z.enum(['HIGH', 'LOW']) });
