/** One side of the comparison in ingest.ts: node ingest-read.ts by-hand|recognised FILE FOLDER; prints JSON. */
import { textFormat } from '../../functions/validate/formats/index.ts';
import { recogniseUpload } from '../../functions/validate/ingest.ts';
import { readHead } from '../../functions/validate/open/index.ts';
import { createStagingTable, examine } from '../../functions/validate/read/staging-table.ts';
import { zonesOf } from '../../functions/validate/read/zones.ts';
import { recognise } from '../../functions/validate/recognise/recognise.ts';
import { type Database, literal, withDatabase } from '../../shared/database/duckdb.ts';

interface Parts {
  /** Recognised, parsed and normalised. */
  readonly seconds: number;
  /** And every value, name and key checked. */
  readonly checked_seconds: number;
  readonly recognise_ms: number;
}

const [kind = '', file = '', folder = ''] = process.argv.slice(2);
const given = {
  settings: {},
  timeZone: 'UTC',
  zoneSaid: true,
  siteSaid: false,
  timeZones: new Map(),
  siteId: 'default',
};

async function byHand(db: Database): Promise<number> {
  const started = performance.now();
  await db.run(
    `CREATE TEMP TABLE readings AS SELECT * FROM read_csv(${literal(file)}, auto_detect = false, header = true,
      delim = ',', quote = '"', escape = '"',
       columns = {'timestamp': 'TIMESTAMP', 'appliance': 'VARCHAR', 'kwh': 'DECIMAL(18,9)'})`,
  );
  return (performance.now() - started) / 1000;
}

async function recognised(db: Database): Promise<Parts> {
  const before = performance.now();
  await recognise(
    file,
    { encoding: 'utf-8', compression: 'none', format: textFormat(await readHead(file)) },
    {},
    { name: 'UTC', said: true },
  );
  const recognise_ms = performance.now() - before;
  const now = new Date();
  const started = performance.now();
  const { recognised: found, prepared } = await recogniseUpload(file, given, db, folder);
  const { layout } = found;
  const zones = await zonesOf(given, { file: prepared.file, layout }, now.getUTCFullYear() + 1, db);
  const source = { file: prepared.file, recognised: found, zones, wallDates: [], siteId: given.siteId, now };
  const stage = await createStagingTable(source, false, db);
  const parsed = performance.now();
  if ((await examine(stage, found, db)).verdict !== 'clean') throw new Error('the bench file is not clean');
  const seconds = (parsed - started) / 1000;
  return { seconds, checked_seconds: (performance.now() - started) / 1000, recognise_ms };
}

await withDatabase({ memoryMb: 1800, threads: 2, folder }, async (db) => {
  const result =
    kind === 'by-hand' ? { seconds: await byHand(db), checked_seconds: 0, recognise_ms: 0 } : await recognised(db);
  console.log(JSON.stringify(result));
});
