/**
 * What a file holds beside energies: money, prices, gas, reactive energy, temperatures. Their columns are read a second
 * time, by the same reader and with the same clock, so that nothing of them can disturb the energies.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { type Database, literal } from '../../../shared/database/duckdb.ts';
import { isQuantity, QUANTITIES } from '../../../shared/energy/flows.ts';
import type { BalanceSummary, Layout, LayoutColumn } from '../../../shared/readings/layout.ts';
import { MINUTE_US } from '../../../shared/time-units.ts';
import { createSeries } from '../read/series-summary.ts';
import { seriesNames, slotsOf, statesEnds } from '../read/slots.ts';
import { createStagingTable } from '../read/staging-table.ts';
import { resolveRepeated } from '../settle/ambiguous-local-time.ts';
import { settle } from '../settle/deduplicate.ts';
import { alignEnds } from '../settle/interval-end-timestamps.ts';
import type { ReadUpload } from '../settle/read-upload.ts';
import { costOfFile } from './cost-of-file.ts';
import { betweenStands, type Measure, registersAmong } from './stands.ts';

export interface Measures {
  /** SQL relation with the columns of upload_readings; null where the file has no such column. */
  readonly rows: string | null;
  readonly summary: BalanceSummary['measures'];
  readonly fileCost: BalanceSummary['file_cost'];
}

export const NO_MEASURES: Measures = { rows: null, summary: [], fileCost: null };

const LISTED = 200;

/**
 * A layout in which the measures stand where the energies stood. The unit of the reader is a placeholder: its factor is
 * 1.
 */
function layoutOfMeasures(layout: Layout): Layout | undefined {
  if (layout.shape === 'day-rows') return undefined;
  const isMeasure = ({ role }: LayoutColumn) => isQuantity(role);
  if (!layout.columns.some(isMeasure)) return undefined;
  const hasNames = layout.columns.some(({ role }) => role === 'appliance');
  const columns = layout.columns.flatMap((column): LayoutColumn[] => {
    if (isMeasure(column))
      return [{ ...column, role: 'energy', unit: 'kWh', quantity_unit: unitOf(column), appliance: column.name }];
    const isValue = column.role === 'energy' || column.role === 'power' || column.role === 'register';
    // `Electricity`, `Gas`: amounts of one time in several rows are told apart by what the rows are of.
    if (column.role === 'measure' && !hasNames) return [{ ...column, role: 'appliance' }];
    const isOfValues = column.role === 'unit' || column.role === 'measure';
    return isValue || isOfValues ? [{ ...column, role: 'ignored' }] : [column];
  });
  const { flows: _, ...others } = layout;
  return { ...others, columns };
}

function unitOf({ quantity_unit }: LayoutColumn): NonNullable<LayoutColumn['quantity_unit']> {
  return quantity_unit ?? { unit: '', factor: 1 };
}

const seriesSchema = z.object({ appliance: z.string() });
const figuresSchema = z.object({
  readings: z.coerce.number(),
  sum: z.number(),
  mean: z.number(),
  min: z.number(),
  max: z.number(),
});

/**
 * @param withDatabase opens a database beside the one that holds the energies
 * @param folder where their file is kept until the readings are written
 */
