/**
 * A bill as an account: what was used, by the bands of the tariff, less what did not come from the grid, plus charges
 * and taxes. Each amount is rounded once, to the smallest coin, and the amounts that are shown add up to the net cost
 * that is shown: what rounding leaves over is a line of its own.
 */
import { BILL_KIND_NAMES, BILL_KINDS, type BillKind } from '../../../../shared/energy/bill-kinds.ts';
import { SHOWN_ROWS } from '../../../../shared/page/parts/rows.ts';
import type { Money } from '../../../../shared/report/money.ts';
import { coinsOf, formatAccount, formatEnergy, formatPower, plural } from '../../../../shared/text/format.ts';

type Line = Money['lines'][number];
type Total = Money['totals'][number];

/** What a line of each kind is called; energy and exports are told as a whole. */
const NAMES = {
  energy: null,
  network: null,
  fee: ({ name, quantity }) => `${name}, ${plural(quantity, 'day')}`,
  demand: ({ name, quantity }) => `${name}, ${formatPower(quantity)} in all months together`,
  export: null,
  minimum: ({ name }) => `Up to the ${name.toLowerCase()}`,
  tax: ({ name }) => name,
} as const satisfies Record<BillKind, ((line: Line) => string) | null>;

/** Beneath an account that begins with the bands. */
export const BANDS_HINT =
  'The bands price all that was used as if it came from the grid; what did not come from it at its time is taken off.';

interface Amount {
  readonly name: string;
  /** Below 0 where it is taken off. */
  readonly amount: number;
}

export interface AccountLine {
  readonly name: string;
  /** Whether it is taken off. */
  readonly minus: boolean;
  /** Without its sign. */
  readonly text: string;
  /** What the lines before it come to, and no line of its own. */
  readonly subtotal: boolean;
}

export interface Account {
  /** Whether it begins with the bands, because they are not the energy of the bill. */
  readonly explains: boolean;
  readonly lines: readonly AccountLine[];
  readonly net: AccountLine;
}

/** All bills in a currency together. */
export function accountOf(money: Money, total: Total): Account {
  const { currency, net_cost, energy_cost } = total;
  const bands = bandsLessOwn(money, total);
  const energy = { name: BILL_KINDS.energy.title, amount: energy_cost };
  const charges = chargesOf(money, total);
  const coins = (lines: readonly Amount[]) => lines.reduce((sum, { amount }) => sum + coinsOf(amount, currency), 0);
  const line = (name: string, coin: number, subtotal = false): AccountLine => ({
    ...{ name, subtotal, minus: coin < 0 },
    text: formatAccount(Math.abs(coin), currency),
  });
  const lines = (amounts: readonly Amount[]) =>
    amounts.map(({ name, amount }) => line(name, coinsOf(amount, currency)));
  const explains = bands.length > 0;
  /** Amounts, and what their rounding leaves over to what they come to. */
  const upTo = (sum: number, amounts: readonly Amount[]) => {
    const left = sum - coins(amounts);
    return [...lines(amounts), ...(left === 0 ? [] : [line('Rounding', left)])];
  };
  const [bought, net] = [coinsOf(energy_cost, currency), coinsOf(net_cost, currency)];
  return {
    explains,
    lines: explains
      ? [...upTo(bought, bands), line(energy.name, bought, true), ...upTo(net - bought, charges)]
      : upTo(net, [energy, ...charges]),
    net: line('Together', net),
  };
}

/** The bands of the consumption and what of them the grid did not sell; empty where they are the energy of the bill. */
function bandsLessOwn({ bands, lines }: Money, { currency, gross_cost, energy_cost, imported_kwh }: Total): Amount[] {
  if (gross_cost === null || coinsOf(gross_cost - energy_cost, currency) === 0) return [];
  const priced = bands.filter((band) => band.currency === currency && band.lowest_price !== null);
  const shown = priced.slice(0, SHOWN_ROWS);
  const named = shown.map(({ band, kwh, cost }) => ({ name: `${band}, ${formatEnergy(kwh)}`, amount: cost }));
  const others = gross_cost - shown.reduce((sum, { cost }) => sum + cost, 0);
  const more = plural(priced.length - shown.length, 'more band');
  const used = priced.reduce((sum, { kwh }) => sum + kwh, 0);
  const bought = lines.reduce(
    (sum, each) => (each.currency === currency && each.kind === 'energy' ? sum + each.quantity : sum),
    0,
  );
  const offset = imported_kwh !== null && imported_kwh - bought > SMALLEST_KWH;
  const own = offset ? 'Own energy, and what was fed in' : 'Own energy';
  const name = gross_cost > energy_cost ? own : 'From the grid beyond what was used';
  const kwh = Math.abs(used - bought);
  return [
    ...named,
    ...(priced.length > shown.length ? [{ name: more, amount: others }] : []),
    { name: kwh > SMALLEST_KWH ? `${name}, ${formatEnergy(kwh)}` : name, amount: energy_cost - gross_cost },
  ];
}

/** Sums of exact decimals that became doubles. */
const SMALLEST_KWH = 1e-6;

/** Everything of a bill beside the energy from the grid. */
function chargesOf({ lines }: Money, { currency, exported_kwh }: Total): Amount[] {
  const own = lines.filter((line) => line.currency === currency);
  return BILL_KIND_NAMES.filter((kind) => kind !== 'energy').flatMap((kind): Amount[] => {
    const ofKind = own.filter((line) => line.kind === kind);
    const nameOf = NAMES[kind];
    if (nameOf !== null) return ofKind.map((line) => ({ name: nameOf(line), amount: line.amount ?? 0 }));
    const amount = ofKind.reduce((sum, line) => sum + (line.amount ?? 0), 0);
    const { title, earns } = BILL_KINDS[kind];
    if (amount === 0) return [];
    return [{ name: earns ? `Earned with ${formatEnergy(exported_kwh ?? 0)} fed in` : title, amount }];
  });
}
