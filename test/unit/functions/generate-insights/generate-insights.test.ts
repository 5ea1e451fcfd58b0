import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aggregate } from '../../../../functions/aggregate/aggregate.ts';
import { detectAnomalies } from '../../../../functions/detect-anomalies/detect-anomalies.ts';
import { generateInsights } from '../../../../functions/generate-insights/generate-insights.ts';
import type { Basis } from '../../../../shared/energy/flows.ts';
import { CONFIG_KEYS } from '../../../../shared/lake/keys.ts';
import { type Advice, type Insights, insightsSchema } from '../../../../shared/report/insights.ts';
import { runs } from '../../../helpers/properties.ts';
import { hourly, readingsArbitrary, shuffled } from '../../../helpers/readings.ts';
import { type Bench, stepBench, type TestReading } from '../../../helpers/step-bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await stepBench();
});
afterEach(() => bench.close());

async function noSecret(name: string): Promise<never> {
  throw new Error(`nobody asked for the secret ${name}`);
}

async function insights(
  readings: readonly TestReading[],
  on = bench,
  bases: readonly Basis[] = ['house'],
): Promise<Insights> {
  const input = { ...(await on.readings(readings)), bases: [...bases] };
  const describe = {
    aggregate: await aggregate(input, on.context),
    anomalies: await detectAnomalies(input, on.context),
  };
  const output = await generateInsights({ ...input, describe }, { ...on.context, readSecret: noSecret });
  expect(output).toMatchObject({ status: 'OK', provider: 'rules' });
  const stored = await on.context.lake.getText(output.key);
  return insightsSchema.parse(JSON.parse(stored?.text ?? ''));
}

const codes = (list: readonly Advice[]) => list.map(({ code }) => code);
const find = (list: readonly Advice[], code: string) => list.find((advice) => advice.code === code);
const TWO_WEEKS = 24 * 14;

/** One kWh an hour, day and night. */
const flat = (series: Partial<TestReading> = {}) => hourly(Array(TWO_WEEKS).fill(1), series);

/** Two kWh from 18:00 to 22:00, half a kWh else: 18 kWh a day, 8 of them in the peak. */
const evening = (series: Partial<TestReading> = {}) =>
  hourly(
    Array.from({ length: TWO_WEEKS }, (_, index) => (index % 24 >= 18 && index % 24 < 22 ? 2 : 0.5)),
    series,
  );

