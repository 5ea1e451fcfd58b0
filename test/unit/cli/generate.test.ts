import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS, type KindName, type Plan, writeFiles, writeRows } from '../../../cli/generate/index.ts';
import { sunHeight } from '../../../cli/generate/sites.ts';

class Collector extends Writable {
  readonly parts: Buffer[] = [];
  override _write(chunk: Buffer, _encoding: string, done: () => void) {
    this.parts.push(chunk);
    done();
  }
  get text() {
    return Buffer.concat(this.parts).toString();
  }
}

async function csvOf(plan: Plan): Promise<string> {
  const sink = new Collector();
  await writeRows(plan, sink, { format: 'csv', gzip: false });
  return sink.text;
}

function records(csv: string): Record<string, string>[] {
  const [header = '', ...lines] = csv.trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [names[at] ?? '', value])));
}

function planOf(kind: KindName, options: Partial<Parameters<(typeof KINDS)['sites']['plan']>[0]> = {}): Plan {
  return KINDS[kind].plan({ start: KINDS[kind].start, days: KINDS[kind].days, seed: 1, ...options });
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'generate-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the sample month', () => {
  test('holds 30 days, hourly, of four appliances in local order', async () => {
    const rows = records(await csvOf(planOf('household')));
    expect(rows).toHaveLength(2880);
    expect(Object.keys(rows[0] ?? {})).toEqual(['timestamp', 'appliance', 'kwh']);
    expect(new Set(rows.map((row) => row.appliance))).toEqual(
      new Set(['AC', 'Refrigerator', 'Heater', 'Washing Machine']),
    );
    expect(rows[0]?.timestamp).toBe('2026-10-01T00:00:00');
    expect(rows.at(-1)?.timestamp).toBe('2026-10-30T23:00:00');
    expect(new Set(rows.map((row) => `${row.timestamp} ${row.appliance}`)).size).toBe(2880);
    for (const { kwh } of rows) expect(kwh).toMatch(/^\d+\.\d{4}$/);
  });

  test('has the shape of a day: a peak in the evening, little at night, another pattern at weekends', async () => {
    const rows = records(await csvOf(planOf('household', { days: 364 })));
    const hourOf = (row: Record<string, string>) => Number(row.timestamp?.slice(11, 13));
    const ofHours = (appliance: string, wanted: (hour: number) => boolean) =>
      mean(rows.filter((row) => row.appliance === appliance && wanted(hourOf(row))).map((row) => Number(row.kwh)));
    for (const appliance of ['AC', 'Refrigerator', 'Heater', 'Washing Machine']) {
      const day = ofHours(appliance, (hour) => [6, 7, 8, 17].includes(hour));
      expect(ofHours(appliance, (hour) => hour >= 18 && hour < 22) / day).toBeGreaterThan(1.5);
      expect(ofHours(appliance, (hour) => hour >= 18 && hour < 22) / day).toBeLessThan(2);
      expect(ofHours(appliance, (hour) => hour >= 22 || hour < 6) / day).toBeGreaterThan(0.3);
      expect(ofHours(appliance, (hour) => hour >= 22 || hour < 6) / day).toBeLessThan(0.5);
    }
    const washing = rows.filter((row) => row.appliance === 'Washing Machine');
    const isWeekend = (row: Record<string, string>) => [0, 6].includes(new Date(`${row.timestamp}Z`).getUTCDay());
    const weekend = mean(washing.filter(isWeekend).map((row) => Number(row.kwh)));
    const weekday = mean(washing.filter((row) => !isWeekend(row)).map((row) => Number(row.kwh)));
    expect(weekend / weekday).toBeGreaterThan(1.2);
  });
});

describe('solar sites', () => {
  test('are five, with a record every five minutes', async () => {
    const rows = records(await csvOf(planOf('sites')));
    expect(rows).toHaveLength(5 * 288 * 7);
    expect(new Set(rows.map((row) => row.site_id)).size).toBe(5);
    expect(rows[5]?.timestamp).toBe('2026-10-01T00:05:00');
  });

  test('generate nothing at night and most about noon, more in June than in December', async () => {
    const rows = records(await csvOf(planOf('sites')));
    const generated = (clock: string) =>
      rows.filter((row) => row.timestamp?.slice(11, 16) === clock).map((row) => Number(row.energy_generated_kwh));
    expect(Math.max(...generated('02:00'))).toBe(0);
    expect(mean(generated('12:00'))).toBeGreaterThan(mean(generated('08:00')));
    expect(sunHeight(172, 12)).toBeGreaterThan(2 * sunHeight(355, 12));
    // On an equinox the sun rises at six, wherever one is.
    expect(sunHeight(81, 6)).toBeCloseTo(0, 3);
  });
});

