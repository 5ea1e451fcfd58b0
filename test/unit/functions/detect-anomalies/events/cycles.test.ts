import { describe, expect, test } from 'vitest';
import { detectEvents } from '../../../../../functions/detect-anomalies/events/detect.ts';
import { gridOf as gridFrom } from '../../../../helpers/grids.ts';

const DAY = 24;
const DAYS = 180;
/** A Monday in 2024. */
const FIRST = 739_018 * DAY - ((739_018 * DAY) % (7 * DAY));
const gridOf = (values: readonly number[]) => gridFrom(values, 1, false, FIRST);

/** A number from 0 to 1 that looks like chance, the same in every run. */
function chance(index: number): number {
  const scattered = Math.sin(index * 12.9898) * 43_758.5453;
  return scattered - Math.floor(scattered);
}

type Habit = (day: number) => readonly (readonly [hour: number, kwh: readonly number[]])[];

/** What habits make of a series that rests at `rest`. */
function used(habit: Habit, rest = 0): number[] {
  const values = Array<number>(DAYS * DAY).fill(rest);
  for (let day = 0; day < DAYS; day += 1)
    for (const [hour, kwh] of habit(day))
      for (const [offset, energy] of kwh.entries()) values[day * DAY + hour + offset] = energy;
  return values;
}

const HABITS: Readonly<Record<string, Habit>> = {
  'a washing machine of Saturdays': (day) =>
    day % 7 === 5
      ? Array.from({ length: 1 + Math.floor(3 * chance(day)) }, (_, load) => [
          9 + 2 * load,
          [0.7 + 0.3 * chance(day + load), 0.3],
        ])
      : [],
  'a load of every ninth day': (day) => (day % 9 === 3 ? [[14, [1.5, 1.4, 1.6, 0.5]]] : []),
  'a car that is charged on two nights of five': (day) =>
    chance(day) < 0.4
      ? [[18 + Math.floor(3 * chance(day + 0.3)), Array<number>(2 + Math.floor(4 * chance(day + 0.7))).fill(7.2)]]
      : [],
  'a microwave': (day) =>
    [7, 12, 13, 18, 19, 21].flatMap((hour) =>
      chance(day * 24 + hour) < 0.4 ? [[hour, [0.02 + 0.08 * chance(day + hour)]] as const] : [],
    ),
  'an oven, more often on weekends': (day) =>
    chance(day + 0.1) < (day % 7 > 4 ? 0.7 : 0.25)
      ? [[17 + Math.floor(3 * chance(day)), [1.2 + chance(day + 0.5), 0.8 * chance(day + 0.9)]]]
      : [],
};

const kindsOf = (values: readonly number[]) => detectEvents(gridOf(values)).map(({ kind }) => kind);

describe('what is used now and then', () => {
  test.each(Object.entries(HABITS))('%s has no events', (_, habit) => {
    expect(kindsOf(used(habit))).toEqual([]);
    expect(kindsOf(used(habit, 0.001))).toEqual([]);
  });

  test('a cycle that does not end is one SPIKE, against what a cycle takes', () => {
    const values = used(HABITS['a car that is charged on two nights of five'] ?? (() => []));
    values.fill(7.2, 100 * DAY, 102 * DAY);
    const [spike, ...others] = detectEvents(gridOf(values));
    expect(others).toEqual([]);
    expect(spike).toMatchObject({ kind: 'SPIKE', direction: 'HIGH' });
    expect(spike?.from).toBeLessThanOrEqual(100 * DAY);
    expect(spike?.to).toBeGreaterThanOrEqual(102 * DAY - 1);
    const length = (spike?.to ?? 0) - (spike?.from ?? 0) + 1;
    expect((spike?.expected(spike.from) ?? 0) * length).toBeLessThanOrEqual(5 * 7.2);
  });

  test('a rest of many weeks is DEAD, also up to the end; a holiday is not', () => {
    const washing = HABITS['a washing machine of Saturdays'] ?? (() => []);
    const broken = used((day) => (day < 100 ? washing(day) : []));
    expect(detectEvents(gridOf(broken))).toMatchObject([{ kind: 'DEAD', direction: 'LOW', to: DAYS * DAY - 1 }]);
    expect(kindsOf(used((day) => (day >= 60 && day < 74 ? [] : washing(day))))).toEqual([]);
  });

  test('what comes to be used twice as much has a new level, told in weeks', () => {
    const twice = used((day) =>
      (HABITS['a load of every ninth day'] ?? (() => []))(day).concat(
        day % 3 === 1 && day >= 90 ? [[9, [1.5, 1.4, 1.6, 0.5]]] : [],
      ),
    );
    const [shift, ...others] = detectEvents(gridOf(twice)).filter(({ kind }) => kind === 'LEVEL_SHIFT');
    expect(others).toEqual([]);
    // The last week is not whole.
    expect(shift).toMatchObject({ direction: 'HIGH', to: 175 * DAY - 1 });
    expect(Math.abs((shift?.from ?? 0) / DAY - 90)).toBeLessThan(15);
  });

  test('a reading below zero is one here, too', () => {
    const values = used(HABITS['a microwave'] ?? (() => []));
    values[1000] = -1;
    expect(kindsOf(values)).toEqual(['NEGATIVE']);
  });
});

test('a home with a base load is judged by its hours, however high its peaks are', () => {
  const values = used((day) => [[18, [5, 4]], ...(day === 90 ? [[3, [4]] as const] : [])], 0.2);
  expect(kindsOf(values)).toEqual(['SPIKE']);
});
