/** What a day pays of a charge by time. */
import { COST_DECIMALS } from './amounts.ts';
import type { Fee } from './charge-schema.ts';
import { decimalText, dividedRound, scaled } from './decimals.ts';
import { placeInPeriod } from './periods.ts';

/**
 * The day's share of the charge, so that the days of a whole month or year add up to it exactly, whatever they are
 * grouped by.
 * @param date local date
 * @returns a decimal as text
 */
export function feeOfDay({ price, per }: Pick<Fee, 'price' | 'per'>, date: string): string {
  const { day, days } = placeInPeriod(date, per);
  const whole = scaled(price, COST_DECIMALS);
  const until = (passed: number) => dividedRound(whole * BigInt(passed), BigInt(days));
  return decimalText(until(day) - until(day - 1), COST_DECIMALS);
}
