import { describe, expect, test } from 'vitest';
import { headingsAbove, withoutPreamble } from '../../../../../functions/validate/formats/heading-rows.ts';

const own = ['Time', 'Kitchen kWh', 'Bath kWh'];
const long = ['Time', 'Meter', 'kWh'];

describe('a row above a heading that names each column', () => {
  test.each([
    ['a title', ['Export', 'Portal', 'Hourly'], own],
    ['values of a preamble', ['Customer: 123', 'Address: Street 1', 'Zip: 1000'], own],
    ['a title above names of meters in the records', ['Export', 'Portal', 'Hourly'], long],
    ['a site above names of meters in the records', ['Site', 'My home', 'Berlin'], long],
  ])('is no part of it: %s', (_, above, heading) => {
    expect(withoutPreamble([above, heading])).toEqual([heading]);
  });

  test.each([
    ['names of groups', ['', 'House', 'Flat']],
    ['names of meters', ['Meter', 'House', 'Heat pump']],
    ['directions', ['Report', 'Import', 'Export']],
    ['units', ['Report', 'kWh', 'Wh']],
    ['another name of the time', ['Zeit', 'Küche', 'Bad']],
  ])('is part of it: %s', (_, above) => {
    expect(withoutPreamble([above, own])).toEqual([above, own]);
  });
});

test('rows that only together tell the columns apart are kept', () => {
  const rows = [
    ['Report', 'Kitchen', 'Bath'],
    ['Time', 'kWh', 'kWh'],
  ];
  expect(withoutPreamble(rows)).toEqual(rows);
});

test('a number of a register in brackets is no unit beside that of the group', () => {
  const rows = [
    ['', 'Gas [m3]', '', 'Feed-in [kWh]', ''],
    ['Date', 'Stand', 'Use', 'Stand (El 3)', 'Use (Wh)'],
    ['2026-10-01', '1', '2', '3', '4'],
  ];
  expect(headingsAbove(rows, 2, 5)[0]).toEqual(['', 'Gas [m3]', 'Gas [m3]', 'Feed-in [kWh]', '']);
});

test('a group that is named above each of its columns does not go on above the next one', () => {
  const rows = [
    ['', 'Solar', 'Solar', 'Wind', 'Wind', ''],
    ['Date', 'Made', 'Curtailed', 'Made', 'Curtailed', 'Interchange'],
    ['2026-10-01', '1', '2', '3', '4', '5'],
  ];
  expect(headingsAbove(rows, 2, 6)[0]).toEqual(['', 'Solar', 'Solar', 'Wind', 'Wind', '']);
});
