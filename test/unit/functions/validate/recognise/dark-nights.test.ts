/** A lone energy that is dark by night is asked about, and proposed as what panels produce. */
import { describe, expect, it } from 'vitest';
import { answerOf, refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const HOURS = [...Array(72).keys()];
const timeOf = (hour: number) => new Date(Date.UTC(2026, 5, 1, hour)).toISOString().slice(0, 19);
const byDay = (hour: number) => {
  const clock = hour % 24;
  return clock >= 6 && clock < 19 ? 1000 + ((hour * 37) % 400) : 0;
};
const fileOf = (heading: string, of: (hour: number) => number) =>
  [`time,${heading}`, ...HOURS.map((hour) => `${timeOf(hour)},${of(hour)}`), ''].join('\n');
const kwh = HOURS.reduce((sum, hour) => sum + byDay(hour) / 1000, 0);

describe('a lone energy that is dark by night', () => {
  it('is proposed as production, and may be a use', async () => {
    const text = fileOf('Energy (Wh)', byDay);
    const asked = await refusalOfUpload(text);
    expect(asked.sentence).toContain('shows nothing for 11 hours of each day');
    const made = await ingest(text, answerOf(asked));
    expect(made.layout?.balance?.totals.production_kwh).toBeCloseTo(kwh, 6);
    const used = await ingest(text, answerOf(asked, 1));
    expect(used.layout?.balance?.totals.use_kwh).toBeCloseTo(kwh, 6);
  });

  it.each([
    ['are zeros', '0'],
    ['are empty', ''],
  ])('is proposed as production in rows of days whose nights %s', async (_, dark) => {
    const hours = [...Array(24).keys()].map((hour) => `${String(hour).padStart(2, '0')}:00`);
    const days = [1, 2, 3].map((day) => {
      const values = HOURS.slice(24 * (day - 1), 24 * day).map((hour) => String(byDay(hour) || dark));
      return `2026-06-0${day},${values.join(',')}`;
    });
    const file = (heading: string) => [`${heading},${hours.join(',')}`, ...days, ''].join('\n');
    const asked = await refusalOfUpload(file('Day'));
    expect(asked.sentence).toContain('show nothing for 11 hours of each day');
    expect(asked.sentence).toContain('in which unit');
    const made = await ingest(file('Day'), answerOf(asked));
    expect(made.layout?.balance?.totals.production_kwh).toBeCloseTo(1000 * kwh, 6);
    expect((await refusalOfUpload(`Usage of the house\n${file('Day')}`)).sentence).not.toContain('of each day');
  });

  it('is no night where the file is of a part of one day', async () => {
    const rows = Array.from({ length: 14 * 12 }, (_, at) => {
      const minute = String((at % 12) * 5).padStart(2, '0');
      return `2026-06-01T${String(6 + Math.floor(at / 12)).padStart(2, '0')}:${minute}:00,${40 + (at % 9)}`;
    });
    const { layout } = await ingest(['time,Energy (Wh)', ...rows, ''].join('\n'));
    expect(layout?.balance?.totals.use_kwh).toBeGreaterThan(0);
  });

  it.each([
    ['its name says what it is', 'Consumption (Wh)', byDay],
    ['it shows something by night', 'Energy (Wh)', (hour: number) => byDay(hour) + 100],
  ])('is not asked about where %s', async (_, heading, of) => {
    const { layout } = await ingest(fileOf(heading, of));
    expect(layout?.balance?.totals.use_kwh).toBeGreaterThan(0);
  });
});
