import { formatMoney } from '../../../shared/text/format.ts';

const LARGEST_WITH_CENTS = 100_000;

/** An amount of a bill: to the cent, which an estimate is not. */
export function formatAmount(amount: number, currency: string): string {
  if (Math.abs(amount) >= LARGEST_WITH_CENTS) return formatMoney(amount, currency);
  const [whole = '', cents = ''] = amount.toFixed(2).split('.');
  return `${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}.${cents} ${currency}`;
}
