/** What is the whole of a site and what is a part of it, and which way a signed column counts. */
import { describe, expect, it } from 'vitest';
import { wiggle } from '../../../../helpers/profiles.ts';
import { answerOf, refusalOfUpload } from '../../../../helpers/refusal.ts';
import { ingest } from '../../../../helpers/validate.ts';

const timeOf = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
const HOURS = [...Array(96).keys()];
/** From `least` on, up to `spread` more, kWh with three decimals. */
const lively = (least: number, spread: number, seed: number) => (hour: number) =>
  Number((least + spread * (wiggle(seed + 7 * hour) + 0.5)).toFixed(3));
const heater = lively(0.2, 0.9, 1);
const oven = lively(0, 0.7, 400);
const others = lively(0.1, 0.3, 900);

const total = (rows: readonly { kwh?: unknown }[]) =>
  rows.reduce((sum, row) => sum + Math.round(Number(row.kwh) * 1e6), 0) / 1e6;
const sum = (...parts: readonly ((hour: number) => number)[]) =>
  HOURS.reduce((all, hour) => all + parts.reduce((some, part) => some + Math.round(part(hour) * 1e6), 0), 0) / 1e6;

const columns = (own: (hour: number) => number) =>
  [
    'timestamp,mtr1 (kWh),Heater (kWh),Oven (kWh)',
    ...HOURS.map((hour) => [timeOf(hour), ...[own, heater, oven].map((of) => of(hour).toFixed(3))].join(',')),
    '',
  ].join('\n');
const records = (own: (hour: number) => number) =>
  [
    'timestamp,name,kWh',
    ...HOURS.flatMap((hour) =>
      Object.entries({ mtr1: own, Heater: heater, Oven: oven }).map(
        ([name, of]) => `${timeOf(hour)},${name},${of(hour).toFixed(3)}`,
      ),
    ),
    '',
  ].join('\n');
const whole = (hour: number) => heater(hour) + oven(hour) + others(hour);

describe.each([
  ['a column', columns],
  ['records', records],
])('%s whose name says nothing, beside appliances', (_, fileOf) => {
  it('is asked about where it always covers the others, and is the whole or one more part', async () => {
    const text = fileOf(whole);
    const asked = await refusalOfUpload(text);
    expect(asked.code).toBe('LAYOUT_AMBIGUOUS');
    expect(asked.sentence).toContain('mtr1');
    const first = await ingest(text, answerOf(asked));
    expect(total(first.rows)).toBeCloseTo(sum(whole), 6);
    expect([...new Set(first.rows.map(({ appliance }) => appliance))]).toEqual(
      expect.arrayContaining(['Heater', 'Oven', 'rest'].map((name) => expect.stringContaining(name))),
    );
    const second = await ingest(text, answerOf(asked, 1));
    expect(total(second.rows)).toBeCloseTo(sum(whole, heater, oven), 6);
  });

  it('is one more part where it does not', async () => {
    const { rows } = await ingest(fileOf(others));
    expect(total(rows)).toBeCloseTo(sum(others, heater, oven), 6);
  });
});

describe('a signed column beside the panels', () => {
  const sun = (hour: number) => Math.max(0, 3000 - Math.abs(12 - (hour % 24)) * 500);
  const grid = (hour: number) => 400 + ((hour * 31) % 300) - sun(hour);
  const fileOf = (sign: 1 | -1) =>
    [
      'timestamp,PV power (W),Grid power (W)',
      ...HOURS.map((hour) => `${timeOf(hour)},${sun(hour)},${sign * grid(hour)}`),
      '',
    ].join('\n');
  const ofSign = (sign: 1 | -1) => HOURS.reduce((all, hour) => all + Math.max(0, sign * grid(hour)), 0) / 1000;

  it.each([1, -1] as const)('takes from the grid in the night, whichever its sign is (%i)', async (sign) => {
    const { layout } = await ingest(fileOf(sign));
    expect(layout?.balance?.totals.import_kwh).toBeCloseTo(ofSign(1), 6);
    expect(layout?.balance?.totals.export_kwh).toBeCloseTo(ofSign(-1), 6);
  });
});

it('a register without a unit that is read by hand is proposed in kilowatt-hours', async () => {
  const stands = Array.from({ length: 14 }, (_, at) => {
    const date = new Date(Date.UTC(2025, 0, 1 + 27 * at)).toISOString().slice(0, 10);
    return `${date},${5000 + 243 * at}`;
  });
  const text = ['Datum,Zählerstand', ...stands, ''].join('\n');
  const { rows } = await ingest(text, answerOf(await refusalOfUpload(text)));
  expect(total(rows)).toBe(13 * 243);
});
