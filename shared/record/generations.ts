/**
 * Makes new versions of sites' months: takes the rows of some datasets out, puts their present ones in, decides, works
 * out what they come to, writes.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import type { Database } from '../database/duckdb.ts';
import { generationFile, generationPrefix } from '../lake/keys.ts';
import { monthPrices } from '../tariff/digest.ts';
import type { Tariffs } from '../tariff/timeline.ts';
import { recordBalance } from './balance.ts';
import type { RecordContext } from './context.ts';
import { earlierFiles, reachesOf } from './earlier.ts';
import type { LakeFiles } from './files.ts';
import { createClusters, fold, type Preferred, unfolded } from './fold.ts';
import { FOUND_TABLE, gatherFound } from './found.ts';
import {
  type Change,
  createChanges,
  loneMonths,
  type Published,
  TRANSFERS_AT_ONCE,
  UPLOADED_READINGS,
} from './gather.ts';
import { aggregateMonths } from './month-tables.ts';
import { meetingMonths } from './neighbours.ts';
import type { TariffsOf } from './prices.ts';
import { gatherJoined, KEPT_STANDS, STANDS_TABLE } from './seams.ts';
import { withShares } from './shares.ts';
import { type RecordMonth, RULES } from './site-record.ts';
import { OF_TOGETHER, toldInWhole } from './wholes.ts';
import { rowsIn, type WrittenFile, writeByMonth, writeMonths } from './write-by-month.ts';

const PARQUET = 'application/vnd.apache.parquet';
/** Months of sites that are made in one pass; DuckDB keeps a file of each open. */
const MONTHS_AT_ONCE = 400;

/** A month that was made; null where nothing is left of it. */
export interface Made extends Change {
  readonly made: RecordMonth | null;
}

/**
 * @param commit names the versions that are made; never used before
 * @throws InputRejected SETTING_INVALID when the lake's tariffs cannot be used
 */
export async function makeGenerations(
  changes: readonly Change[],
  published: Published,
  commit: string,
  files: LakeFiles,
  db: Database,
  context: RecordContext & { readonly tariffs: TariffsOf },
): Promise<Made[]> {
  const made: Made[] = [];
  await eachPass(changes, context.tariffs, db, async (some, tariffs, nth) => {
    const folder = join(files.folder, `made-${commit}-${nth}`);
    const own = { ...files, folder };
    const { written, reaches } = await makeSome(some, published, tariffs, commit, own, db);
    const found = await writeFound(some, published, written, commit, own, db, context);
    made.push(...(await store(some, { written: [...written, ...found], reaches }, tariffs, commit, context)));
    await rm(folder, { recursive: true, force: true });
  });
  return made;
}

/** Calls `make` for months that are made together: those of whole sites with the same tariffs. */
async function eachPass(
  changes: readonly Change[],
  tariffsOf: TariffsOf,
  db: Database,
  make: (changes: readonly Change[], tariffs: Tariffs, nth: number) => Promise<void>,
): Promise<void> {
  const priced = await pMap(changes, async (change) => ({ change, tariffs: await tariffsOf(change.record) }));
  let nth = 0;
  for (const [tariffs, theirs] of Map.groupBy(priced, (each) => each.tariffs)) {
    for (const some of passesOf(theirs.map(({ change }) => change))) {
      await db.run(`SET partitioned_write_max_open_files = ${some.length + 1}`);
      await make(some, tariffs, nth);
      nth += 1;
    }
  }
}

/** Sites are made whole: their months have to do with each other. */
function passesOf(changes: readonly Change[]): Change[][] {
  const passes: Change[][] = [];
  for (const months of Map.groupBy(changes, ({ record }) => record.site).values()) {
    const last = passes.at(-1);
    if (last && last.length + months.length <= MONTHS_AT_ONCE) last.push(...months);
    else passes.push([...months]);
  }
  return passes;
}

interface MadeFiles {
  readonly written: readonly WrittenFile[];
  /** The last month that the readings of each last into, by place. */
  readonly reaches: ReadonlyMap<number, string>;
}

const NOTHING: MadeFiles = { written: [], reaches: new Map() };

