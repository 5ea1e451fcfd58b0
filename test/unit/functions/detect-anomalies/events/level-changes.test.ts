import { describe, expect, test } from 'vitest';
import { detectEvents } from '../../../../../functions/detect-anomalies/events/detect.ts';
import { type Cycling, cyclingMinutes, summed } from '../../../../helpers/cycling.ts';
import { energyOf, gridOf } from '../../../../helpers/grids.ts';

const DAY = 24;
const DAYS = 56;
const FAILS = 42;

/** Of a tall fridge that starts every hour, of one that starts six times a day, and of one that hardly runs. */
const FRIDGES: readonly [name: string, before: number, after: number, period: number][] = [
  ['70 % of the time instead of 35 %, in cycles of an hour', 0.35, 0.7, 60],
  ['70 % of the time instead of 35 %, in cycles of four hours', 0.35, 0.7, 240],
  ['30 % of the time instead of 15 %', 0.15, 0.3, 240],
  ['90 % of the time instead of 40 %', 0.4, 0.9, 90],
];

function eventsOf(cycling: Cycling, minutes: number) {
  const grid = gridOf(summed(cyclingMinutes(cycling), minutes), 60 / minutes);
  return { grid, events: detectEvents(grid) };
}

describe.each([1, 15])('of a fridge read every %i minutes', (minutes) => {
  test.each(FRIDGES)('running %s is a new level, with the energy that it takes more', (_, before, after, period) => {
    const duty = (day: number) => (day < FAILS ? before : after);
    const { grid, events } = eventsOf({ days: DAYS, duty, period }, minutes);
    const shifts = events.filter(({ kind }) => kind === 'LEVEL_SHIFT');
    expect(shifts).toMatchObject([{ direction: 'HIGH', to: DAYS * DAY - 1 }]);
    for (const event of shifts) {
      expect(Math.abs(event.from / DAY - FAILS)).toBeLessThanOrEqual(2);
      const { kwh, usual } = energyOf(grid, event);
      const more = (Math.min(1, after) - before) * 0.09 * (DAYS - FAILS) * DAY;
      expect((kwh - usual) / more).toBeGreaterThan(0.85);
      expect((kwh - usual) / more).toBeLessThan(1.15);
    }
  });

  test.each(FRIDGES)('never %s there is no event', (_, before, __, period) => {
    expect(eventsOf({ days: DAYS, duty: () => before, period }, minutes).events).toEqual([]);
  });
});
