import { expect, test } from 'vitest';
import { ingest } from '../../../../helpers/validate.ts';

const block = (...values: readonly number[]) => [
  'Type of readings: Electricity, Real energy in kilowatt-hours',
  ...values.map((value, hour) => `2026-10-01 0${hour}:00 to 2026-10-01 0${hour + 1}:00,${value.toFixed(3)},,`),
];

test('blocks that nothing tells apart are refused, and not added up', async () => {
  const file = [...block(1, 2, 3), ...block(0.5, 0.2, 0.1), ''].join('\n');
  await expect(ingest(file)).rejects.toMatchObject({ code: 'UNKNOWN_LAYOUT' });
});
