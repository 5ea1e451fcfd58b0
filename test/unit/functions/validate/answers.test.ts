/**
 * What a file leaves open is asked with the setting that answers; the answer is taken from the upload or from the lake.
 */
import { describe, expect, it } from 'vitest';
import { refusalOfUpload } from '../../../helpers/refusal.ts';
import { type Ingested, ingest } from '../../../helpers/validate.ts';

const kwh = ({ rows }: Ingested) => rows.map((row) => Number(row.kwh));

const OPEN: readonly {
  name: string;
  text: string;
  code: string;
  /** Each candidate's readings once it is given. */
  means: readonly (readonly unknown[])[];
  read: (ingested: Ingested) => unknown[];
}[] = [
  {
    name: 'a dot that may group thousands',
    text: 'date;kWh\n2026-10-01 00:00;11.210\n2026-10-01 01:00;12.340\n',
    code: 'LAYOUT_AMBIGUOUS',
    means: [
      [11.21, 12.34],
      [11210, 12340],
    ],
    read: kwh,
  },
  {
    name: 'dates that may have the day or the month first',
    text: 'date,kwh\n03/04/2026 00:00,1\n03/04/2026 01:00,2\n',
    code: 'LAYOUT_AMBIGUOUS',
    means: [['2026-04-03 00:00:00'], ['2026-03-04 00:00:00']],
    read: ({ rows }) => rows.slice(0, 1).map((row) => row.timestamp),
  },
  {
    name: 'a column without a unit',
    text: 'date,Oven\n2026-10-01 00:00,1500\n2026-10-01 01:00,500\n',
    code: 'UNIT_UNKNOWN',
    means: [
      [1.5, 0.5],
      [1500, 500],
    ],
    read: kwh,
  },
  {
    name: 'a column that tells series apart but is not named like one',
    text: 'date,panel,kwh\n2026-10-01,A,1\n2026-10-01,B,2\n2026-10-02,A,3\n2026-10-02,B,4\n',
    code: 'LAYOUT_AMBIGUOUS',
    means: [[1, 3, 2, 4]],
    read: kwh,
  },
  {
    name: 'records of one time with different energies',
    text: 'timestamp,kwh\n2026-10-01 00:00,1\n2026-10-01 00:00,2\n2026-10-01 01:00,4\n2026-10-01 01:00,3\n',
    code: 'LAYOUT_AMBIGUOUS',
    means: [
      [3, 7],
      [2, 3],
    ],
    read: kwh,
  },
  {
    name: 'values that only ever grow',
    text: [
      'date,kWh',
      ...Array.from({ length: 30 }, (_, n) => `2026-10-${String(n + 1).padStart(2, '0')},${100 + n * 2}`),
    ].join('\n'),
    code: 'LAYOUT_AMBIGUOUS',
    means: [Array(29).fill(2), Array.from({ length: 30 }, (_, n) => 100 + n * 2)],
    read: kwh,
  },
];

describe('a file that leaves something open', () => {
  it.each(OPEN)('asks about $name, and takes the answer', async ({ text, code, means, read }) => {
    const error = await refusalOfUpload(text);
    expect(error.code).toBe(code);
    const { candidates } = error.details as { candidates: { setting: object }[] };
    for (const [at, expected] of means.entries()) {
      const layout = JSON.stringify(candidates[at]?.setting);
      expect(error.sentence).toContain(layout);
      expect(read(await ingest(text, { metadata: { layout } }))).toEqual(expected);
    }
  });

  it('takes the first layout of the lake that fits the name, and the upload before it', async () => {
    const layouts = [
      { match: 'other/*', layout: { unit: 'MWh' } },
      { match: 'meters/*.csv', layout: { unit: 'Wh', time_zone: 'Europe/Berlin' } },
      { match: '*', layout: { unit: 'kWh' } },
    ];
    const objects = { 'config/layouts.json': JSON.stringify(layouts) };
    const text = 'date,Oven\n2026-10-01 00:00,1500\n2026-10-01 01:00,500\n';
    const kept = await ingest(text, { key: 'raw/meters/october.csv', objects });
    expect(kept.rows.map((row) => [row.utc, row.kwh])).toEqual([
      ['2026-09-30 22:00:00', '1.500000000'],
      ['2026-09-30 23:00:00', '0.500000000'],
    ]);
    const own = await ingest(text, { key: 'raw/meters/october.csv', objects, metadata: { layout: '{"unit":"kWh"}' } });
    expect(own.rows[0]).toMatchObject({ utc: '2026-09-30 22:00:00', kwh: '1500.000000000' });
  });

  it.each([
    ['no JSON', 'unit: Wh', 'is not JSON'],
    ['an unknown unit', '{"unit":"Joule"}', 'unit:'],
    ['an unknown setting', '{"units":"Wh"}', 'units'],
    ['a column that is not there', '{"columns":{"Oven 2":{"unit":"Wh"}}}', 'Oven 2'],
  ])('refuses a layout that is %s', async (_, layout, part) => {
    const error = await refusalOfUpload('date,Oven\n2026-10-01,1\n', { metadata: { layout } });
    expect(error.code).toBe('SETTING_INVALID');
    expect(error.sentence).toContain(part);
  });
});

