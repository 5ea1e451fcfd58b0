/** Readings written in every layout, zone and unit come back as they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../helpers/properties.ts';
import { ingest } from '../../../helpers/validate.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Australia/Sydney',
] as const;
/** Around the changes of most of these zones' clocks, and a day without any. */
const STARTS = [
  '2026-03-28',
  '2026-10-24',
  '2026-03-07',
  '2026-10-31',
  '2026-04-04',
  '2026-10-03',
  '2026-07-14',
] as const;

interface Readings {
  readonly zone: (typeof ZONES)[number];
  readonly minutes: number;
  /** Start of the first interval, UTC. */
  readonly start: number;
  /** Watt-hours, one list a series. */
  readonly series: readonly (readonly number[])[];
}

/**
 * Numbers without an order, the same for the same arguments: values that grew by the same step would be a register's.
 * The finaliser of MurmurHash3.
 */
function scattered(seed: number, n: number): number {
  let mixed = Math.imul(seed, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca77);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const readings: fc.Arbitrary<Readings> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    minutes: fc.constantFrom(15, 30, 60),
    date: fc.constantFrom(...STARTS),
    days: fc.integer({ min: 2, max: 3 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    count: fc.integer({ min: 2, max: 3 }),
  })
  // A clock that moves by half an hour leaves no whole hours.
  .filter(({ zone, minutes }) => zone !== 'Australia/Lord_Howe' || minutes <= 30)
  .map(({ zone, minutes, date, days, seed, count }) => {
    const start = utcMidnight(date, zone);
    const length =
      (utcMidnight(new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10), zone) - start) /
      (minutes * MINUTE);
    const series = Array.from({ length: count }, (_, at) =>
      Array.from({ length }, (_, n) => (scattered(seed + at, n) % 9973) + 1),
    );
    return { zone, minutes, start, series };
  });

function offsetOf(at: number, zone: string): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}

function utcMidnight(date: string, zone: string): number {
  const local = Date.parse(`${date}T00:00:00Z`);
  return local - offsetOf(local - offsetOf(local, zone), zone);
}

const local = (at: number, zone: string) => new Date(at + offsetOf(at, zone)).toISOString();
const names = ({ series }: Readings) => series.map((_, at) => `Meter ${String.fromCharCode(65 + at)}`);
const instants = ({ start, minutes, series }: Readings) =>
  (series[0] ?? []).map((_, n) => start + n * minutes * MINUTE);