describe('the list of anomalies', () => {
  const cases: [KindName, number, [number, number]][] = [
    ['household', 0.05, [2, 3.5]],
    ['sites', 0.02, [0.1, 3.5]],
    ['circuits', 0.001, [2, 3.5]],
  ];
  test.each(cases)(
    'of %s names exactly its share of the rows, with the factors that were used',
    async (kind, share, [low, high]) => {
      const plan = planOf(kind, { days: 4 });
      const file = join(folder, `${kind}.csv`);
      await writeFiles(plan, file, { format: 'csv', gzip: false });
      const rows = records(readFileSync(file, 'utf8'));
      const truth = records(readFileSync(`${file}.truth.csv`, 'utf8'));

      expect(rows).toHaveLength(plan.rows);
      expect(truth).toHaveLength(Math.round(plan.rows * share));
      for (const anomaly of truth) {
        const row = rows[Number(anomaly.row) - 1] ?? {};
        for (const key of plan.keys) expect(row[key]).toBe(anomaly[key]);
        expect(row[anomaly.column ?? '']).toBe(anomaly.kwh);
        const factor = Number(anomaly.factor);
        expect(factor).toBeGreaterThanOrEqual(low);
        expect(factor).toBeLessThanOrEqual(high);
        expect(Math.abs(Number(anomaly.kwh) - Number(anomaly.expected_kwh) * factor)).toBeLessThanOrEqual(0.000051);
      }
    },
  );

  test('of sites holds both faults of panels and heavy loads', async () => {
    const file = join(folder, 'both.csv');
    await writeFiles(planOf('sites'), file, { format: 'csv', gzip: false });
    const truth = records(readFileSync(`${file}.truth.csv`, 'utf8'));
    const factors = (column: string) => truth.filter((row) => row.column === column).map((row) => Number(row.factor));
    expect(Math.max(...factors('energy_generated_kwh'))).toBeLessThanOrEqual(0.4);
    expect(Math.min(...factors('energy_consumed_kwh'))).toBeGreaterThanOrEqual(2);
  });
});

test('any seed and number of rows: repeatable, never negative, exactly the rows that were asked for', async () => {
  const kinds = fc.constantFrom<KindName[]>('household', 'sites', 'circuits');
  await fc.assert(
    fc.asyncProperty(kinds, fc.maxSafeNat(), fc.integer({ min: 1, max: 700 }), async (kind, seed, rows) => {
      const first = await csvOf(planOf(kind, { seed, rows }));
      expect(await csvOf(planOf(kind, { seed, rows }))).toBe(first);
      expect(first.trimEnd().split('\n')).toHaveLength(rows + 1);
      expect(first).not.toContain(',-');
    }),
    { numRuns: 40 },
  );
});

test('another seed gives other readings', async () => {
  expect(await csvOf(planOf('household', { seed: 1 }))).not.toBe(await csvOf(planOf('household', { seed: 2 })));
});

test('CSV, NDJSON, JSON and gzip hold the same rows', async () => {
  const plan = planOf('sites', { days: 1 });
  const values = records(await csvOf(plan)).map((row) => ({
    ...row,
    energy_generated_kwh: Number(row.energy_generated_kwh),
    energy_consumed_kwh: Number(row.energy_consumed_kwh),
  }));
  const ndjson = new Collector();
  await writeRows(plan, ndjson, { format: 'ndjson', gzip: false });
  expect(
    ndjson.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(values);
  const json = new Collector();
  await writeRows(plan, json, { format: 'json', gzip: false });
  expect(JSON.parse(json.text)).toEqual(values);

  const file = join(folder, 'zipped.csv.gz');
  await writeFiles(plan, file, { format: 'csv', gzip: true });
  const unzipped = new Collector();
  await pipeline(createReadStream(file), createGunzip(), unzipped);
  expect(unzipped.text).toBe(await csvOf(plan));
});
