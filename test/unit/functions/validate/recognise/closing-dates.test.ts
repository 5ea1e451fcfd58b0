import { expect, test } from 'vitest';
import { areClosingDates } from '../../../../../functions/validate/recognise/closing-dates.ts';
import { ingest } from '../../../../helpers/validate.ts';

const monthly = [Date.UTC(2026, 0, 24), Date.UTC(2026, 1, 23), Date.UTC(2026, 2, 25)];

test('are those of bills, and not the days of a meter that is read each day', () => {
  expect(['Bill Date', 'Rechnungsdatum', 'Date de facture'].every((name) => areClosingDates(name, monthly))).toBe(true);
  expect(areClosingDates('Date', monthly)).toBe(false);
  expect(areClosingDates('Read Date', [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 3)])).toBe(false);
});

test('what a bill tells of lies between it and the one before', async () => {
  const { rows } = await ingest('Bill Date,Usage (kWh)\n2026-01-24,300\n2026-02-23,310\n2026-03-25,280\n');
  const spans = rows.map(({ utc, end_utc }) => [utc, end_utc].map((time) => String(time).slice(0, 10)));
  expect(spans.slice(1)).toEqual([
    ['2026-01-24', '2026-02-23'],
    ['2026-02-23', '2026-03-25'],
  ]);
});
