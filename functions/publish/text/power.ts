import { formatNumber } from '../../../shared/text/format.ts';

/** A power in the unit in which it reads well. */
export function formatPower(kw: number): string {
  const size = Math.abs(kw);
  if (size > 0 && size < 1) return `${formatNumber(kw * 1000)} W`;
  if (size >= 10_000) return `${formatNumber(kw / 1000)} MW`;
  return `${formatNumber(kw)} kW`;
}
