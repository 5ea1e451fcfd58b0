import { expect, it } from 'vitest';
import { BASES, BASIS_NAMES, FLOW_NAMES, FLOWS } from '../../../../shared/energy/flows.ts';

it('lists every flow and every basis once, in the order of its declaration', () => {
  expect(FLOW_NAMES).toEqual(Object.keys(FLOWS));
  expect(BASIS_NAMES).toEqual(Object.keys(BASES));
});