async function makeSome(
  changes: readonly Change[],
  published: Published,
  tariffs: Tariffs,
  commit: string,
  files: LakeFiles,
  db: Database,
): Promise<MadeFiles> {
  const preferred = preferredIn(changes);
  await createChanges(changes, db);
  const looked = [...changes, ...lookedAt(changes)];
  const gathered = await gatherJoined(changes, looked, published, files, db);
  if (gathered === null) return NOTHING;
  const { rows, own, seams } = gathered;
  const lone = seams ? null : await loneMonths(changes, published, files);
  const contested = lone === null && (await createClusters(rows, db));
  const told = contested ? await toldInWhole(rows, db) : null;
  const folded = contested ? await fold(told ?? rows, preferred, db) : unfolded(rows);
  const { counted, shadowed, overlaps } = told === null ? folded : await withShares(folded, db);
  const write = (table: WrittenFile['table'], relation: string) =>
    writeByMonth(table, `SELECT * FROM ${relation} JOIN changes USING (site_id, month)`, commit, files.folder, db);
  const readings = lone
    ? await writeMonths('raw_energy_data', lone, commit, files.folder, db)
    : await write('raw_energy_data', counted);
  if (readings.length === 0) return NOTHING;
  const shadows = overlaps ? await write('shadowed_readings', shadowed) : [];
  const asTold = told === null ? [] : await write(UPLOADED_READINGS, `(SELECT * FROM ${rows} ${OF_TOGETHER})`);
  const made = new Set(readings.map(({ nth }) => nth));
  const stands = (await write(STANDS_TABLE, KEPT_STANDS)).filter(({ nth }) => made.has(nth));
  const counts = { rows: own, seams, readings: rowsIn('raw_energy_data', readings), together: told !== null };
  const balance = await recordBalance(looked, published, counts, preferred, files, db);
  const balanced = await write('balance_data', balance.counted);
  const uploaded = balance.uploaded === null ? [] : await write('uploaded_balance', balance.uploaded);
  const written = [...readings, ...shadows, ...asTold, ...balanced, ...uploaded, ...stands];
  const reaches = await reachesOf(written, db);
  const earlier = await earlierFiles(changes, written, reaches, files);
  const aggregated = await aggregateMonths(changes, written, earlier, tariffs, commit, files.folder, db);
  return { written: [...written, ...aggregated], reaches };
}

/** Months that stay as they are, whose readings may meet those of months that are made. */
function lookedAt(changes: readonly Change[]): Change[] {
  return [...Map.groupBy(changes, ({ record }) => record)].flatMap(([record, theirs]) => {
    const made = theirs.map(({ month }) => month);
    return meetingMonths(made, record)
      .filter((month) => !made.includes(month))
      .map((month) => ({ record, month, datasets: [] }));
  });
}

/** What the uploads of months that were made found out of the ordinary: it needs their readings to be of any use. */
async function writeFound(
  changes: readonly Change[],
  published: Published,
  written: readonly WrittenFile[],
  commit: string,
  files: LakeFiles,
  db: Database,
  { lake }: RecordContext,
): Promise<WrittenFile[]> {
  const made = new Set(written.map(({ nth }) => nth));
  const found = made.size > 0 ? await gatherFound(changes, published, files, db, lake) : null;
  if (found === null) return [];
  const query = `SELECT * FROM ${found} JOIN changes USING (site_id, month)`;
  return (await writeByMonth(FOUND_TABLE, query, commit, files.folder, db)).filter(({ nth }) => made.has(nth));
}

/** Brings the files into the lake. */
async function store(
  changes: readonly Change[],
  { written, reaches }: MadeFiles,
  tariffs: Tariffs,
  commit: string,
  { lake }: RecordContext,
): Promise<Made[]> {
  const prefixes = changes.map(({ record, month }) => generationPrefix(record.site, month, commit));
  await pMap(
    written,
    ({ nth, table, file }) => lake.upload(generationFile(prefixes[nth] ?? '', table), file, PARQUET),
    { concurrency: TRANSFERS_AT_ONCE },
  );
  const byMonth = Map.groupBy(written, ({ nth }) => nth);
  return changes.map((change, nth) => {
    const tables = (byMonth.get(nth) ?? []).map(({ table, rows }) => ({ table, rows }));
    if (tables.length === 0) return { ...change, made: null };
    const last = reaches.get(nth) ?? change.month;
    const reach = last > change.month ? { reaches: last } : {};
    const prices = monthPrices(change.record.site, change.month, tariffs);
    const found = tables.find(({ table }) => table === FOUND_TABLE)?.rows ?? 0;
    return { ...change, made: { generation: prefixes[nth] ?? '', tables, ...reach, prices, rules: RULES, found } };
  });
}

/**
 * Makes versions of months to look at what they come to; nothing is kept.
 * @param look called for each pass with the files of its months, by place among its changes
 * @throws InputRejected SETTING_INVALID when the lake's tariffs cannot be used
 */
export async function tryGenerations<T>(
  changes: readonly Change[],
  published: Published,
  files: LakeFiles,
  db: Database,
  tariffs: TariffsOf,
  look: (changes: readonly Change[], written: readonly WrittenFile[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const seen: T[] = [];
  await eachPass(changes, tariffs, db, async (some, theirs, nth) => {
    const folder = join(files.folder, `tried-${nth}`);
    const { written } = await makeSome(some, published, theirs, 'tried', { ...files, folder }, db);
    seen.push(...(await look(some, written)));
    await rm(folder, { recursive: true, force: true });
  });
  return seen;
}

function preferredIn(changes: readonly Change[]): Preferred[] {
  const sites = new Map(changes.map(({ record }) => [record.site, record.preferred]));
  return [...sites].flatMap(([site, datasets]) => datasets.map((dataset) => ({ site, dataset })));
}
