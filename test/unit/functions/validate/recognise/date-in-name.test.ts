import { describe, expect, it } from 'vitest';
import { InputRejected } from '../../../../../shared/runtime/errors.ts';
import { ingest } from '../../../../helpers/validate.ts';

const TEXT = 'Time,kWh\n00:00,0.5\n01:00,0.25\n02:00,0.75\n';

const refusal = (key: string) =>
  ingest(TEXT, { key }).then(
    () => undefined,
    (error: unknown) => (error instanceof InputRejected ? error : undefined),
  );

describe('times of day of a file without a date', () => {
  it.each(['usage-2026-10-12.csv', '20261012.csv', 'Heating_12.10.2026_24h.csv'])(
    'are asked whether they are of the day in the name %s',
    async (name) => {
      const error = await refusal(`raw/${name}`);
      expect(error?.code).toBe('LAYOUT_AMBIGUOUS');
      expect(error?.details.setting).toEqual({ date: '2026-10-12' });
    },
  );

  it('are of the day that the answer says', async () => {
    const { rows, layout } = await ingest(TEXT, { metadata: { layout: '{"date":"2026-10-12"}' } });
    expect(rows.map(({ utc, kwh }) => `${utc} ${Number(kwh)}`)).toEqual([
      '2026-10-12 00:00:00 0.5',
      '2026-10-12 01:00:00 0.25',
      '2026-10-12 02:00:00 0.75',
    ]);
    expect(layout?.decisions).toContainEqual({ what: 'date', chosen: '2026-10-12', why: 'given' });
  });

  it('are refused with the setting that says it where the name has none', async () => {
    const error = await refusal('raw/usage-004512345678901234.csv');
    expect(error?.code).toBe('UNKNOWN_LAYOUT');
    expect(error?.sentence).toContain('{"date": "YYYY-MM-DD"}');
  });
});
