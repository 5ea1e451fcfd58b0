import { describe, expect, it } from 'vitest';
import { calendarSchema } from '../../../../shared/settings/settings.ts';
import { CalendarUnknown, holidaysOf, namedHolidays } from '../../../../shared/tariff/holidays.ts';

describe('holidays', () => {
  it('knows the fixed and the moving days of a country', async () => {
    const days = await holidaysOf('DE', [2026]);
    // Easter Sunday of 2026 is 5 April: Good Friday two days before, Whit Monday 50 days after.
    expect([...days].sort()).toEqual([
      '2026-01-01',
      '2026-04-03',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-25',
      '2026-10-03',
      '2026-12-25',
      '2026-12-26',
    ]);
  });

  it("adds a region's own days", async () => {
    const [country, region] = await Promise.all([holidaysOf('DE', [2026]), holidaysOf('DE-BY', [2026])]);
    expect([...region].filter((day) => !country.has(day))).toEqual(['2026-01-06', '2026-06-04', '2026-11-01']);
  });

  it('counts the day in lieu of a holiday on a weekend', async () => {
    // 4 July 2027 is a Sunday.
    const days = await holidaysOf('US', [2027]);
    expect(days.has('2027-07-04')).toBe(true);
    expect(days.has('2027-07-05')).toBe(true);
  });

  it('gives local dates where a holiday begins at sunset', async () => {
    // The day of atonement of the year 5787 is 21 September 2026, from the evening before.
    const days = await holidaysOf('IL', [2026]);
    expect(days.has('2026-09-21')).toBe(true);
    expect(days.has('2026-09-20')).toBe(false);
  });

  it('puts several years together', async () => {
    const days = await holidaysOf('FR', [2024, 2025, 2025]);
    expect(days.has('2024-07-14') && days.has('2025-07-14')).toBe(true);
    expect(days.size).toBe(2 * (await holidaysOf('FR', [2025])).size);
  });

  it.each([
    ['XX', /"XX" is not known; use one of AD, /],
    ['DE-ZZ', /"ZZ" is not known; use one of .*BY/],
    ['DE-BY-NOWHERE', /"NOWHERE" is not known; use one of .*KATH/],
    ['AD-XX', /"XX" is not known/],
  ])('refuses %s and says what there is', async (calendar, why) => {
    const refusal = holidaysOf(calendar, [2026]);
    await expect(refusal).rejects.toThrow(CalendarUnknown);
    await expect(refusal).rejects.toThrow(why);
  });

  it.each(['de', 'Germany', 'DE-', 'DE_BY', '../DE', 'DE-BY-KATH-X'])('does not take %s for a calendar', (name) => {
    expect(calendarSchema.safeParse(name).success).toBe(false);
  });
});

describe('named holidays', () => {
  it.each([
    ['Europe/Berlin', undefined, '2026-12-25', 'Christmas Day'],
    ['Asia/Seoul', undefined, '2026-03-01', 'Independence Movement Day'],
    ['UTC', 'DE-BY', '2026-01-06', 'Epiphany'],
  ])('of %s with the calendar %s', async (zone, calendar, day, name) => {
    expect((await namedHolidays(zone, calendar, [2026])).get(day)).toBe(name);
  });

  it.each([
    ['UTC', undefined],
    ['Etc/GMT-1', undefined],
    ['Europe/Berlin', 'XX'],
  ])('none where %s and the calendar %s tell no country', async (zone, calendar) => {
    expect((await namedHolidays(zone, calendar, [2026])).size).toBe(0);
  });
});
