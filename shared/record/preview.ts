/** What a change would make of the months of its sites, in energy and in money, before anything is written. */
import pMap from 'p-map';
import { z } from 'zod';
import { type Database, literal, withDatabase } from '../database/duckdb.ts';
import { generationFile } from '../lake/keys.ts';
import type { Manifest, Publication } from '../lake/manifest.ts';
import { withFolder } from '../lake/run-files.ts';
import { billReach } from '../tariff/reach-of-bills.ts';
import type { RecordContext } from './context.ts';
import { copyOf, publicationOf } from './copies.ts';
import { type LakeFiles, lakeFiles } from './files.ts';
import { type Change, type Published, TRANSFERS_AT_ONCE } from './gather.ts';
import { tryGenerations } from './generations.ts';
import { affected } from './neighbours.ts';
import { tariffsOf } from './prices.ts';
import { readRecord, type SiteRecord } from './site-record.ts';
import { type Touched, together, touchedByPublication } from './touched.ts';
import type { WrittenFile } from './write-by-month.ts';

/** What a month comes to. */
export interface MonthFigures {
  /** Energies that count, kWh; null where there are none. */
  readonly used: number | null;
  readonly produced: number | null;
  /** What the site pays, by currency; nothing where no tariff holds. */
  readonly costs: Readonly<Record<string, number>>;
  /** What the energies stand on: at basis grid `used` is from the grid, and `produced` into it. */
  readonly bases: Readonly<Record<'used' | 'produced', readonly string[]>>;
}

export interface MonthChange {
  readonly site: string;
  readonly month: string;
  readonly before: MonthFigures;
  readonly after: MonthFigures;
}

const AT_ONCE = 8;
const NOTHING: MonthFigures = { used: null, produced: null, costs: {}, bases: { used: [], produced: [] } };

/** A change that is to be looked at. */
export interface Planned {
  /** What the datasets of the change would publish; those that are not named stay as they are. */
  readonly next: Published;
  /** The months in which they have or would have readings. */
  readonly touched: Touched;
  /** Sites whose every month is made again. */
  readonly whole?: ReadonlySet<string>;
  readonly change?: (record: SiteRecord) => SiteRecord;
  /** Where their readings would come from. */
  readonly files?: (files: LakeFiles, db: Database) => LakeFiles;
}

/** As if the dataset published nothing; a copy takes its place. */
export async function previewWithout(manifest: Manifest, context: RecordContext): Promise<MonthChange[]> {
  const { dataset, published } = manifest;
  if (!published) return [];
  const copy = await copyOf(dataset, published, context);
  const instead = copy ? [[copy.dataset, publicationOf(copy, published, published.committed_at)] as const] : [];
  const touched = await touchedByAll([published], context);
  return preview({ next: new Map([[dataset, null], ...instead]), touched }, context);
}

/** As if the dataset came after all others. */
export async function previewPreferred(
  { dataset, published }: Manifest,
  context: RecordContext,
): Promise<MonthChange[]> {
  if (!published) return [];
  const touched = await touchedByAll([published], context);
  const change = (record: SiteRecord) => ({ ...record, preferred: [...record.preferred, dataset] });
  return preview({ next: new Map([[dataset, published]]), touched, change }, context);
}

/** As if the dataset published something else. */
export async function previewInstead(
  { dataset, published }: Manifest,
  publication: Publication,
  context: RecordContext,
): Promise<MonthChange[]> {
  const touched = await touchedByAll(published ? [published, publication] : [publication], context);
  return preview({ next: new Map([[dataset, publication]]), touched }, context);
}

/** As if every month of the sites were made today, with the tariffs and settings of today. */
export async function previewRefresh(sites: Iterable<string>, context: RecordContext): Promise<MonthChange[]> {
  const whole = new Set(sites);
  return preview({ next: new Map(), touched: new Map([...whole].map((site) => [site, new Set()])), whole }, context);
}

export async function touchedByAll(publications: readonly Publication[], context: RecordContext): Promise<Touched> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const files = lakeFiles(context.lake, folder);
      const all: Touched[] = [];
      for (const publication of publications) all.push(await touchedByPublication(publication, files, db));
      return together(...all);
    }),
  );
}