describe('the auditor', () => {
  test('estimates an upgrade from a year of the appliance, the tariff and the declared assumptions', async () => {
    const { auditor } = await insights(flat({ appliance: 'Refrigerator' }));
    const upgrade = find(auditor, 'UPGRADE');
    // 8,760 kWh a year, 30 % saved, at 0.30 a kWh; 800 to buy.
    expect(upgrade).toMatchObject({ site_id: 'home', appliance: 'Refrigerator', saving_per_year: 788.4 });
    expect(upgrade?.saving_kwh_per_year).toBeCloseTo(2628, 9);
    expect(upgrade?.payback_years).toBeCloseTo(800 / 788.4, 9);
    expect(upgrade?.text).toContain(
      'If all of the year is like these 14 days, Refrigerator uses about 8,760 kWh a year',
    );
    expect(upgrade?.text).toContain(
      '2,628 kWh or 788 EUR a year, at 0.3 EUR per kWh, which is an assumption. ' +
        'At about 800 EUR it pays back in about 1 year',
    );
  });

  test('says of what follows the weather what some weeks came to, and nothing of a year', async () => {
    const upgrade = find((await insights(flat({ appliance: 'AC' }))).auditor, 'UPGRADE');
    // 336 kWh in two weeks at 0.30 a kWh, 30 % saved.
    expect(upgrade).toMatchObject({
      title: 'Look at AC: 336 kWh in 14 days',
      saving_per_year: null,
      payback_years: null,
    });
    expect(upgrade?.text).toContain('100.8 kWh or 30.24 EUR in such 14 days');
    expect(upgrade?.text).toContain('readings of a whole year tell');
    expect(upgrade?.text).not.toContain('8,760');
  });

  test('uses the tariff that is set', async () => {
    const dear = await stepBench({ ENERGY_TARIFF_RATE: '1', ENERGY_CURRENCY: 'USD' });
    try {
      const result = await insights(flat({ appliance: 'Refrigerator' }), dear);
      expect(result.currency).toBe('USD');
      expect(find(result.auditor, 'UPGRADE')?.saving_per_year).toBe(2628);
    } finally {
      await dear.close();
    }
  });

  test('says so when an upgrade does not pay back on energy alone', async () => {
    const small = hourly(Array(TWO_WEEKS).fill(0.01), { appliance: 'Washing Machine' });
    const upgrade = find((await insights(small)).auditor, 'UPGRADE');
    // 87.6 kWh a year, 20 % of them saved: 5.26 EUR of 700. Nobody is told to buy it, so that nothing is saved.
    expect(upgrade).toMatchObject({
      title: 'Keep Washing Machine until it has to be replaced',
      ...{ saving_kwh_per_year: null, saving_per_year: null, payback_years: null },
    });
    expect(upgrade?.text).toContain('At about 700 EUR that takes 133 years to pay back');
  });

  test('gives no household price for a plant', async () => {
    const chillers = hourly(Array(TWO_WEEKS).fill(5000), { appliance: 'Cooling' });
    const { auditor, written_for } = await insights(chillers);
    expect(written_for).toEqual({ kind: 'industry', by: 'energy' });
    expect(codes(auditor)).toEqual([]);
  });

  test('advises no upgrade where no appliance is named', async () => {
    const { assistant, auditor } = await insights(flat());
    expect(codes(auditor)).toEqual([]);
    expect(codes(assistant)).toEqual(['BASE_LOAD']);
    for (const { text } of [...assistant, ...auditor]) expect(text).not.toMatch(/total/);
  });

  test('names the price, and says where it is an assumption', async () => {
    const text = async () => find((await insights(flat())).assistant, 'BASE_LOAD')?.text;
    expect(await text()).toContain('2,628 EUR a year in all, at 0.3 EUR per kWh, which is an assumption');
    const version = { from: '2020-01-01', rates: [{ band: 'all', price: 0.5 }] };
    const tariffs = JSON.stringify([{ name: 'A', currency: 'EUR', versions: [version] }]);
    await bench.context.lake.putText(CONFIG_KEYS.tariffs, tariffs, 'application/json');
    expect(await text()).toContain('4,380 EUR a year in all, at your tariff');
  });

  test('says of a grid meter what is taken there, and not what is used', async () => {
    const { assistant, auditor } = await insights([...evening(), ...evening({ site_id: 'barn' })], bench, ['grid']);
    expect(find(assistant, 'PEAK_HOURS')?.text).toContain('44 % of all that comes from the grid');
    expect(find(assistant, 'LARGEST_SHARE')?.text).toContain('took 252 kWh from the grid, 50 % of all that comes');
    for (const { title, text } of [...assistant, ...auditor]) expect(title + text).not.toMatch(/\buse[sd]\b/);
  });

  test('does not compare what one site uses with what another takes from the grid', async () => {
    const { assistant } = await insights([...evening(), ...evening({ site_id: 'barn' })], bench, ['grid', 'house']);
    expect(codes(assistant)).not.toContain('LARGEST_SHARE');
  });

  test('advises no upgrade of what it does not know', async () => {
    expect(codes((await insights(flat({ appliance: 'Circuit 07' }))).auditor)).toEqual([]);
  });

  test('points at gaps and at meters that run backwards', async () => {
    const readings = hourly(Array.from({ length: 200 }, (_, hour) => (hour % 10 === 3 ? null : hour === 50 ? -1 : 1)));
    const { auditor } = await insights(readings);
    expect(codes(auditor)).toEqual(expect.arrayContaining(['NEGATIVE_READINGS', 'DATA_GAPS']));
    expect(find(auditor, 'NEGATIVE_READINGS')?.text).toContain('1 reading is negative');
    expect(find(auditor, 'DATA_GAPS')?.text).toContain('10 % of the expected readings');
  });

  test('weighs generation against consumption hour by hour', async () => {
    // 4 kW from 10:00 to 14:00 against 1 kW always: 3 kW over for 4 hours.
    const readings = flat().map((row, index) => ({
      ...row,
      generated_kwh: index % 24 >= 10 && index % 24 < 14 ? 4 : 0,
    }));
    const advice = find((await insights(readings)).auditor, 'SELF_CONSUMPTION');
    expect(advice?.title).toContain('10:00');
    expect(advice?.text).toContain('12 kWh goes into the grid');
    // 20 kWh a day are bought; 12 of them for 14 days at 0.30.
    expect(advice?.text).toContain(
      'At most 12 kWh a day of what is bought can be covered so, worth 50.40 EUR in these',
    );
    expect(advice?.text).toContain('what feeding it in earns is not known, and counts as nothing');
  });

  test('wonders at generation in the dead of night, and names the meter', async () => {
    const sun = hourly(Array(TWO_WEEKS).fill(null)).map((row, index) => ({
      ...row,
      generated_kwh: index % 24 >= 8 && index % 24 < 18 ? 1 : 0,
    }));
    const shifted = sun.map((row, index) => ({ ...row, site_id: 'barn', generated_kwh: index % 24 < 10 ? 1 : 0 }));
    expect(codes((await insights(sun)).auditor)).toEqual([]);
    const advice = find((await insights([...sun, ...shifted])).auditor, 'NIGHT_GENERATION');
    expect(advice).toMatchObject({ site_id: 'barn' });
    expect(advice?.text).toContain('20 % of the generation');
    expect(advice?.text).toContain('site barn');
  });
});

