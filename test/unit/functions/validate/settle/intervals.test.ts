/** How long readings last: by series, where the interval changes, and where readings are missing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../../helpers/properties.ts';
import { ingest } from '../../../../helpers/validate.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 9, 1);
const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString().slice(0, 16).replace('T', ' ');
const steps = (from: number, step: number, count: number) => Array.from({ length: count }, (_, n) => from + n * step);
const file = (header: string, lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`;
const shown = (rows: readonly Record<string, unknown>[]) =>
  rows.map((row) => `${String(row.timestamp).slice(0, 16)} ${row.interval_minutes} ${Number(row.kwh)}`);

describe('the length of intervals', () => {
  it('is that of each series where times mark ends', async () => {
    const text = file('end,meter,kwh', [
      ...steps(60, 60, 3).map((minutes) => `${at(minutes)},hourly,1`),
      ...steps(15, 15, 12).map((minutes) => `${at(minutes)},quarters,1`),
    ]);
    const { rows } = await ingest(text);
    const of = (name: string) => shown(rows.filter((row) => row.appliance === name));
    expect(of('hourly')).toEqual(['2026-10-01 00:00 60 1', '2026-10-01 01:00 60 1', '2026-10-01 02:00 60 1']);
    expect(of('quarters').slice(0, 2)).toEqual(['2026-10-01 00:00 15 1', '2026-10-01 00:15 15 1']);
    expect(rows).toHaveLength(15);
  });

  it.each([
    ['start', 0],
    ['end', 1],
  ] as const)('follows a change within a series where times mark the %s', async (named, ends) => {
    const times = [...steps(ends * 60, 60, 24), ...steps(1440 + ends * 15, 15, 96), ...steps(2880 + ends * 60, 60, 24)];
    const { rows, output, layout } = await ingest(
      file(
        `${named},Pump kW`,
        times.map((minutes) => `${at(minutes)},2`),
      ),
    );
    const expected = [
      ...steps(0, 60, 24).map((minutes) => `${at(minutes)} 60 2`),
      ...steps(1440, 15, 96).map((minutes) => `${at(minutes)} 15 0.5`),
      ...steps(2880, 60, 24).map((minutes) => `${at(minutes)} 60 2`),
    ];
    expect(shown(rows)).toEqual(expected);
    expect(output).toMatchObject({ period: { from: '2026-10-01T00:00:00', to: '2026-10-04T00:00:00' } });
    expect(layout?.gaps.ranges).toBe(0);
    expect(layout?.notes.map(({ code, count }) => [code, count])).toEqual([
      ['POWER', undefined],
      ['INTERVAL_CHANGED', 48],
    ]);
  });

  it('lists what is missing by the interval that is in force, and fills nothing', async () => {
    const times = [
      ...steps(0, 60, 12).filter((minutes) => minutes !== 300),
      ...steps(720, 15, 96).filter((minutes) => minutes < 900 || minutes >= 960),
    ];
    const { rows, layout } = await ingest(
      file(
        'start,Pump kW',
        times.map((minutes) => `${at(minutes)},2`),
      ),
    );
    expect(rows).toHaveLength(times.length);
    expect(layout?.gaps).toEqual({
      ranges: 2,
      intervals: 5,
      first: [
        {
          site_id: 'default',
          appliance: 'Pump kW',
          from: '2026-10-01T15:00:00',
          to: '2026-10-01T16:00:00',
          intervals: 4,
        },
        {
          site_id: 'default',
          appliance: 'Pump kW',
          from: '2026-10-01T05:00:00',
          to: '2026-10-01T06:00:00',
          intervals: 1,
        },
      ],
    });
    // Two kilowatts for eleven hours and for ninety-two quarters.
    const energy = rows.reduce((sum, row) => sum + Number(row.kwh), 0);
    expect(energy).toBeCloseTo(2 * (11 + 92 / 4), 9);
  });

  it('lets a reading last until the next one where that comes early or a little late', async () => {
    const times = [0, 10, 20, 27, 30, 40, 54, 60, 70, 80, 120];
    const { rows } = await ingest(
      file(
        'start,Pump kW',
        times.map((minutes) => `${at(minutes)},60`),
      ),
    );
    expect(rows.map((row) => Number(row.kwh))).toEqual([10, 10, 7, 3, 10, 14, 6, 10, 10, 10, 10]);
  });

  it('is the spacing of the records where a series has too few readings to tell', async () => {
    const text = file('start,Kitchen kW,Laundry kW', [`${at(0)},1,1`, `${at(60)},1,`, `${at(120)},1,1`]);
    const { rows, layout } = await ingest(text);
    expect(shown(rows.filter((row) => row.appliance === 'Laundry kW'))).toEqual([
      '2026-10-01 00:00 60 1',
      '2026-10-01 02:00 60 1',
    ]);
    expect(layout?.gaps).toMatchObject({ ranges: 1, intervals: 1 });
  });

  it('places the readings of a register where they were taken, whatever their column is called', async () => {
    const text = file(
      'interval end,Meter reading kWh',
      steps(0, 60, 4).map((minutes, n) => `${at(minutes)},${100 + n}`),
    );
    const { rows } = await ingest(text);
    expect(shown(rows)).toEqual(['2026-10-01 00:00 60 1', '2026-10-01 01:00 60 1', '2026-10-01 02:00 60 1']);
  });

  it('conserves energy: a constant power gives its hours, however they are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(5, 10, 15, 30, 60), fc.integer({ min: 5, max: 30 })), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.boolean(),
        async (stretches, ends) => {
          const times: number[] = [];
          let now = 0;
          for (const [step, count] of stretches) {
            for (let n = 0; n < count; n += 1) {
              times.push(ends ? now + step : now);
              now += step;
            }
          }
          const { rows } = await ingest(
            file(
              ends ? 'end,Pump kW' : 'start,Pump kW',
              times.map((minutes) => `${at(minutes)},60`),
            ),
          );
          expect(rows.reduce((sum, row) => sum + Number(row.kwh), 0)).toBeCloseTo(now, 6);
          expect(String(rows[0]?.timestamp).slice(0, 16)).toBe(at(0));
        },
      ),
      runs(12),
    ));
});
