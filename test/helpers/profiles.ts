/** Readings with a known daily shape, for what looks at weeks of them. */
import { wallClock } from './readings.ts';
import type { TestReading } from './step-bench.ts';

/** kWh of the reading that starts so many hours after the series' first midnight. */
export type Shape = (hours: number) => number | null;

/** Readings of one series from the start of October 2026, a Thursday. @param minutes length of an interval */
export function shaped(days: number, shape: Shape, series: Partial<TestReading> = {}, minutes = 60): TestReading[] {
  return Array.from({ length: (days * 24 * 60) / minutes }, (_, index) => {
    const hours = (index * minutes) / 60;
    return { timestamp: wallClock(hours * 3_600_000), kwh: shape(hours), interval_minutes: minutes, ...series };
  });
}

/** The same series with roof and sign turned: what `kwh` was is generated. */
export function generated(readings: readonly TestReading[]): TestReading[] {
  return readings.map(({ kwh, ...reading }) => ({ ...reading, generated_kwh: kwh ?? null }));
}

/** 1 kWh an hour, 2 from 18 to 22 o'clock: medians and misses are known by heart. */
export const evenings: Shape = (hours) => (hours % 24 >= 18 && hours % 24 < 22 ? 2 : 1);

/** A repeatable number in [-0.5, 0.5), as if at random. */
export function wiggle(index: number): number {
  return ((Math.imul(Math.round(index * 4) + 1, 2_654_435_761) >>> 0) % 1000) / 1000 - 0.5;
}

/** The same with up to a tenth more or less. */
export const lively: Shape = (hours) => Number(((evenings(hours) ?? 0) * (1 + wiggle(hours) / 5)).toFixed(4));

/** A roof: a sine from 6 to 18 o'clock, nothing in the night; days differ by up to a fifth. */
export const sun: Shape = (hours) => {
  const hour = hours % 24;
  if (hour < 6 || hour >= 18) return 0;
  const cloud = 1 + wiggle(Math.floor(hours / 24) * 7) / 2.5;
  return Number((3 * Math.sin(((hour - 5.5) / 12.5) * Math.PI) * cloud).toFixed(4));
};

/** Another value from one hour (inclusive) to another (exclusive). */
export function changed(
  shape: Shape,
  from: number,
  to: number,
  change: (kwh: number, hours: number) => number | null,
): Shape {
  return (hours) => {
    const kwh = shape(hours);
    return kwh !== null && hours >= from && hours < to ? change(kwh, hours) : kwh;
  };
}
