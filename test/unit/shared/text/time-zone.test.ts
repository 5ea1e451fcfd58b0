import { expect, test } from 'vitest';
import { isTimeZone, zoneLike } from '../../../../shared/text/time-zone.ts';

test('a zone is a name of the IANA database, not an offset', () => {
  expect(['Europe/Berlin', 'UTC', 'America/New_York'].every(isTimeZone)).toBe(true);
  expect(['Berlin', '+02:00', '', 'Europe/Nowhere'].some(isTimeZone)).toBe(false);
});

test('a city alone tells the zone that is meant', () => {
  expect(zoneLike('new york')).toBe('America/New_York');
  expect(zoneLike('nowhere')).toBe('Europe/Berlin');
});
