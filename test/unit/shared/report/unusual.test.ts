import { expect, test } from 'vitest';
import type { Report } from '../../../../shared/report/report.ts';
import { eventsTold } from '../../../../shared/report/unusual.ts';

const report = (events: number | null, count: number, to: string) =>
  ({
    anomalies: { count, events: events === null ? null : { count: events } },
    period: { from: '2026-10-01T12:00:00', to },
  }) as unknown as Report;
const [MINUTES, DAYS] = ['2026-10-01T12:05:00', '2026-10-03T00:00:00'];

test('events are what is told, but of less than a day, in which none shows beside a reading that is far out', () => {
  expect(eventsTold(report(null, 1, DAYS))).toBeNull();
  expect(eventsTold(report(0, 1, MINUTES))).toBeNull();
  expect(eventsTold(report(0, 40, DAYS))).toMatchObject({ count: 0 });
  expect(eventsTold(report(0, 0, MINUTES))).toMatchObject({ count: 0 });
  expect(eventsTold(report(1, 2, MINUTES))).toMatchObject({ count: 1 });
});
