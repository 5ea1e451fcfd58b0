import { formatMoney } from '../../../shared/text/format.ts';
import type { SiteEvent } from '../../api/sites.ts';

/** What events cost beyond what is usual, a sum for each currency; nothing where no cost is known. */
export function costsOf(events: readonly SiteEvent[]): string {
  const sums = new Map<string, number>();
  for (const { cost, currency } of events) {
    if (cost !== null && currency !== null) sums.set(currency, (sums.get(currency) ?? 0) + cost);
  }
  return [...sums].map(([currency, amount]) => formatMoney(amount, currency)).join(' and ');
}
