import { formatEnergy, formatPercent } from '../../../../shared/text/format.ts';
import type { PageInput } from '../section.ts';

export function solarMarkdown({ report: { solar } }: PageInput): string | null {
  if (!solar) return null;
  const { self_consumed_kwh, self_consumption, self_sufficiency, imported_kwh, exported_kwh } = solar;
  const grid = `${formatEnergy(imported_kwh)} from the grid, ${formatEnergy(exported_kwh)} into it.`;
  const percent = (share: number | null) => (share === null ? 'unknown' : formatPercent(share));
  const own =
    self_consumed_kwh === null
      ? `${grid} How much was used on the spot cannot be known from the registers of the grid's meter.`
      : `${formatEnergy(self_consumed_kwh)} used as it was generated: ` +
        `self-consumption ${percent(self_consumption)}, self-sufficiency ${percent(self_sufficiency)}. ${grid}`;
  return `## Your own energy\n\n${own}`;
}
