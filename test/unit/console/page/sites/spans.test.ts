import { describe, expect, it } from 'vitest';
import {
  barKeys,
  barLabel,
  barName,
  daysOfBars,
  lastDay,
  moved,
  movedStretch,
  periodOf,
  periodText,
  stretchLook,
  stretchText,
} from '../../../../../console/page/sites/spans.ts';

const known = { first: '2017-03', last: '2026-10' };

describe('stretches of time', () => {
  it('begin on a Monday, on the first of a month or of a year, and reach over the whole record', () => {
    expect(periodOf('day', '2026-10-04', known)).toEqual({ from: '2026-10-04', to: '2026-10-04' });
    expect(periodOf('week', '2026-10-04', known)).toEqual({ from: '2026-09-28', to: '2026-10-04' });
    expect(periodOf('month', '2024-02-10', known)).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(periodOf('year', '2024-02-10', known)).toEqual({ from: '2024-01-01', to: '2024-12-31' });
    expect(periodOf('all', '2024-02-10', known)).toEqual({ from: '2017-03-01', to: '2026-10-31' });
  });

  it('follow each other without a gap', () => {
    for (const span of ['day', 'week', 'month', 'year'] as const) {
      const period = periodOf(span, '2024-02-29', known);
      expect(periodOf(span, moved(period, -1), known).to < period.from, span).toBe(true);
      expect(periodOf(span, moved(periodOf(span, moved(period, -1), known), 1), known), span).toEqual(period);
    }
  });

  it('are named', () => {
    expect(periodText('week', periodOf('week', '2026-10-04', known))).toBe('28 Sep – 4 Oct 2026');
    expect(periodText('year', periodOf('year', '2026-10-04', known))).toBe('2026');
    expect(barName('2026-10-04T07:15')).toBe('Sun 4 Oct, 07:15');
    expect(barName('2026-10-04T07')).toBe('Sun 4 Oct, 07:00');
    expect(barLabel('2026-10')).toBe('Oct 2026');
  });

  it('begin with the last day of the record that has come', () => {
    expect(lastDay(known, '2026-11-29')).toBe('2026-10-31');
    expect(lastDay(known, '2026-10-12')).toBe('2026-10-12');
  });

  it('of bars are whole days, and looked at by hour, day or month as they are long', () => {
    const some = daysOfBars('2026-10-03T22', '2026-10-05T01');
    expect(some).toEqual({ from: '2026-10-03', to: '2026-10-05' });
    expect(stretchText(some)).toBe('3 Oct 2026 – 5 Oct 2026');
    expect(stretchLook(some).look).toMatchObject({ grain: 'hour', bar: 13 });
    expect(barKeys(stretchLook(some).look, some)).toHaveLength(72);
    expect(movedStretch(some, -1)).toEqual({ from: '2026-09-30', to: '2026-10-02' });
    const months = daysOfBars('2024-01', '2024-02');
    expect(months).toEqual({ from: '2024-01-01', to: '2024-02-29' });
    expect(stretchLook(months).look).toMatchObject({ grain: 'day', bar: 10 });
    expect(stretchLook(daysOfBars('2022-01', '2024-02'))).toMatchObject({ span: 'all', look: { grain: 'month' } });
    expect(stretchLook(daysOfBars('2024-01-05', '2024-01-05')).look).toMatchObject({ grain: 'interval' });
  });
});
