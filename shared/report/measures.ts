/**
 * What a file holds beside energies, in words and figures: the same in the report, after a run and in an inspection.
 */
import { QUANTITIES } from '../energy/flows.ts';
import type { BalanceSummary } from '../readings/layout.ts';
import { formatMoney, formatNumber, formatPercent } from '../text/format.ts';
import type { Money } from './money.ts';

export interface MeasureRow {
  readonly name: string;
  readonly meaning: string;
  readonly value: string;
}

/** Sums of what adds up, the range of what does not. */
export function measureRows({ measures }: BalanceSummary): readonly MeasureRow[] {
  return measures.map(({ name, quantity, unit, sum, min, max, mean, register }) => {
    const of = (value: number) => `${formatNumber(value)}${unit === null ? '' : ` ${unit}`}`;
    const value = sum === null ? `${formatNumber(min)} to ${of(max)}, ${of(mean)} on average` : of(sum);
    const between = register === true ? ', between the stands of its register' : '';
    return { name, meaning: `${QUANTITIES[quantity].description}${between}`, value };
  });
}

/**
 * What the file says it cost, and how far the bill is from it.
 * @param money bills of the same period, where there are any
 * @returns undefined where the file names no cost of its own
 */
export function fileCostSentence(
  { file_cost: cost }: Pick<BalanceSummary, 'file_cost'>,
  money: Money | null = null,
): string | undefined {
  if (cost === null) return undefined;
  const amount = cost.currency === null ? formatNumber(cost.amount) : formatMoney(cost.amount, cost.currency);
  const said = `By the file itself it cost ${amount}.`;
  const [bill, other] = money?.totals ?? [];
  if (!bill || other || bill.days_without_tariff > 0) return said;
  const { currency, net_cost } = bill;
  const ours = formatMoney(net_cost, currency);
  if (cost.currency === null) return `${said} It names no currency; the bill here is ${ours}.`;
  if (cost.currency !== currency) return `${said} The bill here is ${ours}; nothing is converted.`;
  const difference = net_cost - cost.amount;
  if (Math.abs(difference) < HALF_A_CENT) return `${said} The bill here is the same.`;
  const share = cost.amount === 0 ? '' : ` (${formatPercent(Math.abs(difference / cost.amount))})`;
  const more = `${formatMoney(Math.abs(difference), currency)}${share} ${difference > 0 ? 'more' : 'less'}`;
  return `${said} The bill here is ${ours}: ${more}.`;
}

const HALF_A_CENT = 0.005;
