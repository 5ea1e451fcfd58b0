import { expect, test } from 'vitest';
import { assumptionsOf } from '../../../../shared/report/assumptions.ts';
import type { Report } from '../../../../shared/report/report.ts';

interface Said {
  readonly zone?: string;
  readonly zones?: Record<string, string>;
  /** Whether a person or the file named the zone. */
  readonly said?: boolean;
  readonly tariff?: string;
  readonly co2?: number | null;
  readonly columns?: readonly { name: string; unit?: string; why: string }[];
}

/** A report of a file that says this much; nothing else of it matters here. */
const report = ({ zone = 'Europe/Berlin', zones = {}, said = false, tariff = 'Home', co2 = 3, columns = [] }: Said) =>
  ({
    timeZone: zone,
    layout: {
      ...{ zones, time: { zone }, columns },
      decisions: said ? [] : [{ what: 'time zone', chosen: zone, why: 'assumed: nobody names the zone' }],
    },
    money: { sites: [{ tariff }], totals: [{ co2_kg: co2 }] },
  }) as unknown as Report;

const NOTHING = { zone: '', unit: '', believed: { consumption: '', generation: '' }, price: '', emission: '' };

test('a report whose zone, tariff and unit were said assumes nothing', () => {
  const columns = [{ name: 'kWh', unit: 'kWh', why: 'its name says kWh' }];
  expect(assumptionsOf(report({ columns }))).toEqual({ ...NOTHING, notes: [] });
});

test('each thing that nobody said has its own mark and sentence', () => {
  const columns = [{ name: 'value', unit: 'kWh', why: 'the unit kWh was given' }];
  const { notes, ...marks } = assumptionsOf(report({ zone: 'UTC', tariff: 'settings', columns }));
  expect(marks).toEqual({ ...NOTHING, zone: '¹', unit: '²', price: '³', emission: '⁴' });
  expect(notes.map((note) => note.slice(0, 1))).toEqual(['¹', '²', '³', '⁴']);
});

test('marks are counted from the first, and follow the order of their sentences', () => {
  expect(assumptionsOf(report({ tariff: 'settings', co2: null }))).toMatchObject({
    ...{ zone: '', price: '¹', emission: '', notes: [expect.stringMatching(/^¹ At the price of the settings/)] },
  });
});

test('UTC is no assumption where a person or the file names it, or the zones of sites', () => {
  expect(assumptionsOf(report({ zone: 'UTC', said: true })).zone).toBe('');
  expect(assumptionsOf(report({ zone: 'UTC', zones: { A: 'Asia/Kolkata' } })).zone).toBe('');
});

test('a unit that is in the name of its column needs nobody to say it', () => {
  expect(assumptionsOf(report({ columns: [{ name: 'Energy (kWh)', unit: 'kWh', why: 'given' }] })).unit).toBe('');
  expect(assumptionsOf(report({ columns: [{ name: 'Energy', unit: 'kWh', why: 'given' }] })).unit).toBe('¹');
});

test('a sum with readings that are not believed is marked where it stands', () => {
  const { believed, notes } = assumptionsOf({ ...report({}), consumption: { impossible_kwh: 3000 } } as Report);
  expect(believed).toEqual({ consumption: '¹', generation: '' });
  expect(notes).toEqual([
    '¹ 3,000 kWh of what was used are in readings beyond what can be: they are counted here, and not believed.',
  ]);
});