/** @returns the months that are there before or after, in order by site */
export async function preview(
  { next, touched, whole = new Set(), change = (record) => record, files: filesOf = (files) => files }: Planned,
  context: RecordContext,
): Promise<MonthChange[]> {
  const tariffs = tariffsOf(context);
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const stored = lakeFiles(context.lake, folder);
      const months = await pMap(
        touched,
        async ([site, theirs]): Promise<Change[]> => {
          const { record } = await readRecord(context.lake, site);
          const bills = billReach(site, (await tariffs(record)).plans);
          const named = [...new Set([...theirs, ...(whole.has(site) ? Object.keys(record.months) : [])])].sort();
          return affected(named, record, bills).map((month) => ({
            ...{ record: { ...change(record), bills }, month, datasets: [...next.keys()] },
          }));
        },
        { concurrency: AT_ONCE },
      );
      const changes = months.flat();
      const before = await figures(await storedFiles(changes, stored), db);
      const after = await tryGenerations(changes, next, filesOf(stored, db), db, tariffs, async (some, written) => {
        const made = await figures(written, db);
        return some.map((each, nth) => ({ key: keyOf(each), figures: made.get(nth) ?? NOTHING }));
      });
      const made = new Map(after.map(({ key, figures: theirs }) => [key, theirs]));
      return changes
        .map((each, nth) => ({
          ...{ site: each.record.site, month: each.month },
          before: before.get(nth) ?? NOTHING,
          after: made.get(keyOf(each)) ?? NOTHING,
        }))
        .filter((each) => each.before !== NOTHING || each.after !== NOTHING);
    }),
  );
}

const keyOf = ({ record, month }: Change) => JSON.stringify([record.site, month]);

const FIGURE_TABLES = ['raw_energy_data', 'bill_data'] as const;
type FigureFile = Pick<WrittenFile, 'nth' | 'table' | 'file'>;

/** Files of the present versions, by place among the changes. */
async function storedFiles(changes: readonly Change[], files: LakeFiles): Promise<FigureFile[]> {
  const wanted = changes.flatMap(({ record, month }, nth) => {
    const known = record.months[month];
    return FIGURE_TABLES.filter((name) => known?.tables.some(({ table }) => table === name)).map((table) => ({
      ...{ nth, table, key: generationFile(known?.generation ?? '', table) },
    }));
  });
  return pMap(wanted, async ({ nth, table, key }) => ({ nth, table, file: await files.fetch(key) }), {
    concurrency: TRANSFERS_AT_ONCE,
  });
}

/** SQL: the bases of an energy's readings. */
const basesOf = (energy: string) =>
  `coalesce(list(DISTINCT basis) FILTER (basis IS NOT NULL AND ${energy} IS NOT NULL), [])`;

const energySchema = z.array(
  z.object({
    filename: z.string(),
    used: z.number().nullable(),
    produced: z.number().nullable(),
    bases: z.object({ used: z.array(z.string()), produced: z.array(z.string()) }),
  }),
);
const costSchema = z.array(z.object({ filename: z.string(), currency: z.string(), cost: z.number() }));

/** By place. */
async function figures(files: readonly FigureFile[], db: Database): Promise<Map<number, MonthFigures>> {
  const rowsOf = async (name: (typeof FIGURE_TABLES)[number], query: string) => {
    const list = files.flatMap(({ table, file }) => (table === name ? [literal(file)] : []));
    if (list.length === 0) return [];
    const read = `read_parquet([${list.join(', ')}], filename = true, union_by_name = true, hive_partitioning = false)`;
    return db.rows(query.replace('FILES', read));
  };
  const energies = energySchema.parse(
    await rowsOf(
      'raw_energy_data',
      `SELECT filename, CAST(sum(kwh) AS DOUBLE) AS used, CAST(sum(generated_kwh) AS DOUBLE) AS produced,
          {'used': ${basesOf('kwh')}, 'produced': ${basesOf('generated_kwh')}} AS bases
        FROM FILES GROUP BY filename`,
    ),
  );
  const costs = costSchema.parse(
    await rowsOf(
      'bill_data',
      `SELECT filename, currency, CAST(sum(net_cost) AS DOUBLE) AS cost FROM FILES
        WHERE net_cost IS NOT NULL AND currency IS NOT NULL GROUP BY filename, currency ORDER BY currency`,
    ),
  );
  const places = new Map(files.map(({ file, nth }) => [file, nth]));
  const found = new Map<number, MonthFigures>();
  for (const { filename, ...energy } of energies) found.set(places.get(filename) ?? -1, { ...energy, costs: {} });
  for (const { filename, currency, cost } of costs) {
    const nth = places.get(filename) ?? -1;
    const known = found.get(nth) ?? NOTHING;
    found.set(nth, { ...known, costs: { ...known.costs, [currency]: cost } });
  }
  return found;
}
