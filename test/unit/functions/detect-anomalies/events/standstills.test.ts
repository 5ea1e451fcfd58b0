import { describe, expect, test } from 'vitest';
import { detectEvents } from '../../../../../functions/detect-anomalies/events/detect.ts';
import { energyOf, gridOf } from '../../../../helpers/grids.ts';
import { lively } from '../../../../helpers/profiles.ts';

const DAY = 24;
const FROM = 60 * DAY + 9;

function standing(days: number, value: number, scale: (hour: number) => number = () => 1) {
  const to = FROM + days * DAY;
  const usual = Array.from({ length: 120 * DAY }, (_, hour) => (lively(hour) ?? 0) * scale(hour));
  const grid = gridOf(usual.map((kwh, hour) => (hour >= FROM && hour < to ? value : kwh)));
  const missed = usual.slice(FROM, to).reduce((sum, kwh) => sum + kwh, 0);
  return { grid, missed, events: detectEvents(grid) };
}

describe.each([3, 10, 20, 45])('a meter that stands still for %i days', (days) => {
  test.each([
    ['DEAD', 0],
    ['STUCK', 0.001],
  ])('is one event, %s, that misses what was used before', (kind, value) => {
    const { grid, missed, events } = standing(days, value);
    expect(events).toMatchObject([{ kind, direction: 'LOW', from: FROM, to: FROM + days * DAY - 1 }]);
    for (const event of events) expect(energyOf(grid, event).usual / missed).toBeCloseTo(1, 1);
  });
});

test('within a level that has shifted it counts once', () => {
  const shifted = (hour: number) => (hour >= 45 * DAY && hour < 85 * DAY ? 2 : 1);
  const { grid, missed, events } = standing(10, 0, shifted);
  expect(events.map(({ kind }) => kind).sort()).toEqual(['DEAD', 'LEVEL_SHIFT']);
  const excess = events.reduce((sum, event) => {
    const { kwh, usual } = energyOf(grid, event);
    return sum + kwh - usual;
  }, 0);
  // Thirty days of twice a day's 28 kWh, less the ten that are missed.
  expect((excess + missed) / (30 * 28)).toBeCloseTo(1, 1);
});
