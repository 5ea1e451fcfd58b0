/** Energies as lists show them: where only the grid is measured, what is taken from it is not all that was used. */
import type { Basis } from '../../shared/energy/flows.ts';
import { formatEnergy } from '../../shared/text/format.ts';

const NOTHING = '–';

/** @param bases what the balances of the sites stand on; none where that is not known */
export function usedText(kwh: number | null, bases: readonly string[]): string {
  return kwh === null ? NOTHING : `${formatEnergy(kwh)}${ofGrid(bases, 'from')}`;
}

export function producedText(kwh: number | null, bases: readonly string[]): string {
  return kwh === null ? NOTHING : `${formatEnergy(kwh)}${ofGrid(bases, 'into')}`;
}

const GRID: Basis = 'grid';

function ofGrid(bases: readonly string[], way: 'from' | 'into'): string {
  if (!bases.includes(GRID)) return '';
  return bases.every((basis) => basis === GRID) ? ` ${way} grid` : `, partly ${way} grid`;
}
