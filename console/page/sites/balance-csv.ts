/** The bars of a balance as CSV: local times and kWh, plain numbers for any spreadsheet. */
import { csvField, withoutFormula } from '../../../shared/text/csv.ts';
import type { Part } from '../../api/sites.ts';
import { type Bar, ENERGY_NAMES } from './sums.ts';

/** As many decimals as the tables have: what adding binary fractions leaves behind them is nothing. */
const DECIMALS = 9;

/**
 * @param parts of the bars of which not all is known
 * @returns a line a bar; a figure that is not known is empty, which is not zero
 */
export function balanceCsv(bars: readonly Bar[], parts: ReadonlyMap<string, Part>): string {
  const lines = bars.map((bar) => {
    const energies = ENERGY_NAMES.map((name) => {
      const kwh = bar[name];
      return kwh === null ? '' : String(Number(kwh.toFixed(DECIMALS)));
    });
    const part = parts.get(bar.key);
    const known = part ? [Math.round(part.hours * 100) / 100, part.period_hours] : ['', ''];
    return [csvField(withoutFormula(bar.key)), ...energies, ...known].join(',');
  });
  return `${[['local_time', ...ENERGY_NAMES, 'part_hours', 'part_of_hours'].join(','), ...lines].join('\r\n')}\r\n`;
}

/** `home-2026-10-01-2026-10-31.csv`; of a site's name what a file system takes. */
export function balanceFile(site: string, { from, to }: { readonly from: string; readonly to: string }): string {
  return `${site.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')}-${from}-${to}.csv`;
}
