/** What was used under each band of the tariff, what of it was own energy, and what the grid was paid for. */
import type { Money } from '../../../../shared/report/money.ts';
import { formatMoney } from '../../../../shared/text/format.ts';

type Priced = Money['bands'][number];

/** Energies kWh; amounts in the band's currency. */
export interface Band extends Pick<Priced, 'band' | 'currency' | 'lowest_price' | 'highest_price'> {
  readonly used_kwh: number;
  /** Used less what came from the grid; below 0 where more was taken than used, as into a battery. */
  readonly own_kwh: number;
  /** What the bill's line of the band counts. */
  readonly grid_kwh: number;
  /** What it costs; null without a price. */
  readonly cost: number | null;
}

/** Sums of exact decimals that became doubles. */
const SMALLEST_KWH = 1e-6;

/** The bands of all bills, those that cost most first. */
export function bandsOf({ bands, lines }: Money): Band[] {
  const bought = lines.filter(({ kind }) => kind === 'energy');
  const isOf = (a: Priced, { name, currency }: Money['lines'][number]) => a.band === name && a.currency === currency;
  const used = bands.map((band): Band => {
    const own = bought.filter((line) => isOf(band, line));
    const grid = own.reduce((sum, each) => sum + each.quantity, 0);
    const cost = own.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
    return bandOf(band, band.kwh, grid, band.lowest_price === null ? null : cost);
  });
  const other = bought
    .filter((line) => line.quantity !== 0 && !bands.some((band) => isOf(band, line)))
    .map(({ name, currency, quantity, amount }) => {
      const price = amount === null ? null : amount / quantity;
      return bandOf({ band: name, currency, lowest_price: price, highest_price: price }, 0, quantity, amount);
    });
  return [...used, ...other].sort((a, b) => (b.cost ?? 0) - (a.cost ?? 0));
}

function bandOf(
  { band, currency, lowest_price, highest_price }: Pick<Priced, 'band' | 'currency' | 'lowest_price' | 'highest_price'>,
  used_kwh: number,
  grid_kwh: number,
  cost: number | null,
): Band {
  const own = used_kwh - grid_kwh;
  const own_kwh = Math.abs(own) < SMALLEST_KWH ? 0 : own;
  return { band, currency, lowest_price, highest_price, used_kwh, own_kwh, grid_kwh, cost };
}

/** Whether the bill is of something else than what was used. */
export function hasOwnEnergy(bands: readonly Band[]): boolean {
  return bands.some(({ own_kwh }) => own_kwh !== 0);
}

/** How the bands come to the bill, where not all that was used was bought. */
export function ownSentence({ totals }: Money): string {
  const amounts = totals.flatMap(({ gross_cost, energy_cost, currency }) =>
    gross_cost === null
      ? []
      : [
          `All that was used would have cost ${formatMoney(gross_cost, currency)} at these prices, ` +
            `what came from the grid cost ${formatMoney(energy_cost, currency)}.`,
        ],
  );
  return [
    'Used, less own energy, is what came from the grid, and a line of the bill.',
    'Own energy is below 0 where more was taken than used, as into a battery.',
    ...amounts,
  ].join(' ');
}
