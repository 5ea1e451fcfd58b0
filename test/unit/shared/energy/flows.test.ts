import { expect, it } from 'vitest';
import { FLOW_NAMES, FLOWS, TERM_FLOWS } from '../../../../shared/energy/flows.ts';

it('names the flows that stand in a balance under their own name, and no other', () => {
  expect(TERM_FLOWS).toEqual(FLOW_NAMES.filter((name) => FLOWS[name].kind === 'term'));
  expect(TERM_FLOWS).toContain('self_used');
  expect(TERM_FLOWS).not.toContain('net');
});
