import { expect, test } from 'vitest';
import { compare } from '../../../../cli/compare/compared.ts';
import { comparisonText } from '../../../../cli/compare/text.ts';
import { dayAfter } from '../../../../shared/text/days.ts';

const site = (name: string, kwhAt: (day: string) => number | null, energy: 'used' | 'from the grid' = 'used') => {
  const days = Array.from({ length: 420 }, (_, place) => dayAfter('2025-01-01', place)).flatMap((day) => {
    const kwh = kwhAt(day);
    return kwh === null ? [] : [{ day, kwh }];
  });
  return { site: name, energy, days, leftOut: 0 };
};
const isSunday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() === 0;
/** 10 kWh a day, 24 on Sundays; a quarter more in 2026. */
const home = site('home', (day) => (isSunday(day) ? 24 : 10) * (day < '2026' ? 1 : 1.25));
const february = { from: '2026-02-01', to: '2026-02-24' };

test('days beside as many before and a year before, Sunday by Sunday', () => {
  // From Sunday 1 to Tuesday 24 February: four Sundays of 24 days.
  const { days, own, before } = compare(home, [], february, () => ({}));
  expect(days).toBe(24);
  expect(own.kwh_per_day).toBeCloseTo((1.25 * (4 * 24 + 20 * 10)) / 24, 9);
  expect(before.period).toMatchObject({ from: '2026-01-04', to: '2026-01-27', pairs: 24, change: 0 });
  expect(before.year).toMatchObject({ from: '2025-02-02', to: '2025-02-25', pairs: 24 });
  expect(before.year.change).toBeCloseTo(0.25, 12);
});

test('a day counts where it is whole in both, and what is not known is not compared', () => {
  const gaps = site('home', (day) =>
    day === '2025-02-03' || day === '2026-02-10' ? null : day < '2025-02-10' ? 40 : 20,
  );
  const { before } = compare(gaps, [], { from: '2026-02-02', to: '2026-02-15' }, () => ({}));
  // Of 14 days one then and another one now are not whole: 6 of 40 and 6 of 20 kWh against 20.
  expect(before.year).toMatchObject({ pairs: 12, then_kwh: 30, now_kwh: 20 });
  const none = compare(home, [], { from: '2025-01-05', to: '2025-01-11' }, () => ({})).before.year;
  expect(none).toMatchObject({ pairs: 0, then_kwh: null, now_kwh: null, change: null });
  // Of 14 days the last four were known a year before.
  const few = compare(home, [], { from: '2025-12-21', to: '2026-01-03' }, () => ({})).before.year;
  expect(few).toMatchObject({ pairs: 4, change: null });
  expect(() => compare(home, [], { from: '2030-01-01', to: '2030-01-02' }, () => ({}))).toThrow('no day is whole');
});

test('sites of the group over the same days, per m² and person, where their energy is of the same kind', () => {
  const others = [site('flat', () => 5), site('shop', () => 50, 'from the grid'), site('new', () => null)];
  const factsOf = (name: string) => (name === 'home' ? { area_m2: 100, persons: 2 } : { area_m2: 25 });
  const comparison = compare(home, others, { from: '2026-01-01', to: '2026-01-07' }, factsOf);
  expect(comparison.group?.sites[1]).toEqual({
    ...{ site: 'flat', days: 7, kwh_per_day: 5, kwh_per_m2_day: 0.2, kwh_per_person_day: null },
  });
  // Six days of 12.5 and a Sunday of 30.
  const text = comparisonText(comparison);
  expect(text).toMatch(/home +7 +15 kWh +0\.15 kWh +7\.5 kWh\nflat +7 +5 kWh +0\.2 kWh/);
  expect(text).toMatch(/a year before +2 Jan 2025 – 8 Jan 2025 +7 +12 kWh +15 kWh +\+25 %/);
});

test('a group is compared over the days that are whole at each of its sites', () => {
  const week = { from: '2026-01-05', to: '2026-01-11' };
  // Of Monday to Sunday: without the Sunday, on which home uses most; without Monday; and two days alone.
  const flat = site('flat', (day) => (isSunday(day) ? null : 5));
  const shop = site('shop', (day) => (day === week.from ? null : 4));
  const shed = site('shed', (day) => (day > '2026-01-09' ? 1 : null));
  const { own, group } = compare(home, [shed, flat, shop], week, () => ({}));
  expect(own).toMatchObject({ days: 7, kwh_per_day: (6 * 12.5 + 30) / 7 });
  expect(group?.days).toBe(5);
  expect(group?.sites.map(({ site, days, kwh_per_day }) => [site, days, kwh_per_day])).toEqual([
    ['home', 5, 12.5],
    ['flat', 5, 5],
    ['shop', 5, 4],
  ]);
  expect(group?.left_out).toEqual([{ site: 'shed', shared_days: 2 }]);
  const text = comparisonText(compare(home, [shed], week, () => ({})));
  expect(text).toContain('shed is left out: with its 2 days less than half of these would be in common.');
});
