import { describe, expect, test } from 'vitest';
import { detectEvents } from '../../../../../functions/detect-anomalies/events/detect.ts';
import { dutyRises } from '../../../../../functions/detect-anomalies/events/duty-rise.ts';
import { energyOf, FIRST_HOUR, gridOf } from '../../../../helpers/grids.ts';

const PER_HOUR = 4;
/** Weeks are those of the calendar. */
const MONDAY = FIRST_HOUR + 4 * 24;
const PER_WEEK = 7 * 24 * PER_HOUR;

/** A number from 0 to 1 that looks like chance, the same in every run. */
function chance(index: number): number {
  const scattered = Math.sin(index * 12.9898) * 43_758.5453;
  return scattered - Math.floor(scattered);
}

/** A compressor of 88 W by the quarter hour, six of them a cycle. @param dutyIn share of a week that it runs */
function fridge(weeks: number, dutyIn: (week: number) => number): number[] {
  return Array.from({ length: weeks * PER_WEEK }, (_, reading) => {
    const runs = reading % 6 < Math.floor(6 * dutyIn(reading / PER_WEEK) + chance(Math.floor(reading / 6)));
    return runs ? 0.022 : 0.0005;
  });
}

const rises = (values: readonly number[]) => {
  const grid = gridOf(values, PER_HOUR, false, MONDAY);
  const found = detectEvents(grid);
  return { grid, found, duty: found.filter(({ kind }) => kind === 'DUTY_RISE') };
};

describe('a fridge', () => {
  test('that slowly fails runs more from week to week, and no other event says so again', () => {
    const { grid, found, duty } = rises(fridge(14, (week) => 0.3 + 0.03 * Math.max(0, week - 5)));
    expect(found.filter(({ kind }) => kind === 'LEVEL_SHIFT' || kind === 'BASE_LOAD_RISE')).toEqual([]);
    expect(duty).toMatchObject([{ direction: 'HIGH', to: grid.size - 1 }]);
    const [rise] = duty;
    if (!rise) throw new Error('no rise');
    // From the fifth to the eighth week on: half of a kWh a day more at the end than in the first weeks.
    expect(rise.from).toBeGreaterThanOrEqual(4 * 7 * 24);
    expect(rise.from).toBeLessThanOrEqual(8 * 7 * 24);
    const { kwh, usual } = energyOf(grid, rise);
    expect(kwh / usual).toBeGreaterThan(1.3);
    expect(rise.score).toBeGreaterThan(1);
  });

  test.each([
    ['runs as it always did', () => 0.35],
    ['runs a fifth more in summer', (week: number) => 0.35 + 0.035 * Math.sin((week / 26) * Math.PI)],
    ['has a week of visitors', (week: number) => (Math.floor(week) === 9 ? 0.6 : 0.35)],
  ])('that %s has none', (_, dutyIn) => {
    expect(rises(fridge(26, dutyIn)).duty).toEqual([]);
  });
});

test('what people switch on has no duty that rises, however much more they use it', () => {
  // By the quarter hour, on four evenings a week at first and all day at the end.
  const lamp = Array.from({ length: 14 * PER_WEEK }, (_, reading) => {
    const hour = Math.floor(reading / PER_HOUR) % 24;
    return hour >= 20 - reading / PER_WEEK / 2 && hour < 22 ? 0.05 : 0;
  });
  expect(rises(lamp).duty).toEqual([]);
});

test('weeks that only vary are no rise, and one that ends is followed by what comes behind it', () => {
  const of = (level: readonly number[]) => dutyRises({ size: level.length, level: Float64Array.from(level) });
  expect(of([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 2, 2])).toEqual([]);
  expect(of([1, 1, 1, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1, 1, 1, 1])).toMatchObject([{ from: 5, to: 9, usual: 1 }]);
  expect(of([0, 0, 0, 0, 1, 2, 3, 4])).toEqual([]);
});
