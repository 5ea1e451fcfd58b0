/** A column that names the meter above each: what a meter without one measures is the whole, all others are parts. */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { Decision } from '../../../shared/readings/layout.ts';
import { listed } from '../../../shared/text/listed.ts';
import { type Nested, nestedNames } from './nested-names.ts';
import type { NumberFormat } from './numbers.ts';
import type { Profile } from './profile.ts';
import type { Roles } from './roles.ts';
import { columnTexts, type Sample } from './sample.ts';

const MOST_NAMED = 6;
const NO_METER: ReadonlySet<string> = new Set(['', '-', '–', '0', 'none', 'null', 'n/a', 'na']);

export interface MeterTree {
  /** Of each series by its name: that of a meter with none above it is the use. */
  readonly flows: Readonly<Record<string, Flow>>;
  /** Name of the series above each that has one. */
  readonly parents: Readonly<Record<string, string>>;
}

/** @returns undefined where no column says what is above each meter */
export function meterTree(
  sample: Sample,
  roles: Roles,
  decisions: Decision[],
  values: { readonly index: number; readonly format: NumberFormat },
): MeterTree | undefined {
  const { appliance, measure } = roles.ids;
  if (!appliance || measure || !areThereTogether(sample, roles, appliance)) return undefined;
  const columns = roles.rest.filter(({ index }) => !roles.given.has(index));
  const constant = [appliance, ...columns].flatMap((column) => {
    const cells = cellsBySeries(sample, appliance, column);
    return cells ? [{ column, cells }] : [];
  });
  for (const { column, cells: above } of constant) {
    if (column === appliance) continue;
    const own = constant.find(({ cells }) => isTree(above, cells))?.cells;
    if (!own) continue;
    const nameOf = new Map([...own].map(([name, id]) => [id, name]));
    const isWhole = (name: string, meter: string) => isRoot(meter, own.get(name) ?? '');
    const wholes = [...above].flatMap(([name, meter]) => (isWhole(name, meter) ? [JSON.stringify(name)] : []));
    decisions.push({
      what: 'meters',
      chosen: `${listed(wholes, MOST_NAMED)}: the whole; the others: parts of it`,
      why: `"${column.name}" names the meter above each`,
    });
    return {
      flows: Object.fromEntries(
        [...above].map(([name, meter]) => [name, isWhole(name, meter) ? 'consumption' : 'submeter']),
      ),
      parents: Object.fromEntries(
        [...above].flatMap(([name, meter]) => (isWhole(name, meter) ? [] : [[name, nameOf.get(meter) ?? '']])),
      ),
    };
  }
  const nested = nestedNames(sample, appliance, columns, values);
  return nested && treeOf(nested, sample, appliance, decisions);
}

function treeOf({ above, why }: Nested, sample: Sample, names: Profile, decisions: Decision[]): MeterTree {
  const series = [...new Set(columnTexts(sample, names).map((text) => text.trim()))];
  const tops = series.filter((name) => !above.has(name));
  const quoted = tops.map((name) => JSON.stringify(name));
  decisions.push({ what: 'meters', chosen: `${listed(quoted, MOST_NAMED)}: the whole; the others: parts of it`, why });
  return {
    flows: Object.fromEntries(series.map((name) => [name, above.has(name) ? 'submeter' : 'consumption'])),
    parents: Object.fromEntries(above),
  };
}

type CellsBySeries = ReadonlyMap<string, string>;

/** @returns the cell of a column that is the same in all rows of a series; undefined where it is not */
function cellsBySeries({ rows }: Sample, { index: series }: Profile, { index }: Profile): CellsBySeries | undefined {
  const found = new Map<string, string>();
  for (const row of rows) {
    const [name, cell] = [(row[series] ?? '').trim(), (row[index] ?? '').trim()];
    const before = found.get(name);
    if (before !== undefined && before !== cell) return undefined;
    found.set(name, cell);
  }
  found.delete('');
  return found;
}

/** Nothing above it, or itself. */
function isRoot(above: string, own: string): boolean {
  return NO_METER.has(above.toLowerCase()) || above === own;
}

/** Whether what stands above each series is the id of another one, or nothing, and no way up leads in a circle. */
function isTree(above: CellsBySeries, ids: CellsBySeries): boolean {
  const seriesOf = new Map([...ids].map(([series, id]) => [id, series]));
  if (above === ids || seriesOf.size !== ids.size) return false;
  const roots = [...above].filter(([series, meter]) => isRoot(meter, ids.get(series) ?? ''));
  if (roots.length === 0 || roots.length === above.size) return false;
  return [...above.keys()].every((series) => {
    let at: string | undefined = series;
    for (let steps = 0; at !== undefined && steps <= above.size; steps += 1) {
      const meter: string = above.get(at) ?? '';
      if (isRoot(meter, ids.get(at) ?? '')) return true;
      at = seriesOf.get(meter);
    }
    return false;
  });
}

/** A meter that was exchanged names the one before it, and never counts beside it. */
function areThereTogether({ rows }: Sample, { time }: Roles, { index }: Profile): boolean {
  const stamps = Object.values(time).map((column) => column.index);
  const times = new Map<string, string>();
  return rows.some((row) => {
    const [key, name] = [stamps.map((at) => row[at]).join(' '), row[index] ?? ''];
    const other = times.get(key);
    times.set(key, name);
    return other !== undefined && other !== name;
  });
}
