/** The short form of `npm run soak`: most uploads meet a fault. ENERGY_FAULT_SEED chooses others. */
import { expect, it } from 'vitest';
import { soak } from './soak/play.ts';

it('loses and doubles nothing of sixteen uploads with faults on the way, and with kills', {
  timeout: 600_000,
}, async () => {
  const seed = Number(process.env.ENERGY_FAULT_SEED ?? '1');
  const { verdict, injected, hours, kills } = await soak({ uploads: 16, seed, faults: 0.75 });
  expect(verdict).toEqual({ lost: [], doubled: [], wrong: [] });
  expect(hours).toBeGreaterThan(200);
  expect(injected.size).toBeGreaterThan(3);
  expect(kills).toBeGreaterThan(0);
});
