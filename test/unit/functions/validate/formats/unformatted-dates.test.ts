import { expect, test } from 'vitest';
import { withDates } from '../../../../../functions/validate/formats/unformatted-dates.ts';

const rows: (string | number)[][] = [
  ['Meter', 45_000],
  ['Datum', 'Stand (kWh)'],
  [45_418, 45_418],
  [45_418.0416666667, 45_419],
];

test('numbers of days below a time are dates, and others are let alone', () => {
  expect(withDates(rows)).toEqual([
    ...rows.slice(0, 2),
    [new Date('2024-05-06T00:00:00Z'), 45_418],
    [new Date('2024-05-06T01:00:00Z'), 45_419],
  ]);
});

test('a column of times of another kind stays as it is', () => {
  const counted: (string | number)[][] = [
    ['time', 'kWh'],
    [1, 45_418],
    [2, 45_419],
  ];
  expect(withDates(counted)).toBe(counted);
});
