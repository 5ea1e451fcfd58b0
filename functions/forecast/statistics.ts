import { median as medianOf } from '../../shared/order-statistics.ts';

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

/** 0 of nothing. */
export function median(values: readonly number[]): number {
  return values.length === 0 ? 0 : medianOf(values);
}
