/** What the detectors say of one series. */
import type { EventKind } from '../../../shared/readings/anomalies.ts';

export type Direction = 'HIGH' | 'LOW';

/** A run of cells. */
export interface Finding {
  readonly kind: EventKind;
  readonly direction: Direction;
  /** First and last cell, both included. */
  readonly from: number;
  readonly to: number;
  /** How many times the bound of its kind it reached: 1 is just beyond. */
  readonly score: number;
  /** What would have been usual in a cell, kWh a reading; NaN when that is not known. */
  readonly expected: (cell: number) => number;
  /**
   * Which of a cell's readings are part of it, by their kWh: an event begins and ends with such a reading. Undefined: it begins
   * and ends with its cells.
   */
  readonly part?: ((cell: number) => Part) | undefined;
}

/** Smallest and largest energy, both included, kWh. */
export type Part = readonly [least: number, most: number];
