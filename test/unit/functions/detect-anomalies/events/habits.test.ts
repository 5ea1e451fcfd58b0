/** What comes again and again is no event, and what is far more than that is one. */
import { expect, test } from 'vitest';
import { detectEvents } from '../../../../../functions/detect-anomalies/events/detect.ts';
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

test('a fridge that defrosts and one night runs for five hours has that one', () => {
  const values = fridge.map((kwh, hour) => kwh + (hour >= 1400 && hour < 1405 ? 0.2 : 0));
  expect(spikesOf(values)).toMatchObject([{ from: 1400, to: 1404 }]);
});
