/** Money, prices, gas and temperatures are kept with units of their own, and never counted as energy. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { literal, type Row, withDatabase } from '../../../../../shared/database/duckdb.ts';
import { FILES } from '../../../../../shared/lake/keys.ts';
import { ingest } from '../../../../helpers/validate.ts';

const zone = { metadata: { 'time-zone': 'Europe/Berlin' } };

async function read(text: string, options: Parameters<typeof ingest>[1] = zone) {
  let kept: Row[] = [];
  const { layout, rows } = await ingest(text, {
    ...options,
    after: async (output, context) => {
      const table = output.tables.find((each) => each.table === 'upload_readings');
      const file = join(context.folder, 'kept.parquet');
      await context.lake.download(`${table?.prefix}${FILES.table}`, file);
      kept = await withDatabase(context.database, (db) =>
        db.rows(
          `SELECT series, flow, unit, count(*)::INTEGER AS readings, CAST(sum(value) AS DOUBLE) AS sum, ` +
            `CAST(min(utc) AS VARCHAR) AS first FROM read_parquet(${literal(file)}, hive_partitioning = false) ` +
            `GROUP BY ALL ORDER BY series`,
        ),
      );
    },
  });
  const kwh = rows.reduce((sum, row) => sum + Math.round(Number(row.kwh) * 1e6), 0) / 1e6;
  return { kept, kwh, balance: layout?.balance };
}

const hours = (count: number, cells: (at: number) => string) =>
  Array.from(
    { length: count },
    (_, at) =>
      `2026-05-${String(1 + Math.floor(at / 24)).padStart(2, '0')} ${String(at % 24).padStart(2, '0')}:00,${cells(at)}`,
  ).join('\n');

describe('the currency of a cost', () => {
  const text = `timestamp,Consumption (kWh),Cost ($)\n${hours(30, () => '0.5,0.1')}\n`;

  it.each([
    ['America/Phoenix', 'USD'],
    ['Australia/Sydney', 'AUD'],
    ['Europe/Berlin', '$'],
  ])('is the dollar of the place: %s', async (place, currency) => {
    expect((await read(text, { metadata: { 'time-zone': place } })).balance?.file_cost?.currency).toBe(currency);
  });

  it('may stand in a column of its own', async () => {
    const { balance } = await read(`timestamp,kWh,cost,currency\n${hours(30, () => '0.5,0.1,NOK')}\n`);
    expect(balance?.file_cost).toEqual({ amount: 3, currency: 'NOK' });
  });
});

describe('a file with more than energies', () => {
  it('keeps values of thousands', async () => {
    const { kept } = await read(`timestamp,Consumption (kWh),Reactive (kvarh)\n${hours(48, () => '0.5,1640.5')}\n`);
    expect(kept.map(({ readings, sum }) => [readings, sum])).toEqual([
      [48, 78_744],
      [48, 24],
    ]);
  });

  it('keeps its price and its cost, and tells what it cost by itself', async () => {
    const { kept, kwh, balance } = await read(
      `timestamp,Consumption (kWh),Price (EUR/kWh),Cost (EUR)\n${hours(48, () => '0.5,0.20,0.10')}\n`,
    );
    expect(kwh).toBe(24);
    expect(kept).toEqual([
      { series: 'Cost (EUR)', flow: 'cost', unit: 'EUR', readings: 48, sum: 4.8, first: '2026-04-30 22:00:00' },
      {
        series: 'Price (EUR/kWh)',
        flow: 'price',
        unit: 'EUR/kWh',
        readings: 48,
        sum: 9.6,
        first: '2026-04-30 22:00:00',
      },
      { series: 'total', flow: 'consumption', unit: 'kWh', readings: 48, sum: 24, first: '2026-04-30 22:00:00' },
    ]);
    expect(balance?.file_cost).toEqual({ amount: 4.8, currency: 'EUR' });
  });

  it.each([
    ['Gas (m3)', '0.12', { quantity: 'gas', unit: 'm³', sum: 5.76, mean: 0.12 }],
    ['Outdoor temperature (°C)', '-3.5', { quantity: 'temperature', unit: '°C', sum: null, mean: -3.5 }],
    ['Reactive energy (kvarh)', '0.05', { quantity: 'reactive', unit: 'kvarh', sum: 2.4, mean: 0.05 }],
    ['Cost (p)', '15', { quantity: 'cost', unit: 'GBP', sum: 7.2, mean: 0.15 }],
    ['Cost', '£0.15', { quantity: 'cost', unit: 'GBP', sum: 7.2, mean: 0.15 }],
    ['Kosten', '0.15 €', { quantity: 'cost', unit: 'EUR', sum: 7.2, mean: 0.15 }],
    ['Strompreis (ct/kWh)', '30', { quantity: 'price', unit: 'ct/kWh', sum: null, mean: 30 }],
  ])('keeps %s as what it is', async (heading, cell, figures) => {
    const { kwh, balance } = await read(`timestamp,Electricity (kWh),${heading}\n${hours(48, () => `0.4,${cell}`)}\n`);
    expect(kwh).toBe(19.2);
    expect(balance?.measures).toEqual([
      expect.objectContaining({ ...figures, readings: 48, sum: figures.sum, mean: expect.closeTo(figures.mean, 9) }),
    ]);
  });

  it('adds amounts, but the one that is their total, and takes those with tax', async () => {
    const cost = async (headings: string, cells: string) =>
      (await read(`timestamp,Consumption (kWh),${headings}\n${hours(30, () => `0.5,${cells}`)}\n`)).balance?.file_cost;
    expect(await cost('Energy cost (EUR),Standing charge (EUR)', '0.10,0.02')).toEqual({
      amount: 3.6,
      currency: 'EUR',
    });
    expect(await cost('Energy cost (EUR),Tax (EUR),Total cost (EUR)', '0.10,0.02,0.12')).toEqual({
      amount: 3.6,
      currency: 'EUR',
    });
    expect(await cost('Cost excl. tax (EUR),Cost incl. tax (EUR)', '0.10,0.12')).toEqual({
      amount: 3.6,
      currency: 'EUR',
    });
    expect(await cost('Cost (EUR),Fee (USD)', '0.10,0.12')).toBeNull();
  });

  it(
    'places them where the energies are, whatever the stamps mark and however often the ' + 'clock shows an hour',
    async () => {
      const night = ['00:00', '01:00', '02:00', '02:00', '03:00', '04:00', '05:00'];
      const rows = night.map((hour, at) => `2026-10-25 ${hour},0.${at + 1},0.0${at + 1}`);
      const { balance, kept } = await read(['timestamp,Consumption (kWh),Cost (EUR)', ...rows, ''].join('\n'));
      expect(balance?.file_cost).toEqual({ amount: 0.28, currency: 'EUR' });
      expect(kept.map(({ first, readings }) => [first, readings])).toEqual([
        ['2026-10-24 22:00:00', 7],
        ['2026-10-24 22:00:00', 7],
      ]);
    },
  );

  it('leaves out a cell that is no number, and takes a record that is there twice once', async () => {
    const text =
      `timestamp,Consumption (kWh),Cost ` +
      `(EUR)\n${hours(30, (at) => `0.5,${at === 3 ? 'free' : '0.10'}`)}\n2026-05-01 00:00,0.5,0.10\n`;
    const { balance } = await read(text);
    expect(balance?.measures).toEqual([expect.objectContaining({ readings: 29 })]);
    expect(balance?.file_cost).toEqual({ amount: 2.9, currency: 'EUR' });
  });
});

describe('a measure that counts up', () => {
  it.each([
    ['is what lies between its stands', 'Gas (m3)', (at: number) => (5000 + at * 0.25).toFixed(3)],
    ['by its name, also in a file that is too short to show it', 'Gas meter reading (m3)', (at: number) => `${at}`],
  ])('%s', async (_, name, stand) => {
    const count = stand(1) === '1' ? 4 : 30;
    const text = `timestamp,Consumption (kWh),${name}\n${hours(count, (at) => `0.5,${stand(at)}`)}\n`;
    const { balance, kwh } = await read(text);
    expect(kwh).toBe(count * 0.5);
    expect(balance?.measures).toEqual([
      expect.objectContaining({
        register: true,
        readings: count - 1,
        sum: Number(stand(count - 1)) - Number(stand(0)),
        unit: 'm³',
      }),
    ]);
  });

  it('is none where it falls, or is no amount', async () => {
    const text =
      `timestamp,Consumption (kWh),Gas (m3),Outdoor temperature (°C)\n` +
      `${hours(30, (at) => `0.5,${at === 20 ? 1 : 10 + at},${10 + at / 10}`)}\n`;
    const { balance } = await read(text);
    expect(balance?.measures.map(({ register, readings }) => [register, readings])).toEqual([
      [undefined, 30],
      [undefined, 30],
    ]);
  });
});

describe('costs of several commodities', () => {
  it.each([
    ['Commodity', 'Electricity', 'Gas', 'Water'],
    ['Sparte', 'Strom', 'Gas', 'Wasser'],
  ])('stand apart where %s says what a row is of, and those of %s are the costs of the file', async (...names) => {
    const [heading, ...commodities] = names;
    const units = ['kWh', 'kWh', 'm3'];
    const rows = Array.from({ length: 20 }, (_, day) =>
      commodities.map((name, at) => {
        const date = `2026-05-${String(day + 1).padStart(2, '0')}`;
        return `${date},${name},${5 + at + (day % 3)},${units[at]},${(1.5 + at * 10).toFixed(2)}`;
      }),
    ).flat();
    const { balance, kept } = await read([`Date,${heading},Usage,Unit,Cost (EUR)`, ...rows, ''].join('\n'));
    expect(balance?.file_cost).toEqual({ amount: 30, currency: 'EUR' });
    expect(kept.filter(({ flow }) => flow === 'cost').map(({ sum }) => sum)).toEqual(expect.arrayContaining([30, 230]));
  });

  it('are no costs of electricity in columns of their own', async () => {
    const text = `timestamp,Consumption (kWh),Electricity cost (EUR),Gas cost (EUR)\n${hours(30, () => '0.5,0.1,7')}\n`;
    expect((await read(text)).balance?.file_cost).toEqual({ amount: 3, currency: 'EUR' });
  });
});
