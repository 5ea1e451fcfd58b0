/**
 * A bill as an account: energy from the grid by the bands of the tariff, as the supplier bills it, plus charges and
 * taxes. Each amount is rounded once, to the smallest coin, and the amounts that are shown add up to the net cost
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
  readonly lines: readonly AccountLine[];
  readonly net: AccountLine;
}

/** All bills in a currency together. */
export function accountOf(money: Money, total: Total): Account {
  const { currency, net_cost, energy_cost } = total;
  const bands = bandsOf(money, total);
  const [only, ...others] = bands;
  const title = BILL_KINDS.energy.title;
  const charges = chargesOf(money, total);
  const coins = (lines: readonly Amount[]) => lines.reduce((sum, { amount }) => sum + coinsOf(amount, currency), 0);
  const line = (name: string, coin: number, subtotal = false): AccountLine => ({
    ...{ name, subtotal, minus: coin < 0 },
    text: formatAccount(Math.abs(coin), currency),
  });
  /** Amounts, and what their rounding leaves over to what they come to. */
  const upTo = (sum: number, amounts: readonly Amount[]) => {
    const left = sum - coins(amounts);
    const lines = amounts.map(({ name, amount }) => line(name, coinsOf(amount, currency)));
    return [...lines, ...(left === 0 ? [] : [line('Rounding', left)])];
  };
  const [bought, net] = [coinsOf(energy_cost, currency), coinsOf(net_cost, currency)];
  const lines =
    others.length > 0
      ? [...upTo(bought, bands), line(title, bought, true), ...upTo(net - bought, charges)]
      : upTo(net, [{ name: only ? `${title}, ${only.energy}` : title, amount: energy_cost }, ...charges]);
  return { lines, net: line('Together', net) };
}

/** What was taken from the grid under each band, the most expensive first; the rest of many in one line. */
function bandsOf({ lines }: Money, { currency }: Total): (Amount & { readonly energy: string })[] {
  const bought = lines.filter((line) => line.currency === currency && line.kind === 'energy' && line.quantity !== 0);
  const bands = bought.flatMap(({ name, quantity, amount }) => {
    const energy = formatEnergy(quantity);
    return amount === null ? [] : [{ name: `${name}, ${energy}`, energy, quantity, amount }];
  });
  const rest = bands.slice(SHOWN_ROWS);
  const sum = (of: (band: (typeof bands)[number]) => number) => rest.reduce((all, band) => all + of(band), 0);
  const energy = formatEnergy(sum(({ quantity }) => quantity));
  const more = { name: `${plural(rest.length, 'more band')}, ${energy}`, energy, amount: sum(({ amount }) => amount) };
  return [...bands.slice(0, SHOWN_ROWS), ...(rest.length > 0 ? [more] : [])];
}

/** Everything of a bill beside the energy from the grid. */
function chargesOf({ lines }: Money, { currency, exported_kwh }: Total): Amount[] {
  const own = lines.filter((line) => line.currency === currency);
  return BILL_KIND_NAMES.filter((kind) => kind !== 'energy').flatMap((kind): Amount[] => {
    // What is not known is in no amount; a sentence says so.
    const ofKind = own.filter((line) => line.kind === kind && line.amount !== null);
    const nameOf = NAMES[kind];
    if (nameOf !== null) return ofKind.map((line) => ({ name: nameOf(line), amount: line.amount ?? 0 }));
    const amount = ofKind.reduce((sum, line) => sum + (line.amount ?? 0), 0);
    const { title, earns } = BILL_KINDS[kind];
    if (amount === 0) return [];
    return [{ name: earns ? `Earned with ${formatEnergy(exported_kwh ?? 0)} fed in` : title, amount }];
  });
}