/** Every way of writing: the file and what must be given with it. */
interface Written {
  readonly text: string | Buffer;
  readonly layout?: object;
}
const DMY = (iso: string) => `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
const clock = (iso: string) => iso.slice(11, 16);
const comma = (value: number, digits: number) => value.toFixed(digits).replace('.', ',');

const LAYOUTS: Record<string, (given: Readings) => Written> = {
  'long, kWh, wall clock': (given) => ({
    text: [
      'timestamp,meter,kwh',
      ...given.series.flatMap((values, s) =>
        instants(given).map(
          (at, n) => `${local(at, given.zone).slice(0, 19)},${names(given)[s]},${(values[n] ?? 0) / 1000}`,
        ),
      ),
    ].join('\n'),
  }),
  'long, offsets, unit column': (given) => ({
    text: [
      'Time;Meter;Usage;Unit',
      ...instants(given).flatMap((at, n) =>
        given.series.map(
          (values, s) =>
            `${local(at, given.zone).slice(0, 19)}${offsetText(at, given.zone)};${names(given)[s]};${values[n]};Wh`,
        ),
      ),
    ].join('\r\n'),
  }),
  'wide, Wh, day first, decimal comma, UTF-16': (given) => ({
    text: Buffer.from(
      [
        `\ufeffDatum;Uhrzeit;${names(given).join(';')}`,
        ...instants(given).map((at, n) => {
          const time = local(at, given.zone);
          return [DMY(time), clock(time), ...given.series.map((values) => comma(values[n] ?? 0, 2))].join(';');
        }),
      ].join('\n'),
      'utf16le',
    ),
    layout: { unit: 'Wh', date_order: 'DMY' },
  }),
  'wide, MWh, epoch seconds': (given) => ({
    text: [
      `ts\t${names(given)
        .map((name) => `${name} [MWh]`)
        .join('\t')}`,
      ...instants(given).map((at, n) =>
        [at / 1000, ...given.series.map((values) => ((values[n] ?? 0) / 1e6).toFixed(6))].join('\t'),
      ),
    ].join('\n'),
  }),
  'wide, kW, interval ends, backwards': (given) => ({
    text: [
      'Interval end,' +
        names(given)
          .map((name) => `${name} kW`)
          .join(','),
      ...instants(given)
        .map((at, n) =>
          [
            local(at + given.minutes * MINUTE, given.zone)
              .slice(0, 16)
              .replace('T', ' '),
            ...given.series.map((values) => (((values[n] ?? 0) / 1000) * 60) / given.minutes),
          ].join(','),
        )
        .reverse(),
    ].join('\n'),
  }),
  'day rows counted from midnight': (given) => dayRows(given),
  'date and interval number': (given) => {
    return {
      text: [
        'Date,Period,Meter,kWh',
        ...given.series.flatMap((values, s) =>
          instants(given).map((at, n) => {
            const date = local(at, given.zone).slice(0, 10);
            const interval = 1 + Math.round((at - utcMidnight(date, given.zone)) / (given.minutes * MINUTE));
            return `${date},${interval},${names(given)[s]},${(values[n] ?? 0) / 1000}`;
          }),
        ),
      ].join('\n'),
    };
  },
  'NDJSON, one object a time': (given) => ({
    text: instants(given)
      .map((at, n) =>
        JSON.stringify(
          Object.fromEntries([
            ['datetime', local(at, given.zone).slice(0, 19)],
            ...given.series.map((values, s) => [`${names(given)[s]} Wh`, values[n]]),
          ]),
        ),
      )
      .join('\n'),
  }),
  'register that counts up': (given) => ({
    text: [
      'timestamp,meter,kWh',
      ...given.series.flatMap((values, s) => {
        let sum = 5_000_000;
        return [...values, 0].map((value, n) => {
          const at = new Date(given.start + n * given.minutes * MINUTE);
          const line = `${at.toISOString()},${names(given)[s]},${sum / 1000}`;
          sum += value;
          return line;
        });
      }),
    ].join('\n'),
    layout: { columns: { kWh: { role: 'register', unit: 'kWh' } } },
  }),
};

function dayRows(given: Readings): Written {
  const count = (1440 + 60) / given.minutes;
  const lines = given.series.flatMap((values, s) => {
    const days = new Map<string, (number | '')[]>();
    for (const [n, at] of instants(given).entries()) {
      const date = local(at, given.zone).slice(0, 10);
      days.set(date, [...(days.get(date) ?? []), (values[n] ?? 0) / 1000]);
    }
    return [...days].map(([date, cells]) =>
      [names(given)[s], date, ...cells, ...Array<string>(count - cells.length).fill('')].join(','),
    );
  });
  return {
    text: [['meter', 'date', ...Array.from({ length: count }, (_, at) => `H${at + 1}`)].join(','), ...lines].join('\n'),
    layout: { unit: 'kWh' },
  };
}

function offsetText(at: number, zone: string): string {
  const minutes = offsetOf(at, zone) / MINUTE;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

describe('readings written and read again', () => {
  it.each(Object.keys(LAYOUTS))('%s', (name) =>
    fc.assert(
      fc.asyncProperty(readings, async (given) => {
        const { text, layout } = LAYOUTS[name]?.(given) ?? { text: '' };
        const { rows, rejected, output } = await ingest(text, {
          metadata: { 'time-zone': given.zone, ...(layout ? { layout: JSON.stringify(layout) } : {}) },
          now: new Date('2027-01-01T00:00:00Z'),
        });
        expect(rejected).toEqual([]);
        expect(output).toMatchObject({ readings: { rejected: 0, duplicates: 0 } });
        const expected = given.series.flatMap((values, s) =>
          instants(given).map((at, n) => [
            names(given)[s],
            new Date(at).toISOString().slice(0, 19),
            local(at, given.zone).slice(0, 19),
            values[n],
          ]),
        );
        const got = rows.map((row) => [
          String(row.appliance).slice(0, 7),
          String(row.utc).replace(' ', 'T'),
          String(row.timestamp).replace(' ', 'T'),
          Math.round(Number(row.kwh) * 1e6) / 1000,
        ]);
        expect(got).toEqual(expected);
      }),
      runs(12),
    ),
  );
});
