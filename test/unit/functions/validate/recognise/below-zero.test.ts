/** What goes out may be written below zero: it is the same energy, with the sign of whoever wrote the file. */
import { describe, expect, it } from 'vitest';
import { answerOf, refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const DAYS = [...Array(30).keys()];
const dateOf = (day: number) => `2026-06-${String(day + 1).padStart(2, '0')}`;
const taken = (day: number) => 3 + ((day * 7) % 5) + (day % 3) / 8;
const returned = (day: number) => 1 + ((day * 5) % 7) / 4;
const sum = (of: (day: number) => number) => DAYS.reduce((all, day) => all + of(day), 0);

describe('energy that is written below zero', () => {
  it('is the export of a meter, and what is left of both is no third energy', async () => {
    const text = [
      'Vanaf;Verbruik laag tarief;Verbruik hoog tarief;Teruglevering;Totaal',
      ...DAYS.map((day) =>
        [dateOf(day), taken(day), 2 * returned(day + 1), -returned(day)]
          .concat(taken(day) + 2 * returned(day + 1) - returned(day))
          .map((cell) => (typeof cell === 'number' ? cell.toFixed(3).replace('.', ',') : cell))
          .join(';'),
      ),
      '',
    ].join('\n');
    const asked = await refusalOfUpload(text);
    expect(asked.code).toBe('UNIT_UNKNOWN');
    const { layout } = await ingest(text, answerOf(asked));
    expect(layout?.balance?.totals.import_kwh).toBeCloseTo(sum(taken) + sum((day) => 2 * returned(day + 1)), 3);
    expect(layout?.balance?.totals.export_kwh).toBeCloseTo(sum(returned), 3);
  });

  it('is what a battery takes', async () => {
    const { layout } = await ingest(
      [
        'date,Consumption (kWh),Production (kWh),Feed-in (kWh),Purchased (kWh),Charging (kWh),Discharging (kWh)',
        ...DAYS.map(
          (day) => `${dateOf(day)},${taken(day) + 1},${returned(day) + 3},${-returned(day)},${taken(day)},-2,0`,
        ),
      ].join('\n'),
    );
    expect(layout?.balance?.totals.charge_kwh).toBeCloseTo(2 * DAYS.length, 6);
    expect(layout?.balance?.totals.export_kwh).toBeCloseTo(sum(returned), 6);
  });

  it('makes feed-in of a generation, and import of the consumption beside it', async () => {
    const { layout } = await ingest(
      [
        'date,consumption kWh,generation kWh',
        ...DAYS.map((day) => `${dateOf(day)},${taken(day)},${-returned(day)}`),
      ].join('\n'),
    );
    expect(layout?.balance?.totals).toMatchObject({ use_kwh: null, production_kwh: null });
    expect(layout?.balance?.totals.import_kwh).toBeCloseTo(sum(taken), 6);
    expect(layout?.balance?.totals.export_kwh).toBeCloseTo(sum(returned), 6);
  });
});

describe('a use that goes below zero', () => {
  const hours = (value: (hour: number) => number) =>
    Array.from({ length: 96 }, (_, hour) => {
      const time = new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
      return `${time},${value(hour)}`;
    });
  const file = (value: (hour: number) => number) => ['timestamp,Consumed (kWh)', ...hours(value), ''].join('\n');

  it('by day after day is what is exchanged with the grid', async () => {
    const sun = (hour: number) => Math.max(0, 4 - Math.abs(12 - (hour % 24)));
    const { layout } = await ingest(file((hour) => 0.5 + (hour % 5) / 10 - sun(hour)));
    const { import_kwh: taken, export_kwh: fedIn, use_kwh: use } = layout?.balance?.totals ?? {};
    expect(use).toBeNull();
    expect(Number(taken)).toBeGreaterThan(0);
    expect(Number(fedIn)).toBeGreaterThan(0);
  });

  it('in all hours, those of the night as well, is written so', async () => {
    const used = (hour: number) => 0.5 + (hour % 5) / 10;
    const { layout } = await ingest(file((hour) => -used(hour)));
    expect(layout?.notes).toEqual([]);
    expect(layout?.balance?.totals.use_kwh).toBeCloseTo(
      [...Array(96).keys()].reduce((all, hour) => all + used(hour), 0),
      6,
    );
  });

  it('once or twice is a correction', async () => {
    const { layout } = await ingest(file((hour) => (hour === 30 || hour === 60 ? -0.2 : 0.5 + (hour % 5) / 10)));
    expect(layout?.balance?.totals.use_kwh).not.toBeNull();
  });
});
