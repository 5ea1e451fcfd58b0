import { describe, expect, it } from 'vitest';
import type { Balance } from '../../../../../console/api/sites.ts';
import { barsOf, sidesOf, sumOf } from '../../../../../console/page/sites/sums.ts';

const nothing = sumOf([]);
const item = (local: string, known: Partial<Balance>): Balance => ({ ...nothing, local, ...known });

describe('bars of a balance', () => {
  const items = [
    item('2026-10-01T00:00:00', { energy_consumed_kwh: 1, import_kwh: 2 }),
    item('2026-10-01T01:00:00', { energy_consumed_kwh: 0.5 }),
    item('2026-10-02T00:00:00', { energy_consumed_kwh: 4 }),
  ];

  it('sum what is known, and leave open what is not', () => {
    const [first, second] = barsOf(items, 10);
    expect(first).toMatchObject({ key: '2026-10-01', energy_consumed_kwh: 1.5, import_kwh: 2, export_kwh: null });
    expect(second).toMatchObject({ key: '2026-10-02', energy_consumed_kwh: 4, import_kwh: null });
  });

  it('stand above zero where nothing is known of what flows in', () => {
    expect(sidesOf(items).above.map(({ name }) => name)).toEqual(['From the grid']);
    expect(sidesOf(items).below.map(({ name }) => name)).toEqual(['Used']);
    expect(sidesOf(items.slice(1)).above.map(({ name }) => name)).toEqual(['Used']);
  });
});
