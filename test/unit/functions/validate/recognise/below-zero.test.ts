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
