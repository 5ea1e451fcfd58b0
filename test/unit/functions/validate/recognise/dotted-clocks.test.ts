import { expect, test } from 'vitest';
import { areDottedClocks } from '../../../../../functions/validate/recognise/dotted-clocks.ts';

const quarters = Array.from({ length: 200 }, (_, row) => {
  const minutes = (row * 15) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}.${String(minutes % 60).padStart(2, '0')}`;
});
const dates = quarters.map((_, row) => `${1 + Math.floor(row / 96)}.5.2024`);
const days = quarters.map((_, row) => `2024-05-${row}`);

test('times that go on by a quarter of an hour are clocks whatever their column is called', () => {
  expect(areDottedClocks('เวลา', quarters, dates)).toBe(true);
  expect(
    areDottedClocks(
      'x',
      quarters.filter((_, row) => row % 40 !== 7),
      dates,
    ),
  ).toBe(true);
  expect(areDottedClocks('Time', ['0.00', '7.30', '9.05'], ['1', '1', '1'])).toBe(true);
});

test('numbers are none', () => {
  expect(
    areDottedClocks(
      'kWh',
      quarters.map((_, row) => `0.${10 + (row % 50)}`),
      dates,
    ),
  ).toBe(false);
  expect(
    areDottedClocks(
      'kWh',
      quarters.map((_, row) => `${row % 3}.25`),
      dates,
    ),
  ).toBe(false);
  // A register that rises by one a day.
  expect(
    areDottedClocks(
      'kWh',
      Array.from({ length: 20 }, (_, row) => `${row}.00`),
      days.slice(0, 20),
    ),
  ).toBe(false);
});
