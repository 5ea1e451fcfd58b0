import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { APPLIANCE_KINDS, kindOf } from '../../../../../functions/generate-insights/rules/kinds.ts';

test.each([
  ['AC', 'air conditioner'],
  ['Air Conditioner 2', 'air conditioner'],
  ['Refrigerator', 'refrigerator'],
  ['fridge_freezer', 'refrigerator'],
  ['Heater', 'electric heater'],
  ['Water Heater', 'water heater'],
  ['hot-water', 'water heater'],
  ['Washing Machine', 'washing machine'],
  ['dish_washer', 'dishwasher'],
  ['Tumble dryer', 'dryer'],
  ['EV', 'vehicle charger'],
  ['lights', 'lighting'],
])('%s is a kind of %s', (name, kind) => {
  expect(kindOf(name)?.kind).toBe(kind);
});

test.each(['total', 'Appliances', 'Circuit 07', 'Rack 3', 'Every meter', 'Daylight sensor'])(
  '%s is not known',
  (name) => {
    expect(kindOf(name)).toBeUndefined();
  },
);

test('docs/METHODS.md shows the assumptions as they are', () => {
  const rows = readFileSync(new URL('../../../../../docs/METHODS.md', import.meta.url), 'utf8').split('\n');
  for (const { kind, upgrade } of APPLIANCE_KINDS) {
    if (!upgrade) continue;
    const row = rows.find((line) => line.startsWith(`| ${kind}`));
    expect(row).toContain(`| ${upgrade.cost.toLocaleString('en')} | ${Math.round(upgrade.saving * 100)} % |`);
  }
});
