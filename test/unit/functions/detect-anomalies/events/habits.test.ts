/** What comes again and again is no event, and what is far more than that is one. */
import { expect, test } from 'vitest';
import { detectEvents } from '../../../../../functions/detect-anomalies/events/detect.ts';
import { cyclingMinutes, summed } from '../../../../helpers/cycling.ts';
import { gridOf } from '../../../../helpers/grids.ts';
import { wiggle } from '../../../../helpers/profiles.ts';

const DAY = 24;
const DAYS = 120;

/** Runs all day, and takes more for an hour every 61. */
const fridge = Array.from(
  { length: DAYS * DAY },
  (_, hour) => 0.05 * (1 + wiggle(hour) / 10) + (hour % 61 === 7 ? 0.2 * (1 + wiggle(hour) / 10) : 0),
);
const spikesOf = (values: readonly number[]) => detectEvents(gridOf(values)).filter(({ kind }) => kind === 'SPIKE');

test('a fridge that defrosts has no spikes', () => {
  expect(spikesOf(fridge)).toEqual([]);
});

test('a fridge that defrosts across two hours now and then has none either, and a new level that is one', () => {
  const minutes = (duty: (day: number) => number) =>
    summed(cyclingMinutes({ days: 200, duty, period: 60, defrost: { minutes: 30, cycles: 60 } }), 60);
  expect(spikesOf([...minutes(() => 0.35)]).length).toBeLessThan(4);
  const failing = detectEvents(gridOf(minutes((day) => (day < 120 ? 0.35 : 0.8))));
  expect(failing.filter(({ kind }) => kind === 'LEVEL_SHIFT')).toMatchObject([{ direction: 'HIGH', from: 120 * DAY }]);
});

test('a fridge that defrosts and one night runs for five hours has that one', () => {
  const values = fridge.map((kwh, hour) => kwh + (hour >= 1400 && hour < 1405 ? 0.2 : 0));
  expect(spikesOf(values)).toMatchObject([{ from: 1400, to: 1404 }]);
});
