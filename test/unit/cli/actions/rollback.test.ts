import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { datasetOf, manifestKey } from '../../../../shared/lake/keys.ts';
import { manifestSchema } from '../../../../shared/lake/manifest.ts';
import { energy } from '../../../helpers/energy.ts';
import { threeWeeks } from '../../../helpers/month.ts';
import { type TestStack, testStack } from '../../../helpers/stack.ts';

const KEY = 'raw/june.csv';
let lake: TestStack;
let first = '';
let second = '';
beforeAll(async () => {
  lake = await testStack();
  first = (await lake.upload(KEY, threeWeeks())).name;
  second = (await lake.upload(KEY, threeWeeks({ bump: 1 }))).name;
});
afterAll(() => lake.close());

const rollback = (...args: string[]) => energy(['rollback', 'june', ...args, '--endpoint', lake.stack.url], tmpdir());
const manifest = async () => manifestSchema.parse(JSON.parse(await lake.text(manifestKey(datasetOf(KEY)))));
const total = async () => Number((await lake.query('SELECT SUM(kwh) FROM raw_energy_data'))[0]?.[0]);

/** The row of a run in what is printed: its kWh and its money. */
function figures(stdout: string, run: string): { kwh: number; money: number } {
  const [, kwh = '', money = ''] =
    new RegExp(`${run} .* PUBLISHED +\\d[\\d,]* +([\\d,.]+) kWh +– +([\\d,.]+) EUR`).exec(stdout) ?? [];
  return { kwh: Number(kwh.replaceAll(',', '')), money: Number(money.replaceAll(',', '')) };
}

describe('energy rollback', () => {
  test('shows both runs with their kWh and money, and changes nothing without --yes', async () => {
    const before = await manifest();
    const { code, stdout, stderr } = await rollback();
    expect(code, stderr).toBe(0);
    const [now, then] = [figures(stdout, second), figures(stdout, first)];
    expect(now.kwh).toBeCloseTo(before.published?.consumption_kwh ?? 0, 1);
    expect(then.kwh).toBeCloseTo(before.history[0]?.consumption_kwh ?? 0, 1);
    expect(now.kwh).toBeGreaterThan(then.kwh);
    // The price of a kWh without a tariff.
    for (const { kwh, money } of [now, then]) expect(Math.abs(money - kwh * 0.3)).toBeLessThan(1);
    expect(stderr).toContain('Nothing was changed.');
    expect(stderr).toContain(`rollback ${datasetOf(KEY)} --to ${first} --yes --endpoint ${lake.stack.url}`);
    expect(await manifest()).toEqual(before);
  });

  test('publishes the earlier run, and the tables follow', async () => {
    const { history } = await manifest();
    const { code, stderr } = await rollback('--to', first.slice(0, 8), '--yes');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`Run ${first} is published again`);
    expect((await manifest()).published?.run).toBe(first);
    expect(await total()).toBeCloseTo(history[0]?.consumption_kwh ?? 0, 3);
  });

  test('goes forward in the same way', async () => {
    const { code } = await rollback('--yes');
    expect(code).toBe(0);
    expect((await manifest()).published?.run).toBe(second);
  });

  test('says which runs there are when the one that is named is none of them', async () => {
    expect(await rollback('--to', 'zzz')).toMatchObject({ code: 2, stderr: expect.stringContaining(first) });
    expect(await rollback('--to', second)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`Run ${second} is what is published.`),
    });
  });

  test('refuses where there is no earlier run, or its files are gone', async () => {
    await lake.upload('raw/once.csv', threeWeeks(), { 'site-id': 'once' });
    const once = await energy(['rollback', 'once', '--endpoint', lake.stack.url], tmpdir());
    expect(once).toMatchObject({ code: 1, stderr: expect.stringContaining('has no earlier run to go back to') });

    const { history } = await manifest();
    await lake.remove(history[0]?.report ?? '');
    const gone = await rollback('--yes');
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining('are not there any more') });
    expect((await manifest()).published?.run).toBe(second);
  });
});
