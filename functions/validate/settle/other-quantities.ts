/**
 * Records of another quantity than the energies: those whose unit is kVArh or °C, and the power that stands beside the
 * energy of the same series and time. They are no fault of the file, and none of its energy.
 */
import { z } from 'zod';
import type { Database } from '../../../shared/database/duckdb.ts';
import type { Layout, Note } from '../../../shared/readings/layout.ts';
import { otherUnitOf, unitOf } from '../../../shared/readings/units.ts';
import { formatCount, shortened } from '../../../shared/text/format.ts';
import { listed } from '../../../shared/text/listed.ts';
import { columnWithRole, hasMeasureColumn, seriesNames } from '../read/slots.ts';
import type { StagingTable } from '../read/staging-table.ts';
import { saysNoEnergy, saysNothingOfEnergy } from '../recognise/id-columns.ts';
import { GOOD } from '../reject-codes.ts';

/** A series gives its power beside its energy where so many of its powers have an energy at their time. */
const BESIDE = 0.9;
const UNITS_LISTED = 5;
const UNIT_LENGTH = 20;
const NAME_LENGTH = 40;

const unitsSchema = z.array(z.object({ unit: z.string(), records: z.coerce.number() }));
const countsSchema = z.tuple([z.object({ records: z.coerce.number(), rows: z.coerce.number() })]);

/**
 * @param stage a numbered one
 * @returns the stage without the records of other quantities, which its notes name
 */
export async function withoutOtherQuantities(stage: StagingTable, layout: Layout, db: Database): Promise<StagingTable> {
  const directed = hasMeasureColumn(layout) ? await withoutOtherDirections(stage, layout, db) : stage;
  if (!columnWithRole(layout, 'unit')) return directed;
  const energies = await withoutOtherNames(await withoutOtherUnits(directed, db), layout, db);
  return withoutPowerBesideEnergy(energies, db);
}

/** A file of nothing else keeps its records: they are rejected, and the refusal says why. */
async function withoutOtherUnits(stage: StagingTable, db: Database): Promise<StagingTable> {
  const found = await db.rows(
    `SELECT unit, count(DISTINCT n) AS records FROM ${stage.table} WHERE unit IS NOT NULL GROUP BY unit ORDER BY unit`,
  );
  const units = unitsSchema.parse(found);
  const other = units.filter(({ unit }) => otherUnitOf(unit) !== undefined);
  if (!units.some(({ unit }) => unitOf(unit) !== undefined)) return stage;
  const names = other.map(
    ({ unit, records }) => `${JSON.stringify(shortened(unit.trim(), UNIT_LENGTH))} (${formatCount(records)})`,
  );
  const message = `Records in units of other quantities are left out: ${listed(names, UNITS_LISTED)}.`;
  const texts = other.map(({ unit }) => unit);
  return without(stage, `unit IN (SELECT unnest(from_json($texts, '["VARCHAR"]')))`, db, {
    note: { code: 'OTHER_QUANTITY_LEFT_OUT', message },
    values: { texts: JSON.stringify(texts) },
  });
}

/** A voltage for which the file gives no unit, beside energies for which it does. */
async function withoutOtherNames(stage: StagingTable, layout: Layout, db: Database): Promise<StagingTable> {
  const nameOf = seriesNames(layout);
  const found = await db.rows(
    `SELECT appliance FROM ${stage.table} WHERE appliance IS NOT NULL GROUP BY appliance ` +
      `HAVING bool_and(coalesce(trim(unit), '') = '') ORDER BY 1`,
  );
  const names = new Map(found.map(({ appliance }) => [String(appliance), nameOf(String(appliance))?.name ?? '']));
  const others = [...names].filter(([, name]) => saysNoEnergy(name));
  if (others.length === 0) return stage;
  const shown = [...new Set(others.map(([, name]) => JSON.stringify(shortened(name, NAME_LENGTH))))];
  return without(stage, `appliance IN (SELECT unnest(from_json($keys, '["VARCHAR"]')))`, db, {
    note: {
      code: 'OTHER_QUANTITY_LEFT_OUT',
      message: `Records of other quantities, for which no unit is given, are left out: ${listed(shown, UNITS_LISTED)}.`,
    },
    values: { keys: JSON.stringify(others.map(([key]) => key)) },
  });
}

/** `Q+` in a column of directions. */
async function withoutOtherDirections(stage: StagingTable, layout: Layout, db: Database): Promise<StagingTable> {
  const nameOf = seriesNames(layout);
  const found = await db.rows(`SELECT DISTINCT appliance FROM ${stage.table} WHERE appliance IS NOT NULL ORDER BY 1`);
  const keys = found.map(({ appliance }) => String(appliance));
  const directions = new Map(keys.map((key) => [key, nameOf(key)?.direction ?? '']));
  const isOther = (key: string) => {
    const direction = directions.get(key) ?? '';
    return saysNothingOfEnergy(direction) && !Object.hasOwn(layout.flows ?? {}, direction);
  };
  const others = keys.filter(isOther);
  if (others.length === 0 || others.length === keys.length) return stage;
  const names = [...new Set(others.map((key) => JSON.stringify(shortened(directions.get(key) ?? '', UNIT_LENGTH))))];
  return without(stage, `appliance IN (SELECT unnest(from_json($keys, '["VARCHAR"]')))`, db, {
    note: {
      code: 'OTHER_QUANTITY_LEFT_OUT',
      message: `Records of forecasts and of other quantities than energy are left out: ${listed(names, UNITS_LISTED)}.`,
    },
    values: { keys: JSON.stringify(others) },
  });
}

async function withoutPowerBesideEnergy(stage: StagingTable, db: Database): Promise<StagingTable> {
  const energies = `SELECT DISTINCT site_id, appliance, utc FROM ${stage.table} WHERE code = ${GOOD} AND NOT power`;
  const series =
    `SELECT site_id, appliance FROM ${stage.table} p LEFT JOIN (${energies}) e USING (site_id, appliance, utc) ` +
    `WHERE p.code = ${GOOD} AND p.power GROUP BY site_id, appliance ` +
    `HAVING count_if(e.utc IS NOT NULL) >= ${BESIDE} * count(*)`;
  const beside = `n IN (SELECT n FROM ${stage.table} SEMI JOIN (${series}) USING (site_id, appliance) WHERE power)`;
  const message =
    'Records of a power that stand beside the energy of the same series and time are left out: they are the same ' +
    'energy again.';
  return without(stage, beside, db, { note: { code: 'POWER_LEFT_OUT', message } });
}

async function without(
  stage: StagingTable,
  condition: string,
  db: Database,
  { note, values = {} }: { readonly note: Omit<Note, 'count'>; readonly values?: Readonly<Record<string, string>> },
): Promise<StagingTable> {
  const [{ records, rows }] = countsSchema.parse(
    await db.rows(
      `SELECT count(DISTINCT n) AS records, count(*) AS rows FROM ${stage.table} WHERE ${condition}`,
      values,
    ),
  );
  if (records === 0) return stage;
  await db.run(`DELETE FROM ${stage.table}_stored WHERE ${condition}`, values);
  return {
    ...stage,
    parsed: stage.parsed - records,
    values: stage.values - rows,
    leftOut: stage.leftOut + records,
    notes: [...stage.notes, { ...note, count: records }],
  };
}
