/**
 * Series of a gas or heat meter in a file that gives each of its readings twice: as the volume that went through, and
 * as the energy that was in it. No meter of electricity counts cubic metres.
 */

import type { Database } from '../../../shared/database/duckdb.ts';
import type { Flow } from '../../../shared/energy/flows.ts';
import type { Layout } from '../../../shared/readings/layout.ts';
import { otherUnitOf, unitOf } from '../../../shared/readings/units.ts';
import { columnWithRole, seriesNames } from '../read/slots.ts';
import type { StagingTable } from '../read/staging-table.ts';

/** Energies whose time has a volume as well, of all of a series. */
const BESIDE = 0.9;
const PAIRS_NEEDED = 3;
/** Energy by volume is nearly the same in each reading of gas or of the water of a heating; electricity has none. */
const SPREAD = 0.2;
/** Kilowatt-hours in a cubic metre of natural gas: from 8 of the leanest to 13 of the richest, rounding aside. */
const GAS = [7, 14] as const;

/**
 * @param stage a numbered one, which still has the records of other quantities
 * @returns the layout, in which such series are of gas or heat, unless a person said what they are
 */
export async function withFuels(stage: StagingTable, layout: Layout, db: Database): Promise<Layout> {
  if (!columnWithRole(layout, 'unit')) return layout;
  const units = (await db.rows(`SELECT DISTINCT unit FROM ${stage.table} WHERE unit IS NOT NULL`)).map(({ unit }) =>
    String(unit),
  );
  const volumes = units.filter((unit) => otherUnitOf(unit) === 'volume');
  const energies = units.filter((unit) => unitOf(unit) !== undefined);
  if (volumes.length === 0 || energies.length === 0) return layout;
  const of = (list: string, value: string) =>
    `SELECT site_id, appliance, utc, sum(${value}) AS ${list} FROM ${stage.table} WHERE utc IS NOT NULL ` +
    `AND unit IN (SELECT unnest(from_json($${list}, '["VARCHAR"]'))) GROUP BY ALL`;
  // The small ones are mostly rounding.
  const ratios =
    'SELECT site_id, appliance, energies / volumes AS ratio FROM pairs WHERE energies > 0 AND volumes > 0 ' +
    'QUALIFY volumes >= median(volumes) OVER (PARTITION BY site_id, appliance)';
  const found = await db.rows(
    `WITH e AS (${of('energies', 'kwh')}), v AS (${of('volumes', 'number')}), ` +
      `pairs AS (SELECT * FROM e LEFT JOIN v USING (site_id, appliance, utc)), ratios AS (${ratios}), ` +
      `matched AS (SELECT site_id, appliance FROM pairs GROUP BY ALL ` +
      `HAVING count(volumes) >= greatest(${PAIRS_NEEDED}, ${BESIDE} * count(*))) ` +
      `SELECT appliance, median(ratio) AS ratio FROM ratios SEMI JOIN matched USING (site_id, appliance) ` +
      `GROUP BY appliance HAVING quantile_cont(ratio, 0.9) - quantile_cont(ratio, 0.1) <= ${SPREAD} * median(ratio) ` +
      'ORDER BY appliance',
    { energies: JSON.stringify(energies), volumes: JSON.stringify(volumes) },
  );
  const nameOf = seriesNames(layout);
  const [least, most] = GAS;
  const flows = found.flatMap(({ appliance, ratio }): [string, Flow][] => {
    const name = nameOf(String(appliance));
    const said = name?.recordName ?? name?.direction;
    if (!said || Object.hasOwn(layout.flows ?? {}, said)) return [];
    return [[said, Number(ratio) >= least && Number(ratio) <= most ? 'gas' : 'heat']];
  });
  if (flows.length === 0) return layout;
  return {
    ...layout,
    flows: { ...layout.flows, ...Object.fromEntries(flows) },
    decisions: [
      ...layout.decisions,
      ...flows.map(([name, flow]) => ({
        what: `series "${name}"`,
        chosen: flow,
        why: 'each of its energies stands beside a volume of the same time, and in the same relation to it',
      })),
    ],
  };
}