describe('the assistant', () => {
  test('finds the busiest hours and what can move out of them', async () => {
    const { assistant } = await insights(evening({ appliance: 'Dishwasher' }));
    expect(find(assistant, 'PEAK_HOURS')).toMatchObject({ title: 'The busiest hours are 18:00 to 22:00' });
    expect(find(assistant, 'PEAK_HOURS')?.text).toContain('44 % of all consumption');
    const shift = find(assistant, 'SHIFT_LOAD');
    // 18 kWh a day is 6,570 a year; 8/18 of it in the peak, 90 % of that moves, at 0.30 - 0.20 a kWh;
    // nobody said that the night is cheaper, so that nothing counts as saved.
    expect(shift).toMatchObject({ appliance: 'Dishwasher', saving_kwh_per_year: null, saving_per_year: null });
    expect(shift?.text).toContain('2,628 kWh a year and saves about 263 EUR if a kWh costs 0.2 EUR then');
  });

  test('asks nobody to shift where the night is not cheaper', async () => {
    const even = await stepBench({ ENERGY_TARIFF_OFF_PEAK_RATE: '0.3' });
    try {
      const { assistant } = await insights(evening({ appliance: 'Dishwasher' }), even);
      expect(codes(assistant)).not.toContain('SHIFT_LOAD');
    } finally {
      await even.close();
    }
  });

  test("moves loads out of the dearest band of the lake's tariff, and prices by what each hour costs", async () => {
    const rates = [
      { band: 'evening', price: 0.4, hours: ['18:00-22:00'] },
      { band: 'day', price: 0.2 },
    ];
    const tariff = [{ name: 'Two bands', currency: 'CHF', versions: [{ from: '2026-01-01', rates }] }];
    await bench.context.lake.putText(CONFIG_KEYS.tariffs, JSON.stringify(tariff), 'application/json');
    const { currency, assistant, auditor } = await insights(evening({ appliance: 'Dishwasher' }));
    expect(currency).toBe('CHF');
    const shift = find(assistant, 'SHIFT_LOAD');
    // 8 kWh a day at 0.40 instead of 0.20, 365 days, 90 % of it can move: 2,628 kWh.
    expect(shift).toMatchObject({ title: 'Run Dishwasher in the cheap hours', saving_per_year: 525.6 });
    expect(shift?.text).toContain('uses 44 % of its energy in the most expensive hours');
    expect(shift?.text).toContain('about 2,628 kWh a year');
    // 18 kWh a day at (8 x 0.40 + 10 x 0.20) / 18 = 0.288889 on average; 12 % of 6,570 kWh saved.
    expect(find(auditor, 'UPGRADE')?.saving_per_year).toBe(227.76);
  });

  test('says what the highest demand costs where the tariff charges for it', async () => {
    const version = { from: '2026-01-01', rates: [{ band: 'all', price: 0.2 }], demand_charge: 5 };
    const tariffs = [{ name: 'Demand', currency: 'EUR', versions: [version] }];
    await bench.context.lake.putText(CONFIG_KEYS.tariffs, JSON.stringify(tariffs), 'application/json');
    // 10 kW, and 40 kW for an hour of every week: one month, 40 kW at 5 EUR.
    const hours = hourly(Array.from({ length: TWO_WEEKS }, (_, hour) => (hour % 168 === 100 ? 40 : 10)));
    const peak = find((await insights(hours)).assistant, 'PEAK_SHAVING');
    expect(peak).toMatchObject({ site_id: 'home', saving_per_year: 240, saving_kwh_per_year: null });
    expect(peak?.title).toBe('The highest demand of 1 month costs 200 EUR');
    expect(peak?.text).toContain('5 EUR for each kW that is billed to the site, before taxes.');
    expect(peak?.text).toContain('The highest was 40 kW on 5 Oct 2026, 04:00; for 95 % of the time the demand ');
    expect(peak?.text).toContain('the demand stays below 10 kW.');
    expect(peak?.text).toContain('a tenth less in every month, which is assumed here, saves 240 EUR a year.');
  });

  test('does not ask to move what cannot be moved', async () => {
    expect(codes((await insights(evening({ appliance: 'Refrigerator' }))).assistant)).not.toContain('SHIFT_LOAD');
  });

  test('puts the base load in figures', async () => {
    const base = find((await insights(flat({ appliance: 'Pump' }))).assistant, 'BASE_LOAD');
    expect(base).toMatchObject({ title: '1 kW runs around the clock', saving_per_year: 262.8 });
    expect(base?.text).toContain(
      'If all of the year is like these 14 days, that is 8,760 kWh or 2,628 EUR a year in all',
    );
    expect(base?.saving_kwh_per_year).toBeCloseTo(876, 9);
  });

  test('says nothing of a year of a base load that is heating', async () => {
    const base = find((await insights(flat({ appliance: 'Heater' }))).assistant, 'BASE_LOAD');
    expect(base).toMatchObject({ title: '1 kW runs around the clock', saving_per_year: null });
    expect(base?.text).toContain('That is 336 kWh or 101 EUR in these 14 days in all');
    expect(base?.text).not.toContain('year');
  });

  test('puts what an office takes at weekends in figures', async () => {
    // 2026-10-01 is a Thursday: days 2, 3, 9, 10 are weekends.
    const readings = hourly(
      Array.from({ length: TWO_WEEKS }, (_, index) => ([2, 3].includes(Math.floor(index / 24) % 7) ? 5 : 10)),
    );
    const { assistant, written_for } = await insights(readings);
    expect(written_for).toEqual({ kind: 'business', by: 'energy' });
    const weekend = find(assistant, 'WEEKEND');
    expect(weekend?.title).toBe('A day of the weekend still takes 50 % of a weekday');
    expect(weekend?.text).toContain('On average it is 120 kWh, and 240 kWh on a weekday.');
    // 104 days of 120 kWh at 0.30.
    expect(weekend?.text).toContain('the weekends take 12.48 MWh a year, about 3,744 EUR');
  });

  test('names the largest consumer and the anomalies', async () => {
    const readings = [
      ...hourly([...Array(47).fill(1), 9], { appliance: 'Pump' }),
      ...hourly(Array(48).fill(0.5), { appliance: 'Fan' }),
    ];
    const { assistant } = await insights(readings);
    expect(find(assistant, 'LARGEST_SHARE')?.text).toContain('Pump used 56 kWh, 70 % of all consumption, ahead of Fan');
    expect(find(assistant, 'ANOMALIES')).toMatchObject({ appliance: 'Pump', title: 'Look into 1 unusual event' });
  });
});

