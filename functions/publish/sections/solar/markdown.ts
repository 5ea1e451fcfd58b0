import type { Report } from '../../../../shared/report/report.ts';
import { formatEnergy, formatPercent } from '../../../../shared/text/format.ts';

export function solar({ solar: found }: Report): string {
  if (!found) return '';
  const { self_consumed_kwh, self_consumption, self_sufficiency, imported_kwh, exported_kwh } = found;
  const grid = `${formatEnergy(imported_kwh)} from the grid, ${formatEnergy(exported_kwh)} into it.`;
  if (self_consumed_kwh === null) {
    return `## Your own energy\n\n${grid} How much was used on the spot cannot be known from the registers of the grid's meter.`;
  }
  const percent = (part: number | null) => (part === null ? 'unknown' : formatPercent(part));
  return `## Your own energy\n\n${formatEnergy(self_consumed_kwh)} used as it was generated: self-consumption ${percent(self_consumption)}, self-sufficiency ${percent(self_sufficiency)}. ${grid}`;
}
