/**
 * A wide file with a total, from the upload to the report: the total is the site's sum and is not added to its parts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../shared/report/report.ts';
import { type TestStack, testStack } from '../helpers/stack.ts';

const HOURS = Array.from({ length: 48 }, (_, n) => {
  const at = `2026-10-0${1 + Math.floor(n / 24)} ${String(n % 24).padStart(2, '0')}:00`;
  return `${at};1000;250;750;${n}`;
});
const FILE = `date;Whole house;Kitchen;Heating;Temperature
${HOURS.join('\n')}
`;

describe('a file with a total', () => {
  let lake: TestStack;
  beforeAll(async () => {
    lake = await testStack();
  });
  afterAll(() => lake.close());

  it('is understood, and says how', async () => {
    const run = await lake.upload('raw/house.csv', FILE, { layout: '{"unit":"Wh"}' });
    expect(run.status).toBe('SUCCEEDED');
    const report = reportSchema.parse(JSON.parse(await lake.text(`${run.output.report}report.json`)));
    expect(report.layout).toMatchObject({
      shape: 'wide',
      left_out: ['Temperature'],
      balance: { bases: [{ basis: 'house' }] },
    });
    expect(report.consumption).toMatchObject({ total_kwh: 48 });
    expect(report.consumption?.appliances.map(({ appliance, share }) => [appliance, share])).toEqual([
      ['Heating', 0.75],
      ['Kitchen', 0.25],
      ['rest', 0],
    ]);
    expect(await lake.text(`${run.output.report}report.html`)).toContain('How the file was understood');
  });

  it('is asked about without its unit', async () => {
    const run = await lake.upload('raw/house-2.csv', FILE, { 'site-id': 'another' });
    expect(run.error).toBe('InputRejected');
    expect(run.cause).toContain('UNIT_UNKNOWN');
  });
});
