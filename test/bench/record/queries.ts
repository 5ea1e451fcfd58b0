/**
 * What a query of a month reads where its readings came in two thousand small uploads, and where they came in a few
 * files: the same readings of the same sites, published through the record's own merge, and the columns that the query
 * names.
 */
import { z } from 'zod';
import { literal, withDatabase } from '../../../shared/database/duckdb.ts';
import { follow } from '../../../shared/record/follow.ts';
import { type RecordReading, type RecordWorld, recordWorld, upload } from '../../helpers/record.ts';

export interface Read {
  readonly uploads: number;
  readonly files: number;
  /** Of the columns that the query names, compressed. */
  readonly bytes: number;
  /** Of all columns, those that name uploads too. */
  readonly all_bytes: number;
  readonly kwh: number;
}

const SITES = ['a', 'b', 'c', 'd', 'e'] as const;
const DAYS = 31;
const QUARTER_MINUTES = 15;
const QUARTERS = DAYS * 24 * 4;
/** What `SELECT appliance, sum(kwh)` reads. */
const COLUMNS = ['appliance', 'kwh'] as const;
/** Uploads that are taken into the record together, as those are that come at once. */
const AT_ONCE = 100;

const totalSchema = z.tuple([z.object({ kwh: z.number() })]);
const bytesSchema = z.tuple([z.object({ bytes: z.coerce.number(), all_bytes: z.coerce.number() })]);

/** @param uploadsPerSite uploads that a site's month of quarter hours comes in */
export async function readMonth(uploadsPerSite: number): Promise<Read> {
  const world = await recordWorld();
  try {
    let uploads = 0;
    for (let nth = 0; nth < uploadsPerSite; nth += 1) {
      for (const site of SITES) {
        const readings = partOf(site, nth, uploadsPerSite);
        const named = { dataset: `${site}-${nth}`, run: `run-${uploads}`, uploaded: uploads };
        await upload({ ...named, readings, ends: true }, world.context());
        uploads += 1;
      }
      const isLast = nth === uploadsPerSite - 1;
      if (isLast || (nth + 1) % (AT_ONCE / SITES.length) === 0) await follow(SITES, world.context());
    }
    return { uploads, ...(await measured(world)) };
  } finally {
    await world.close();
  }
}

/** The part of a site's month that one of its uploads has; kWh differ from reading to reading. */
function partOf(site: string, nth: number, of: number): RecordReading[] {
  const from = Math.floor((nth * QUARTERS) / of);
  const to = Math.floor(((nth + 1) * QUARTERS) / of);
  return Array.from({ length: to - from }, (_, index) => {
    const at = (from + index) * QUARTER_MINUTES;
    const kwh = 1 + (((from + index) * 7919) % 997);
    return { thing: `${site} total use`, from: at, to: at + QUARTER_MINUTES, kwh };
  });
}

/** The files of all partitions, and what the query reads of them. */
async function measured({ lake, catalog, context }: RecordWorld): Promise<Omit<Read, 'uploads'>> {
  const { folder, database } = context();
  const keys: string[] = [];
  for (const [, location] of catalog.locations('raw_energy_data'))
    keys.push(...(await lake.list(location.slice(`s3://${lake.bucket}/`.length), 10)).map(({ key }) => key));
  const files = await Promise.all(
    keys.map(async (key, nth) => {
      const file = `${folder}/queried-${nth}.parquet`;
      await lake.download(key, file);
      return literal(file);
    }),
  );
  return withDatabase(database, async (db) => {
    const list = `[${files.join(', ')}]`;
    const columns = COLUMNS.map((name) => literal(name)).join(', ');
    const [sizes] = bytesSchema.parse(
      await db.rows(
        `SELECT sum(total_compressed_size) FILTER (path_in_schema IN (${columns})) AS bytes,
          sum(total_compressed_size) AS all_bytes FROM parquet_metadata(${list})`,
      ),
    );
    const [{ kwh }] = totalSchema.parse(
      await db.rows(`SELECT CAST(sum(kwh) AS DOUBLE) AS kwh FROM read_parquet(${list}, hive_partitioning = false)`),
    );
    return { files: files.length, ...sizes, kwh };
  });
}
