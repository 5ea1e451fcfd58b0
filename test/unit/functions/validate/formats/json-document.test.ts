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
