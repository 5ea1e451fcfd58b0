/** Taxes in their order, as coefficients of what they are on: each a sum of shares, however they build on another. */
import { TAXABLE_KINDS, type TaxableKind } from '../energy/bill-kinds.ts';
import { SHARE_DECIMALS, type Tax } from './charge-schema.ts';
import { decimalText, dividedRound, scaled } from './decimals.ts';

/** What a tax can be on: the amounts of a kind of lines, or the kWh from the grid. */
export const TAX_BASES = [...TAXABLE_KINDS, 'kwh'] as const;
type TaxBase = TaxableKind | 'kwh';

export interface TaxCoefficients {
  readonly name: string;
  /** By base: a decimal as text. */
  readonly of: Readonly<Record<TaxBase, string>>;
}

type Shares = ReadonlyMap<string, bigint>;

const ONE = 10n ** BigInt(SHARE_DECIMALS);

/** What exports earn is not taxed, unless the tax says so. */
const CHARGES = TAXABLE_KINDS.filter((kind) => kind !== 'export');

/** The taxes of a version, in their order. */
export function taxCoefficients(taxes: readonly Tax[]): TaxCoefficients[] {
  const known = new Map<string, Shares>();
  for (const tax of taxes) known.set(tax.name, sharesOf(tax, known));
  return [...known].map(([name, shares]) => {
    const of = (base: TaxBase) => decimalText(shares.get(base) ?? 0n, SHARE_DECIMALS);
    return {
      name,
      of: {
        ...{ energy: of('energy'), network: of('network'), fee: of('fee'), demand: of('demand') },
        ...{ export: of('export'), minimum: of('minimum'), kwh: of('kwh') },
      } satisfies Record<TaxBase, string>,
    };
  });
}

/** @param known shares of the taxes before it */
function sharesOf({ rate, per_kwh, on }: Tax, known: ReadonlyMap<string, Shares>): Shares {
  if (rate === undefined) return new Map([['kwh', scaled(per_kwh ?? '0', SHARE_DECIMALS)]]);
  const share = scaled(rate, SHARE_DECIMALS);
  const sums = new Map<string, bigint>();
  for (const base of on ?? [...CHARGES, ...known.keys()]) {
    for (const [kind, of] of known.get(base) ?? new Map([[base, ONE]])) sums.set(kind, (sums.get(kind) ?? 0n) + of);
  }
  return new Map([...sums].map(([kind, of]) => [kind, dividedRound(of * share, ONE)]));
}
