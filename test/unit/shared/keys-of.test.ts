import { expect, it } from 'vitest';
import { keysOf } from '../../../shared/keys-of.ts';

it('lists the names in the order of their declaration', () => {
  const names: readonly ('b' | 'a')[] = keysOf({ b: 1, a: 2 });
  expect(names).toEqual(['b', 'a']);
  expect(keysOf({})).toEqual([]);
});
