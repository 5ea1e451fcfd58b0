/** Readings written in each container of the field come back as they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../../helpers/validate.ts';
import { workbook } from '../../../helpers/workbook.ts';
import { wallClockIn } from '../../../helpers/zoned.ts';

const HOUR = 3_600_000;
const DAYS = 2;
/** Two days before clocks change in some of the zones, to the day behind them. */
const STARTS = ['2026-03-28', '2026-09-26', '2026-10-03', '2026-10-24', '2026-07-14'] as const;

interface Given {
  /** Midnight of the first day, local time. */
  readonly start: number;
  readonly zone: string;
  /** Wh by the hour. */
  readonly values: readonly number[];
}

interface Container {
  readonly zone: string;
  readonly write: (given: Given) => string | Buffer;
  readonly layout?: object;
  /** Its readings are of days or longer. */
  readonly days?: boolean;
}

const iso = (at: number) => new Date(at).toISOString();
const kwh = (wh: number) => (wh / 1000).toFixed(3);
const compact = (text: string) => text.slice(0, 10).replaceAll('-', '');
const hours = ({ start, values }: Given) => values.map((value, n) => ({ value, at: start + n * HOUR }));
const dayOf = (given: Given, at: number) => wallClockIn(given.zone, at).slice(0, 10);

function nem12(given: Given): string {
  const days = Array.from({ length: DAYS }, (_, day) => {
    const cells = given.values.slice(day * 24, day * 24 + 24).flatMap((value) => [kwh(value / 2), kwh(value / 2)]);
    return `300,${compact(iso(given.start + 10 * HOUR + day * 24 * HOUR))},${cells.join(',')},A,,,,`;
  });
  return ['100,NEM12,202610020900,MDP,RETAILER', '200,NMI0000001,E1,1,E1,N1,METER1,kWh,30,', ...days, '900', ''].join(
    '\n',
  );
}

function nem13(given: Given): string {
  let stand = 5000;
  const records = hours(given).map(({ value }, n) => {
    const [from, to] = [n, n + 1].map((day) => compact(iso(given.start + 12 * HOUR + day * 24 * HOUR)));
    const before = stand;
    stand += value / 1000;
    return (
      `250,NMI0000001,11,1,11,11,METER1,E,${before.toFixed(3)},${from}000000,A,,,${stand.toFixed(3)},${to}000000,A,,,` +
      `${kwh(value)},kWh,20270101,20261001120000,`
    );
  });
  return ['100,NEM13,202607050900,MDP,RETAILER', ...records, '900', ''].join('\n');
}

function eiep3(given: Given): string {
  const counts = new Map<string, number>();
  const records = hours(given).flatMap(({ value, at }) =>
    [0, 1].map(() => {
      const [year, month, day] = dayOf(given, at).split('-');
      const date = `${day}/${month}/${year}`;
      const period = (counts.get(date) ?? 0) + 1;
      counts.set(date, period);
      return `DET,0000000000AA001,1,F,${date},${period},${kwh(value / 2)},,,X,`;
    }),
  );
  return ['HDR,ICPHH,11.0,SENDER,RECEIVER,,18/10/2026,15:29:07,0001,6,202609,E,I', ...records, ''].join('\n');
}

