import { expect, it } from 'vitest';
import { listed } from '../../../../shared/text/listed.ts';

it.each([
  [['a', 'b'], 2, 'a, b'],
  [['a', 'b', 'c'], 2, 'a, b and 1 more'],
  [Array(1202).fill('a'), 2, 'a, a and 1,200 more'],
  [[], 2, ''],
])('%j', (names, most, text) => expect(listed(names, most)).toBe(text));

it('counts those that were left out before', () => expect(listed(['a', 'b'], 5, 3)).toBe('a, b and 3 more'));