describe('dates that do not exist', () => {
  // The 13th and later fix the order; every second clock is damaged.
  const days = Array.from({ length: 28 }, (_, at) => String(at + 1).padStart(2, '0'));
  const file = (damaged: (day: string) => string) =>
    ['date,kwh', ...days.flatMap((day) => [`${day}/03/2026 10:00,1`, `${damaged(day)},1`]), ''].join('\n');

  it('are not asked about where no other order helps', async () => {
    const error = await refusalOfUpload(file((day) => `${day}/03/2026 27:00`));
    expect(error.code).toBe('TOO_MANY_REJECTS');
    expect(error.sentence).not.toContain('date_order');
  });

  it('are asked about where they exist in the other order', async () => {
    const error = await refusalOfUpload(
      file((day) => (Number(day) > 12 ? `03/${day}/2026 10:00` : '03/31/2026 11:00')),
    );
    expect(error.sentence).toContain('date_order');
  });
});

describe('hostile files', () => {
  const record = (cells: string) => `timestamp,appliance,kwh\n2026-10-01 00:00:00,A,1\n${cells}\n`;

  it.each(['0x1F', '1_000', '1e309', 'Infinity', '--1', '1.2.3', '1,2,3'])('rejects the number %s', async (number) => {
    const { rows, rejected } = await ingest(record(`2026-10-01 01:00:00,A,"${number}"`), {
      env: { ENERGY_REJECT_LIMIT: '1' },
    });
    expect(rows).toHaveLength(1);
    expect(rejected).toMatchObject([{ line: 3, column: 'kwh' }]);
  });

  it.each(['2026-02-30', '2026-13-01', '30/02/2026', '2026-10-01 25:00', '0000-00-00'])(
    'rejects the date %s',
    async (date) => {
      const { rows, rejected } = await ingest(record(`${date},A,1`), { env: { ENERGY_REJECT_LIMIT: '1' } });
      expect(rows).toHaveLength(1);
      expect(rejected).toMatchObject([{ line: 3, code: 'TIMESTAMP_INVALID' }]);
    },
  );

  it('reads columns that are named like members of every object', async () => {
    const { rows } = await ingest('timestamp,__proto__,constructor\n2026-10-01,1,2\n', {
      metadata: { layout: '{"unit":"kWh"}' },
    });
    expect(rows.map(({ appliance }) => appliance)).toEqual(['__proto__', 'constructor']);
  });

  it('rejects a line that is too long, and keeps the others', async () => {
    const { rows, rejected } = await ingest(record(`2026-10-01 01:00:00,${'x'.repeat(2_000_000)},1`), {
      env: { ENERGY_REJECT_LIMIT: '1' },
    });
    expect(rows).toHaveLength(1);
    expect(rejected).toMatchObject([{ line: 3, code: 'RECORD_MALFORMED' }]);
  });

  it('names the line on which a quote is opened and never closed, however much follows', async () => {
    const error = await refusalOfUpload(record(`2026-10-01 01:00:00,"A,1${'\nx'.repeat(3_000_000)}`));
    expect(error).toMatchObject({ code: 'UNREADABLE', details: { line: 3 } });
  });

  it('refuses text that is not what its byte order mark says', async () => {
    const text = Buffer.concat([
      Buffer.from('\ufefftimestamp,kwh\n2026-10-01,1\n', 'utf16le'),
      Buffer.from([0x00, 0xd8, 0x41, 0x00]),
    ]);
    expect((await refusalOfUpload(text)).code).toBe('UNREADABLE');
  });

  it('refuses more columns than readings ever have', async () => {
    const names = Array.from({ length: 2500 }, (_, at) => `m${at}`);
    expect((await refusalOfUpload(`date,${names.join(',')}\n2026-10-01,${names.map(() => 1).join(',')}\n`)).code).toBe(
      'UNKNOWN_LAYOUT',
    );
  });

  it('refuses one endless line', async () => {
    expect((await refusalOfUpload('x'.repeat(2_000_000))).code).toBe('NOT_READINGS');
  });
});
