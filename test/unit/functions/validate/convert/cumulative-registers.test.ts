/** Stands become the energy between them, whatever the register does on its way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 1);

interface Stand {
  readonly at: number;
  /** As the register shows it. */
  readonly shown: number;
}

const text = (stands: readonly Stand[], digits = 3) =>
  [
    'timestamp,Meter reading (kWh)',
    ...stands.map(({ at, shown }) => `${new Date(at).toISOString()},${shown.toFixed(digits)}`),
  ].join('\n');

const asRegister = (name: string, unit = 'kWh', flow?: string) => ({
  metadata: { layout: JSON.stringify({ columns: { [name]: { role: 'register', unit, flow } } }) },
});

async function read(stands: readonly Stand[], digits?: number, flow?: string) {
  const { rows, output, layout } = await ingest(text(stands, digits), asRegister('Meter reading (kWh)', 'kWh', flow));
  const { readings } = output.outcome === 'READY' ? output : { readings: undefined };
  const total = rows.reduce((sum, row) => sum + Math.round(Number(row.kwh) * 1e6), 0) / 1e6;
  const notes = (layout?.notes ?? []).filter(({ code }) => code.startsWith('REGISTER'));
  return { rows, total, notes, readings };
}

const hourly = (...shown: readonly number[]) => shown.map((each, n) => ({ at: START + n * HOUR, shown: each }));
/** Stands of a register that counts 0.5 kWh an hour. */
const steady = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n * 0.5);
const codes = (notes: readonly { code: string; count?: number | undefined }[]) =>
  notes.map(({ code, count }) => [code, count]);