export async function readMeasures(
  { recognised, source, zones }: ReadUpload,
  withDatabase: <T>(use: (db: Database) => Promise<T>) => Promise<T>,
  folder: string,
): Promise<Measures> {
  const layout = layoutOfMeasures(recognised.layout);
  if (!layout) return NO_MEASURES;
  const quantities = new Map(
    recognised.layout.columns.flatMap(({ index, role }) => (isQuantity(role) ? [[index, role] as const] : [])),
  );
  const file = join(folder, 'measures.parquet');
  return withDatabase(async (db) => {
    const staged = await createStagingTable({ ...source, recognised: { ...recognised, layout } }, true, db);
    await resolveRepeated(staged.table, `${staged.table}_stored`, layout, zones, slotsOf(layout).length > 1, db);
    const stage = await alignEnds(staged, true, layout, zones, db);
    const { accepted } = await settle(stage, layout, {}, db);
    await createSeries(accepted, db);
    const names = seriesNames(layout);
    const found = (await db.rows(`SELECT DISTINCT appliance FROM ${accepted} ORDER BY 1`)).flatMap((row) => {
      const { appliance: key } = seriesSchema.parse(row);
      const name = names(key);
      const quantity = name && quantities.get(name.column.index);
      return name && quantity ? [{ key, name, quantity }] : [];
    });
    if (found.length === 0) return NO_MEASURES;
    const keys = await registersAmong(accepted, found, db);
    const registers = found.filter(({ key }) => keys.has(key));
    const values = registers.length === 0 ? accepted : await betweenStands(accepted, layout, registers, db);
    await writeMeasures(values, statesEnds(layout) || registers.length > 0, found, file, db);
    const rows = `read_parquet(${literal(file)})`;
    const summary = await summaryOf(rows, found, keys, db);
    return { rows, summary, fileCost: await costOfFile(rows, summary, db) };
  });
}

async function writeMeasures(
  accepted: string,
  hasEnds: boolean,
  found: readonly Measure[],
  file: string,
  db: Database,
): Promise<void> {
  const of = (value: (each: Measure) => string) =>
    `CASE appliance ${found.map((each) => `WHEN ${literal(each.key)} THEN ${value(each)}`).join(' ')} END`;
  const unit = ({ name }: Measure) => unitOf(name.column);
  const usual = `coalesce(to_microseconds(CAST(round(interval_minutes * ${MINUTE_US}) AS BIGINT)), INTERVAL 0 SECOND)`;
  await db.run(
    `COPY (SELECT site_id, ${of(({ name }) => literal(name.name))} ` +
      `AS series, ${of(({ quantity }) => literal(quantity))} AS flow, ` +
      `${of(({ name }) => (name.recordName === undefined ? 'NULL' : literal(name.recordName)))} AS meter, ` +
      `NULL::VARCHAR AS parent, ` +
      `'unknown' AS quality, nullif(${of((each) => literal(unit(each).unit))}, '') AS unit, timestamp, utc, ` +
      `${hasEnds ? `coalesce(end_utc, utc + ${usual})` : `utc + ${usual}`} AS end_utc, ` +
      `TRY_CAST(CAST(kwh AS DECIMAL(29,9)) * ` +
      `${of((each) => `CAST(${unit(each).factor} AS DECIMAL(9,6))`)} AS DECIMAL(18,9)) AS value ` +
      `FROM ${accepted} JOIN (SELECT site_id, appliance, interval_minutes FROM series) USING (site_id, appliance) ` +
      `ORDER BY site_id, series, utc) TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`,
  );
}

async function summaryOf(
  rows: string,
  found: readonly Measure[],
  registers: ReadonlySet<string>,
  db: Database,
): Promise<Measures['summary']> {
  const listed: BalanceSummary['measures'][number][] = [];
  for (const { key, name, quantity } of found.slice(0, LISTED)) {
    const [row] = await db.rows(
      `SELECT count(*) AS readings, CAST(sum(value) AS DOUBLE) AS sum, ` +
        `CAST(sum(value) AS DOUBLE) / count(*) AS mean, ` +
        `CAST(min(value) AS DOUBLE) AS min, CAST(max(value) AS DOUBLE) AS max FROM ${rows} ` +
        `WHERE series = ${literal(name.name)}`,
    );
    const { sum, ...figures } = figuresSchema.parse(row);
    const { unit } = unitOf(name.column);
    listed.push({
      ...{ name: name.name, column: name.column.name, quantity, unit: unit === '' ? null : unit },
      ...{ ...figures, sum: QUANTITIES[quantity].adds ? sum : null },
      ...(registers.has(key) ? { register: true } : {}),
    });
  }
  return listed;
}