test('readings that belong together are one event, with what it cost', async () => {
  // 12 kWh more than usual at 0.30, in three hours of a series that is 1 kWh otherwise.
  const readings = flat({ appliance: 'Pump' }).map((row, index) =>
    index >= 200 && index < 203 ? { ...row, kwh: 5 } : row,
  );
  const anomalies = find((await insights(readings)).assistant, 'ANOMALIES');
  expect(anomalies).toMatchObject({ title: 'Look into 1 unusual event', appliance: 'Pump' });
  expect(anomalies?.text).toContain('it comes to 12 kWh or 3.60 EUR, at 0.3 EUR per kWh, which is an assumption.');
  expect(anomalies?.text).toContain('Pump from 9 Oct 2026, 08:00 to 9 Oct 2026, 11:00 with 12 kWh more than usual');
});

test('less than a week gives no estimates for a year', async () => {
  const { assistant, auditor } = await insights(hourly(Array(24).fill(1), { appliance: 'AC' }));
  for (const advice of [...assistant, ...auditor]) {
    expect(advice).toMatchObject({ saving_kwh_per_year: null, saving_per_year: null, payback_years: null });
  }
  expect(codes(auditor)).toEqual([]);
});

test('names from the data are put on one line', async () => {
  const { auditor } = await insights(flat({ appliance: 'AC\n\u0007<script>alert(1)</script>' }));
  for (const { title, text } of auditor) expect(`${title}${text}`).not.toMatch(/[\p{Cc}]/u);
});

test('any readings give texts that are whole, and the same in any order', async () => {
  await fc.assert(
    fc.asyncProperty(readingsArbitrary, fc.integer(), async (readings, seed) => {
      const result = await insights(readings);
      expect(await insights(shuffled(readings, seed))).toEqual(result);
      for (const { title, text } of [...result.assistant, ...result.auditor]) {
        expect(`${title} ${text}`).not.toMatch(/NaN|undefined|null|Infinity|∞/);
      }
    }),
    runs(12),
  );
});
