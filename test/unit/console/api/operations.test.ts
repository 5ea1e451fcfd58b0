import { expect, it } from 'vitest';
import { OPERATIONS } from '../../../../console/api/operations.ts';

it('has an address of its own for each operation, named like it', () => {
  for (const [key, { name }] of Object.entries(OPERATIONS)) {
    expect(name).toBe(key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  }
});