describe('a register', () => {
  it('gives the energy between its stands, and its last stand is an end, not a missing reading', async () => {
    const { rows, readings, total, notes } = await read(hourly(...steady(100, 21)));
    expect(rows).toHaveLength(20);
    expect(total).toBe(10);
    expect(readings).toEqual({ accepted: 20, rejected: 0, missing: 0, duplicates: 0 });
    expect(notes).toEqual([]);
  });

  it('is read in the order of time', async () => {
    const { rows, total } = await read(hourly(...steady(100, 21)).reverse());
    expect(rows.map((row) => Number(row.kwh))).toEqual(Array(20).fill(0.5));
    expect(total).toBe(10);
  });

  it.each([
    ['0', [0]],
    ['three zeros in a row', [0, 0, 0]],
    ['a stand above', [99_999]],
    ['a stand that is a little above', [109]],
    ['two stands above', [400, 401]],
  ])('leaves out %s between its stands, and names the time and the value', async (_, wrong) => {
    const stands = steady(100, 40);
    stands.splice(12, wrong.length, ...wrong);
    const { total, notes, readings } = await read(hourly(...stands));
    expect(total).toBe(19.5);
    expect(codes(notes)).toEqual([['REGISTER_FALSE_STAND', wrong.length]]);
    expect(notes[0]?.message).toContain(`2026-05-01T12:00:00 (${wrong[0]?.toFixed(1)} kWh)`);
    expect(readings).toEqual({ accepted: 39 - wrong.length, rejected: 0, missing: wrong.length, duplicates: 0 });
  });

  it.each([
    ['from the first stand on', 0],
    ['once it has been awake', 8],
  ])('counts its energy once where it shows 0 while it is asleep, %s', async (_, from) => {
    const awake = (hour: number) => hour % 24 >= 6 && hour % 24 < 20;
    const shown = Array.from({ length: 72 }, (_, hour) => (awake(hour) ? 12_000 + hour * 0.5 : 0)).slice(from);
    const { total, notes } = await read(hourly(...shown), 3, 'consumption');
    expect(total).toBe((67 - Math.max(6, from)) * 0.5);
    expect(codes(notes)).toEqual([['REGISTER_FALSE_STAND', shown.filter((each) => each === 0).length]]);
  });

  it('takes a counter of the day that is nearly full for none that rolls over, whenever it begins again', async () => {
    const made = (hour: number) => Math.min(Math.max(0, (hour % 24) - 6), 13) * 2.45;
    const kept = (hour: number) => (hour % 24 < 6 ? (hour < 24 ? 0 : 31.85) : made(hour));
    const emptied = (hour: number) => (hour % 24 >= 21 ? 0 : made(hour));
    for (const shown of [kept, emptied]) {
      const { total } = await read(hourly(...Array.from({ length: 72 }, (_, hour) => shown(hour))), 3, 'consumption');
      expect(total).toBeCloseTo(3 * 31.85, 6);
    }
  });

  it('leaves out a stand above just before it rolls over', async () => {
    const { total } = await read(hourly(...steady(990, 20), 99_999.999, ...steady(0.5, 20)));
    expect(total).toBe(20);
  });

  it('leaves out a first stand of 0 that was not read', async () => {
    const { total, notes } = await read(hourly(0, ...steady(13_423, 20)));
    expect(total).toBe(9.5);
    expect(codes(notes)).toEqual([['REGISTER_FALSE_STAND', 1]]);
  });

  it('may begin at 0', async () => {
    const { total, notes } = await read(hourly(...steady(0, 20)));
    expect(total).toBe(9.5);
    expect(notes).toEqual([]);
  });

  it('that was reset counts what it shows since then', async () => {
    const { total, notes } = await read(hourly(...steady(512.4, 20), ...steady(0.25, 20)));
    expect(total).toBe(9.5 + 0.25 + 9.5);
    expect(codes(notes)).toEqual([['REGISTER_RESET', 1]]);
  });

  it('that was exchanged for one with another stand gives no energy at that step', async () => {
    const { total, notes, readings } = await read(hourly(...steady(5120, 20), ...steady(700, 20)));
    expect(total).toBe(19);
    expect(codes(notes)).toEqual([['REGISTER_EXCHANGED', 1]]);
    expect(readings).toMatchObject({ accepted: 38, missing: 1 });
  });

  it.each([
    ['from 0', 0],
    ['from a stand of its own', 3.25],
  ])(
    'whose meter is exchanged at one time, for one that counts %s, counts up to the one and from the other',
    async (_, began) => {
      const [old, fresh] = [steady(48_211.5, 20), steady(began, 20)];
      const at = START + 19 * HOUR;
      const behind = fresh.map((shown, n) => ({ at: at + n * HOUR, shown }));
      const { rows, total, notes, readings } = await read([...hourly(...old), ...behind]);
      expect(total).toBe(19);
      expect(rows).toHaveLength(38);
      expect(codes(notes)).toEqual([['REGISTER_REPLACED', 1]]);
      expect(readings).toEqual({ accepted: 38, rejected: 0, missing: 0, duplicates: 0 });
      expect((await read([...hourly(...old), ...behind].reverse())).total).toBe(19);
    },
  );

  it('that shows two stands at one time, and goes on from the higher one, contradicts itself there', async () => {
    const stands = hourly(...steady(100, 40));
    const { notes, readings } = await read([...stands, { at: START + 12 * HOUR, shown: 0 }]);
    expect(codes(notes)).toEqual([]);
    expect(readings?.rejected).toBe(2);
  });

  it.each([
    ['five digits', 1e5, 3],
    ['2^23 steps of 0.1 Wh', 2 ** 23 / 1e4, 4],
    ['2^32 steps of 1 Wh', 2 ** 32 / 1e3, 3],
    ['2^16 steps of 2.5 Wh', 2 ** 16 * 0.0025, 4],
  ])('rolls over at %s', async (_, modulus, digits) => {
    const stands = steady(modulus - 5, 40).map((each) => (each >= modulus ? each - modulus : each));
    const { total, notes } = await read(hourly(...stands), digits);
    expect(total).toBe(19.5);
    expect(codes(notes)).toEqual([['REGISTER_ROLLOVER', 1]]);
  });

  it.each([
    ['J', 2 ** 32, 250_123],
    ['kJ', 2 ** 24, 1_234],
    ['MJ', 1e5, 3],
  ])('that counts %s rolls over at a whole number of them', async (unit, modulus, step) => {
    const name = `Meter reading (${unit})`;
    const shown = Array.from({ length: 40 }, (_, n) => (modulus - 10.5 * step + n * step) % modulus);
    const lines = shown.map((each, n) => `${new Date(START + n * HOUR).toISOString()},${Math.round(each)}`);
    const { rows, layout } = await ingest([`timestamp,${name}`, ...lines].join('\n'), asRegister(name, unit));
    const joules = { J: 1, kJ: 1e3, MJ: 1e6 }[unit] ?? 0;
    expect(rows.reduce((sum, row) => sum + Number(row.kwh), 0)).toBeCloseTo((39 * step * joules) / 3.6e6, 5);
    expect(codes(layout?.notes ?? [])).toEqual([['REGISTER_ROLLOVER', 1]]);
  });

  it('that falls by a few of its last digits invents no energy and was not reset', async () => {
    const stands = steady(5000, 40);
    stands.splice(10, 3, 5004.998, 5004.997, 5005.1);
    const { total, notes } = await read(hourly(...stands));
    expect(total).toBe(19.5);
    expect(codes(notes)).toEqual([['REGISTER_DECREASE', 1]]);
  });

  it('of the day counts what it shows since midnight, and knows nothing of days without a stand', async () => {
    const stands = Array.from({ length: 24 * 8 }, (_, n) => ({ at: START + n * HOUR, shown: 0.4 * ((n % 24) + 1) }));
    const { total, notes } = await read(stands.slice(0, -1));
    expect(total).toBeCloseTo(0.4 * 24 * 8 - 0.4 - 0.4, 6);
    expect(codes(notes)).toEqual([['REGISTER_RESTART', 7]]);
    const broken = await read(stands.filter(({ at }) => at < START + 50 * HOUR || at >= START + 124 * HOUR));
    const late = broken.rows.find((row) => String(row.utc).startsWith('2026-05-06 00'));
    expect(Number(late?.kwh)).toBeCloseTo(0.4 * 5, 6);
  });

  it('is known by its site and its meter', async () => {
    const lines = steady(100, 30).flatMap((shown, n) =>
      ['a', 'b'].map(
        (site) => `${new Date(START + n * HOUR).toISOString()},${site},${site === 'a' ? shown : shown % 4}`,
      ),
    );
    const { rows, layout } = await ingest(['timestamp,site,kWh', ...lines].join('\n'), asRegister('kWh'));
    const sum = (site: string) =>
      rows.filter((row) => row.site_id === site).reduce((total, row) => total + Number(row.kwh), 0);
    expect(sum('a')).toBe(14.5);
    expect(sum('b')).toBe(14.5 - 3 * 0.5);
    expect(codes(layout?.notes ?? [])).toEqual([['REGISTER_RESET', 3]]);
  });
});

