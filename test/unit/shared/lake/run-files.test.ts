/** Readings of a run are brought to local disk, month by month. */
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Validated } from '../../../../shared/contract.ts';
import { fetchReadings } from '../../../../shared/lake/run-files.ts';
import type { StepContext } from '../../../../shared/runtime/step-context.ts';

it('leaves no download behind when one fails', async () => {
  let running = 0;
  const download = async (key: string) => {
    running += 1;
    await setTimeout(key.includes('2026-01') ? 5 : 50);
    running -= 1;
    if (key.includes('2026-01')) throw new Error('gone');
    return { bytes: 1 };
  };
  const input = { data: { prefix: 'readings/', months: ['2026-01', '2026-02', '2026-03'] } } as Validated;
  const context = { lake: { download } } as unknown as StepContext;
  await expect(fetchReadings(input, context, '/nowhere')).rejects.toThrow('gone');
  expect(running).toBe(0);
});
