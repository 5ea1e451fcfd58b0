/** Balances gathered into the bars and fields that a picture holds. A sum of nothing that is known is not known. */
import { keysOf } from '../../../shared/keys-of.ts';
import type { Balance } from '../../api/sites.ts';

export type Energies = Omit<Balance, 'local'>;
export type EnergyName = keyof Energies;

export interface Bar extends Energies {
  /** Beginning of the local times that are in it. */
  readonly key: string;
}

const NOTHING: Energies = {
  energy_consumed_kwh: null,
  energy_generated_kwh: null,
  net_energy_kwh: null,
  import_kwh: null,
  export_kwh: null,
  charge_kwh: null,
  discharge_kwh: null,
};
export const ENERGY_NAMES = keysOf(NOTHING);

/**
 * @param length how much of a local time names its bar
 * @param keys the bars that there are; those of the items where left out
 */
export function barsOf(items: readonly Balance[], length: number, keys?: readonly string[]): Bar[] {
  const groups = Map.groupBy(items, ({ local }) => local.slice(0, length));
  return [...(keys ?? groups.keys())].map((key) => ({ key, ...sumOf(groups.get(key) ?? []) }));
}

export function sumOf(items: readonly Energies[]): Energies {
  const sum = { ...NOTHING };
  for (const item of items) {
    for (const name of ENERGY_NAMES) {
      const kwh = item[name];
      if (kwh !== null) sum[name] = (sum[name] ?? 0) + kwh;
    }
  }
  return sum;
}

export interface Flow {
  readonly name: string;
  readonly of: EnergyName;
  /** Class of its bars. */
  readonly tone: 'grid' | 'own' | 'battery' | 'use';
}

/** Flows into a site stand above zero, those out of it below. */
export const INFLOWS: readonly Flow[] = [
  { name: 'From the grid', of: 'import_kwh', tone: 'grid' },
  { name: 'Produced', of: 'energy_generated_kwh', tone: 'own' },
  { name: 'From the battery', of: 'discharge_kwh', tone: 'battery' },
];
export const OUTFLOWS: readonly Flow[] = [
  { name: 'Used', of: 'energy_consumed_kwh', tone: 'use' },
  { name: 'Into the grid', of: 'export_kwh', tone: 'grid' },
  { name: 'Into the battery', of: 'charge_kwh', tone: 'battery' },
];

export interface Sides {
  readonly above: readonly Flow[];
  readonly below: readonly Flow[];
}

/** The flows that are known at all. Of a site of which only its use is known, that stands above. */
export function sidesOf(bars: readonly Energies[]): Sides {
  const known = (flows: readonly Flow[]) => flows.filter(({ of }) => bars.some((bar) => bar[of] !== null));
  const [above, below] = [known(INFLOWS), known(OUTFLOWS)];
  return above.length === 0 ? { above: below, below: [] } : { above, below };
}
