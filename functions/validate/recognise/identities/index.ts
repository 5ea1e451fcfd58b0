/** Identities on the numbers of a file's columns: the entrance of this room. */
import { counterIdentities } from './counters.ts';
import type { Identity, NumberColumn } from './identity.ts';
import { linearIdentities } from './linear.ts';
import { proportionalIdentities } from './proportional.ts';

export type { Identity, NumberColumn } from './identity.ts';

/**
 * Every identity among the columns.
 * @param columns one series each; their rows are the same instants in time order. Energies in kWh and powers in kW are
 *   given as such: power becomes comparable with energy through a proportional identity only.
 * @param context factor of the meter: an energy may be so many times what its counter went on; and hours from a row to
 *   the next, in which a power is the energy that its counter goes on by
 */
export function findIdentities(
  columns: readonly NumberColumn[],
  { factor = 1, hours }: { readonly factor?: number | undefined; readonly hours?: number | undefined } = {},
): Identity[] {
  const proportional = proportionalIdentities(columns);
  // Of columns that are the same or in fixed proportion one stands for all: sums of them would hold by themselves.
  const doubles = new Set(proportional.map(({ second }) => second));
  return [
    ...proportional,
    ...counterIdentities(columns, { meterFactor: factor, hours }),
    ...linearIdentities(columns.filter(({ id }) => !doubles.has(id))),
  ];
}
