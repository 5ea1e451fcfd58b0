import { describe, expect, it } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const kwhOf = (rows: readonly Record<string, unknown>[]) =>
  rows.map(({ appliance, kwh }) => `${appliance} ${Number(kwh)}`);

describe('a JSON document with a list inside', () => {
  it.each([
    [
      'a list of results',
      {
        count: 2,
        results: [
          { start: '2026-10-01T00:00Z', kwh: 1 },
          { start: '2026-10-01T01:00Z', kwh: 2 },
        ],
      },
      ['total 1', 'total 2'],
    ],
    [
      'several meters with lists of their own',
      {
        energy: {
          unit: 'Wh',
          meters: [
            {
              name: 'A',
              values: [
                { date: '2026-10-01 00:00:00', value: 1000 },
                { date: '2026-10-01 01:00:00', value: 0 },
              ],
            },
            {
              name: 'B',
              values: [
                { date: '2026-10-01 00:00:00', value: 500 },
                { date: '2026-10-01 01:00:00', value: 0 },
              ],
            },
          ],
        },
      },
      ['A 1', 'A 0', 'B 0.5', 'B 0'],
    ],
    [
      'pairs of a time and a value',
      {
        unit: 'kWh',
        data: [
          [1790812800000, 1],
          [1790816400000, 3],
        ],
      },
      ['total 1', 'total 3'],
    ],
    [
      'a history whose first state names the entity',
      [
        [
          {
            entity_id: 'sensor.a',
            state: '1',
            last_changed: '2026-10-01T00:00:00Z',
            attributes: { unit_of_measurement: 'kWh' },
          },
          { state: '2', last_changed: '2026-10-01T01:00:00Z' },
        ],
      ],
      ['sensor.a 1', 'sensor.a 2'],
    ],
  ])('%s', async (_, document, expected) => {
    for (const text of [JSON.stringify(document), JSON.stringify(document, null, 2)]) {
      const { rows } = await ingest(text, { metadata: { layout: '{"unit":"kWh"}' } });
      expect(kwhOf(rows)).toEqual(expected);
    }
  });

  it('says on which line a bad element stands', async () => {
    const text = '{"data": [\n{"time": "2026-10-01 00:00", "note": "{", "kwh": 1},\n{"time": "x",\n "kwh": 2}\n]}\n';
    const { rejected } = await ingest(text, { env: { ENERGY_REJECT_LIMIT: '1' } });
    expect(rejected).toMatchObject([{ line: 3, code: 'TIMESTAMP_INVALID', raw: '{"time":"x","kwh":2}' }]);
  });

  it('that is cut says so', async () => {
    await expect(ingest('{"data": [\n{"time": "2026-10-01 00:00", "kwh": 1},\n')).rejects.toMatchObject({
      code: 'UNREADABLE',
    });
  });
});

it('takes an element with a time of its own for a reading, whatever lists it holds', async () => {
  const { rows } = await ingest(
    JSON.stringify({
      data: [
        { time: '2026-10-01T00:00:00Z', used: { kwh: 1 }, strings: [{ string: 1, volts: 230 }] },
        { time: '2026-10-01T01:00:00Z', used: { kwh: 2 }, strings: [{ string: 1, volts: 231 }] },
      ],
    }),
  );
  expect(rows.map(({ kwh }) => Number(kwh))).toEqual([1, 2]);
});

describe('lists beside one another', () => {
  it('are readings, one a line or in one object', async () => {
    const object = { name: 'A', times: ['2026-10-01T00:00Z', '2026-10-01T01:00Z'], kwh: [1, null] };
    expect(kwhOf((await ingest(JSON.stringify(object))).rows)).toEqual(['A 1']);
    const lines = [
      '{"t":[1790812800,1790816400],"kwh":[1,2]}',
      '{"t":[1790820000,1790823600],"kwh":[3',
      '{"t":[1790827200,1790830800],"kwh":[4,5]}',
    ];
    const { rows, rejected } = await ingest(lines.join('\n'), { env: { ENERGY_REJECT_LIMIT: '1' } });
    expect(kwhOf(rows)).toEqual(['total 1', 'total 2', 'total 4', 'total 5']);
    expect(rejected).toMatchObject([{ line: 2 }]);
  });

  it('follow a start in equal steps of seconds', async () => {
    const { rows } = await ingest('{"un":"Watt","tm":"2026-10-01T00:00:00","dt":1800,"val":[" 100"," 300"]}', {
      metadata: { 'time-zone': 'Europe/Amsterdam' },
    });
    expect(rows.map(({ utc, kwh }) => [String(utc), Number(kwh)])).toEqual([
      ['2026-09-30 22:00:00', 0.05],
      ['2026-09-30 22:30:00', 0.15],
    ]);
  });

  it('are none inside a reading with numbers of its own', async () => {
    const reading = (hour: number) => ({ time: `2026-10-01T0${hour}:00Z`, interval: 3600, kwh: hour, strings: [1, 2] });
    const { rows } = await ingest(JSON.stringify({ list: [reading(1), reading(2)] }));
    expect(kwhOf(rows)).toEqual(['total 1', 'total 2']);
  });
});

describe('JSON lines with objects inside', () => {
  it('name their members with points between', async () => {
    const line = (hour: number) =>
      JSON.stringify({
        Time: `2026-10-01T0${hour}:00:00`,
        ENERGY: { 'Total kWh': 284 + hour / 10, Yesterday: 0.8, Voltage: 231 },
      });
    const { rows } = await ingest(Array.from({ length: 9 }, (_, hour) => line(hour)).join('\n'));
    expect(rows.reduce((sum, { kwh }) => sum + Number(kwh ?? 0), 0)).toBeCloseTo(0.8, 9);
  });
});
