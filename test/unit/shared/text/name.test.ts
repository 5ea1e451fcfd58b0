import { expect, test } from 'vitest';
import { formatName } from '../../../../shared/text/name.ts';

test('a name from the data stays on its line', () => {
  expect(formatName('AC\n\u001b[31m \u202eunit\u0000 2')).toBe('AC [31m unit 2');
  expect(formatName('Wärmepumpe 暖房 🏠')).toBe('Wärmepumpe 暖房 🏠');
});

test('a long name is cut between characters', () => {
  expect(formatName('x'.repeat(500))).toHaveLength(60);
  expect(formatName('🏠'.repeat(500)).isWellFormed()).toBe(true);
});
