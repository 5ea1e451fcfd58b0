import { expect, test } from 'vitest';
import { withHolidays } from '../../../../../../functions/publish/sections/events/holidays.ts';
import { noneOfEach } from '../../../../../../shared/energy/anomalies.ts';
import { type ReportEvent, reportEventSchema } from '../../../../../../shared/report/events.ts';

const eventOf = (given: Partial<ReportEvent>): ReportEvent =>
  reportEventSchema.parse({
    ...{ site_id: 'office', appliance: 'total', measure: 'consumption', kind: 'DROP', direction: 'LOW' },
    ...{ severity: 'LOW', readings: 9, kwh: 1, expected_kwh: 9, excess_kwh: -8, cost: -2, currency: 'EUR', score: 2 },
    ...{ start: '2025-12-25T08:00:00', end: '2025-12-25T17:00:00' },
    ...given,
  });

async function namesOf(given: Partial<ReportEvent>, calendar?: string): Promise<string[] | undefined> {
  const events = { count: 1, by_kind: {}, by_severity: noneOfEach(), top: [eventOf(given)] };
  const anomalies = { count: 0, by_severity: noneOfEach(), by_appliance: [], top: [], events };
  const report = await withHolidays({ timeZone: 'Europe/Berlin', layout: null, anomalies }, calendar);
  return report.anomalies.events?.top[0]?.holidays;
}

test('the holidays of the country that the zone belongs to', async () => {
  expect(await namesOf({})).toEqual(['Christmas Day']);
  expect(await namesOf({ kind: 'LEVEL_SHIFT', start: '2025-12-24T00:00:00', end: '2026-01-02T00:00:00' })).toEqual([
    ...['Christmas Day', 'Boxing Day', "New Year's Day"],
  ]);
});

test('the calendar of the settings before it', async () => {
  const epiphany = { start: '2026-01-06T08:00:00', end: '2026-01-06T17:00:00' };
  expect(await namesOf(epiphany)).toEqual([]);
  expect(await namesOf(epiphany, 'DE-BY')).toEqual(['Epiphany']);
});

test.each<Partial<ReportEvent>>([
  { kind: 'STUCK' },
  { measure: 'generation' },
  { kind: 'LEVEL_SHIFT', start: '2025-12-01T00:00:00', end: '2026-02-01T00:00:00' },
  { start: '2025-12-23T08:00:00', end: '2025-12-24T00:00:00' },
])('no holiday explains %o', async (given) => {
  expect(await namesOf(given)).toEqual([]);
});