function greenButton(given: Given): string {
  const readings = hours(given).map(
    ({ value, at }) =>
      `<espi:IntervalReading><espi:timePeriod><espi:duration>3600</espi:duration><espi:start>${at / 1000}` +
      `</espi:start></espi:timePeriod><espi:value>${value * 10}</espi:value></espi:IntervalReading>`,
  );
  const entry = (links: string, content: string) => `<entry>${links}<content>${content}</content></entry>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:espi="http://naesb.org/espi">',
    entry(
      '<link rel="self" href="/UsagePoint/1/MeterReading/1"/><link rel="related" href="/ReadingType/1"/>',
      '<espi:MeterReading/>',
    ),
    entry('<link rel="self" href="/UsagePoint/1/MeterReading/1/IntervalBlock/1"/>', '<espi:IntervalBlock>'),
    entry(
      '<link rel="self" href="/ReadingType/1"/>',
      '<espi:ReadingType><espi:flowDirection>1</espi:flowDirection><espi:powerOfTenMultiplier>-1' +
        '</espi:powerOfTenMultiplier><espi:uom>72</espi:uom></espi:ReadingType>',
    ),
    '</feed>',
  ]
    .join('\n')
    .replace('<espi:IntervalBlock>', `<espi:IntervalBlock>${readings.join('\n')}</espi:IntervalBlock>`);
}

const INFLUX = [
  '#group,false,false,true,true,false,false,true,true',
  '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string',
  '#default,mean,,,,,,,',
  ',result,table,_start,_stop,_time,_value,_measurement,entity_id',
];

const CONTAINERS: Record<string, Container> = {
  'an Excel workbook': {
    zone: 'Europe/Berlin',
    write: (given) =>
      workbook([
        {
          name: 'Readings',
          csv: ['time,kWh', ...hours(given).map(({ value, at }) => `${iso(at)},${kwh(value)}`)].join('\n'),
        },
      ]),
  },
  'Green Button XML': { zone: 'America/New_York', write: greenButton },
  NEM12: { zone: 'Australia/Brisbane', write: nem12 },
  NEM13: { zone: 'Australia/Brisbane', write: nem13, days: true },
  EIEP3: { zone: 'Pacific/Auckland', write: eiep3 },
  'InfluxDB annotated CSV': {
    zone: 'Europe/Berlin',
    write: (given) =>
      [
        ...INFLUX,
        ...hours(given).map(({ value, at }) => `,,0,2026-01-01T00:00:00Z,2027-01-01T00:00:00Z,${iso(at)},${value},W,a`),
        '',
      ].join('\r\n'),
  },
  'a history of Home Assistant': {
    zone: 'Europe/Berlin',
    layout: { unit: 'Wh' },
    write: (given) =>
      ['entity_id,state,last_changed', ...hours(given).map(({ value, at }) => `sensor.a,${value},${iso(at)}`), ''].join(
        '\n',
      ),
  },
  'the energy dashboard of Home Assistant': {
    zone: 'Europe/Berlin',
    write: (given) =>
      [
        ['entity_id,type,unit', ...hours(given).map(({ at }) => iso(at))].join(','),
        ['sensor.a,grid_consumption,kWh', ...given.values.map(kwh)].join(','),
        '',
      ].join('\n'),
  },
  'JSON with a list inside': {
    zone: 'Europe/Berlin',
    write: (given) =>
      JSON.stringify({
        meter: { unit: 'Wh', values: hours(given).map(({ value, at }) => ({ date: iso(at), value })) },
      }),
  },
  'JSON of pairs': {
    zone: 'Europe/Berlin',
    layout: { unit: 'Wh' },
    write: (given) => JSON.stringify({ data: hours(given).map(({ value, at }) => [iso(at), value]) }, null, 1),
  },
};

function midnightOf(date: string, zone: string): number {
  const utc = Date.parse(`${date}T00:00:00Z`);
  const found = Array.from({ length: 53 }, (_, n) => utc + (n - 26) * (HOUR / 2)).find(
    (at) => wallClockIn(zone, at) === `${date} 00:00:00`,
  );
  if (found === undefined) throw new Error(`${date} has no midnight in ${zone}`);
  return found;
}

/** Halves of hours are whole watt-hours. */
const values = fc.array(fc.integer({ min: 1, max: 2400 }), { minLength: DAYS * 24, maxLength: DAYS * 24 });

describe('readings written and read again', () => {
  it.each(Object.entries(CONTAINERS))('%s', (_, { zone, write, layout, days = false }) =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...STARTS), values, async (date, halves) => {
        const start = midnightOf(date, zone);
        const given = { start, zone, values: halves.map((half) => 2 * half) };
        const { rows, rejected, output } = await ingest(write(given), {
          metadata: { 'time-zone': zone, ...(layout ? { layout: JSON.stringify(layout) } : {}) },
          now: new Date('2027-01-01T00:00:00Z'),
        });
        expect(rejected).toEqual([]);
        expect(output).toMatchObject({ readings: { rejected: 0, duplicates: 0 } });
        const byHour = new Map<string, number>();
        for (const { utc, kwh: energy } of rows) {
          const at = Date.parse(`${String(utc).replace(' ', 'T')}Z`);
          const key = days ? String(Math.round((at - start) / (24 * HOUR))) : String(Math.floor((at - start) / HOUR));
          byHour.set(key, (byHour.get(key) ?? 0) + Math.round(Number(energy) * 1e6) / 1000);
        }
        expect([...byHour].map(([hour, wh]) => [Number(hour), Math.round(wh)])).toEqual(
          given.values.map((wh, n) => [n, wh]),
        );
      }),
      { numRuns: 2 },
    ),
  );
});