const register = fc.record({
  values: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 30, maxLength: 60 }),
  modulus: fc.constantFrom(1e6, 1e7, 2 ** 20, 2 ** 24),
  room: fc.integer({ min: 0, max: 20_000 }),
  falseAt: fc.integer({ min: 10, max: 20 }),
  wrong: fc.constantFrom(0, 1, 99_999_999),
});

describe('a random load', () => {
  it('is the same from a register that rolls over and shows something false now and then', () =>
    fc.assert(
      fc.asyncProperty(fc.array(register, { minLength: 5, maxLength: 12 }), async (registers) => {
        const lines = registers.flatMap(({ values, modulus, room, falseAt, wrong }, meter) => {
          let sum = modulus - room;
          // Beside nearly nothing a false stand of nearly nothing is no other than a reset.
          const isFalse = (n: number) => n === falseAt && (sum < modulus - 2000 || sum > modulus + 9000);
          return [...values, 0].map((value, n) => {
            const shown = isFalse(n) ? wrong : sum % modulus;
            sum += value;
            return `${new Date(START + n * HOUR).toISOString()},meter ${meter},${(shown / 1000).toFixed(3)}`;
          });
        });
        const { rows } = await ingest(['timestamp,meter,kWh', ...lines].join('\n'), asRegister('kWh'));
        for (const [meter, { values }] of registers.entries()) {
          const energies = rows.filter((row) => row.appliance === `meter ${meter}`).map((row) => Number(row.kwh));
          const total = energies.reduce((sum, each) => sum + each, 0);
          expect(total).toBeCloseTo(values.reduce((all, each) => all + each, 0) / 1000, 6);
        }
      }),
      { numRuns: 6, endOnFailure: true },
    ));
});
