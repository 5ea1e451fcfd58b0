/** Panels beside others: clouds over all of them are no fault of any, and a fault is one under clouds, too. */
import { expect, test } from 'vitest';
import { detectEvents } from '../../../../../functions/detect-anomalies/events/detect.ts';
import type { Grid } from '../../../../../functions/detect-anomalies/events/grid.ts';
import { gridOf } from '../../../../helpers/grids.ts';
import { wiggle } from '../../../../helpers/profiles.ts';

const DAY = 24;
const DAYS = 90;
const sun = (hour: number) => Math.max(0, Math.sin(((hour % DAY) - 6) * (Math.PI / 12)));
/** Of three weeks one is dark. */
const sky = (hour: number) =>
  (Math.floor(hour / DAY / 7) % 3 === 1 ? 0.25 : 0.9) * (1 + wiggle(Math.floor(hour / 5)) / 5);
const hours = Array.from({ length: DAYS * DAY }, (_, hour) => hour);
const weather = Float64Array.from(hours, (hour) => (sun(hour) > 0.05 ? sky(hour) : 1));
const made = hours.map((hour) => 5 * sun(hour) * sky(hour) * (1 + wiggle(hour) / 20));
const kindsOf = (kwh: readonly number[]) => detectEvents({ ...gridOf(kwh, 1, true), weather }).map(({ kind }) => kind);

test('a week of clouds over all roofs is no event', () => {
  expect(kindsOf(made)).toEqual([]);
});

test('a string that is off for an afternoon under clouds is a DROP with what the others would make', () => {
  const from = 10 * DAY + 9;
  const values = made.map((kwh, hour) => (hour >= from && hour < from + 7 ? kwh * 0.3 : kwh));
  const [drop, ...others] = detectEvents({ ...gridOf(values, 1, true), weather });
  expect(others).toEqual([]);
  expect(drop).toMatchObject({ kind: 'DROP' });
  expect(drop?.expected(from + 3)).toBeCloseTo(made[from + 3] ?? 0, 0);
});

test('neighbours under another sky are not believed', () => {
  const elsewhere = weather.map((_, hour) => (Math.floor(hour / DAY) % 2 === 0 ? 0.2 : 1));
  const spans = (of: Grid) => detectEvents(of).map(({ kind, from, to, score }) => [kind, from, to, score]);
  expect(spans({ ...gridOf(made, 1, true), weather: elsewhere })).toEqual(spans(gridOf(made, 1, true)));
});
