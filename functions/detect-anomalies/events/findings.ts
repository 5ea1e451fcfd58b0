/** What the detectors say of one series. */
import type { EventKind } from '../../../shared/energy/anomalies.ts';

export type Direction = 'HIGH' | 'LOW';

/** A run of buckets. */
export interface Finding {
  readonly kind: EventKind;
  readonly direction: Direction;
  /** First and last bucket, both included. */
  readonly from: number;
  readonly to: number;
  /** How many times the bound of its kind it reached: 1 is just beyond. */
  readonly score: number;
  /** What would have been usual in a bucket, kWh a reading; NaN when that is not known. */
  readonly expected: (bucket: number) => number;
  /**
   * Which of a bucket's readings are part of it, by their kWh: an event begins and ends with such a reading. Undefined:
   * it begins and ends with its buckets.
   */
  readonly part?: ((bucket: number) => Part) | undefined;
}

/** Smallest and largest energy, both included, kWh. */
export type Part = readonly [least: number, most: number];
