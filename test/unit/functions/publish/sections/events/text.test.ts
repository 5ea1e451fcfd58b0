import { describe, expect, test } from 'vitest';
import {
  areCosted,
  eventCost,
  eventText,
  eventTime,
} from '../../../../../../functions/publish/sections/events/text.ts';
import { EVENT_KINDS } from '../../../../../../shared/energy/anomalies.ts';
import { type ReportEvent, reportEventSchema } from '../../../../../../shared/report/events.ts';

const EVENT: ReportEvent = reportEventSchema.parse({
  site_id: 'home',
  appliance: 'AC',
  measure: 'consumption',
  kind: 'SPIKE',
  direction: 'HIGH',
  severity: 'HIGH',
  start: '2025-10-14T18:00:00',
  end: '2025-10-14T21:00:00',
  readings: 3,
  kwh: 6.2,
  expected_kwh: 2.3,
  excess_kwh: 3.9,
  cost: 1.17,
  currency: 'EUR',
  score: 3,
});

describe('when', () => {
  test.each([
    ['2025-10-14T18:00:00', '2025-10-14T21:00:00', 'Tue 14 Oct 2025 18:00–21:00'],
    ['2025-10-14T18:00:00', '2025-10-15T00:00:00', 'Tue 14 Oct 2025 18:00–00:00'],
    ['2025-10-14T22:00:00', '2025-10-15T02:00:00', 'Tue 14 Oct 22:00 – Wed 15 Oct 2025 02:00'],
    ['2025-10-14T00:00:00', '2025-10-15T00:00:00', 'Tue 14 Oct 2025, all day'],
    ['2025-10-14T00:00:00', '2025-10-21T00:00:00', 'Tue 14 Oct – Mon 20 Oct 2025'],
    ['2024-12-30T00:00:00', '2025-01-02T00:00:00', 'Mon 30 Dec 2024 – Wed 1 Jan 2025'],
  ])('from %s to %s', (start, end, text) => {
    expect(eventTime({ ...EVENT, start, end })).toBe(text);
  });
});

describe('what', () => {
  test('names the public holidays', () => {
    const event = { ...EVENT, holidays: ['Christmas Day', 'Boxing Day'] };
    expect(eventText(event, { layout: null })).toMatch(/that time \(public holiday: Christmas Day, Boxing Day\)$/);
  });

  test('more and less than usual', () => {
    expect(eventText(EVENT, { layout: null })).toBe('used 6.2 kWh, 3.9 kWh more than usual for that time');
    const drop: ReportEvent = { ...EVENT, kind: 'DROP', measure: 'generation', kwh: 1, excess_kwh: -2 };
    expect(eventText(drop, { layout: null })).toBe('generated 1 kWh, 2 kWh less than usual for that time');
  });

  test('what crosses a grid meter is taken, not used', () => {
    const bases = [{ basis: 'grid' as const, sites: 1, names: ['default'], why: '' }];
    expect(eventText(EVENT, { layout: { balance: { bases } } })).toBe(
      'took 6.2 kWh from the grid, 3.9 kWh more than usual for that time',
    );
  });

  test('days, compared with the days before', () => {
    const week: ReportEvent = {
      ...EVENT,
      start: '2025-10-14T00:00:00',
      end: '2025-10-21T00:00:00',
      kwh: 90,
      excess_kwh: 30,
    };
    expect(eventText({ ...week, kind: 'LEVEL_SHIFT' }, { layout: null })).toBe(
      'changed its level for 7 days: used 90 kWh, 30 kWh more than at the level before',
    );
    expect(eventText({ ...week, kind: 'BASE_LOAD_RISE' }, { layout: null })).toBe(
      'took more all night, for 7 days, 30 kWh more than its usual base load',
    );
  });

  test('nothing is compared where nothing is known', () => {
    expect(eventText({ ...EVENT, expected_kwh: null, excess_kwh: null }, { layout: null })).toBe('used 6.2 kWh');
  });

  test('hours up to two days, then days', () => {
    const dead: ReportEvent = { ...EVENT, kind: 'DEAD', kwh: 0, excess_kwh: -9, end: '2025-10-15T19:00:00' };
    expect(eventText(dead, { layout: null })).toBe('was at zero for 25 hours, 9 kWh less than usual for that time');
    expect(eventText({ ...dead, end: '2025-10-21T18:00:00' }, { layout: null })).toContain('for 7 days');
  });

  test.each(EVENT_KINDS)('%s has words', (kind) => {
    expect(eventText({ ...EVENT, kind }, { layout: null })).toMatch(/^[a-z].{10,}/);
    expect(eventText({ ...EVENT, kind }, { layout: null })).not.toContain('undefined');
  });
});

test('cost carries its sign and its own currency', () => {
  expect(eventCost(EVENT)).toBe('+1.17 EUR');
  expect(eventCost({ ...EVENT, cost: -0.5, currency: 'CHF' })).toBe('-0.50 CHF');
  expect(eventCost({ ...EVENT, cost: null })).toBe('');
});

test('what a household pays is no price of a region', () => {
  const of = (kind: 'region' | 'home') => ({
    insights: { written_for: { kind, by: 'energy' as const } },
  });
  expect([areCosted(of('region'), true), areCosted(of('region'), false), areCosted(of('home'), true)]).toEqual([
    false,
    true,
    true,
  ]);
});
