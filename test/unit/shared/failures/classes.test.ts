import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { classOf, isWorthAnotherTry } from '../../../../shared/failures/classes.ts';
import { ERROR_NAMES } from '../../../../shared/runtime/errors.ts';

const DEFINITION = new URL('../../../../statemachine/energy-analytics.asl.json', import.meta.url);

/** Every name that a Retry of the definition matches. */
function retried(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(retried);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'Retry'
      ? z
          .array(z.looseObject({ ErrorEquals: z.array(z.string()) }))
          .parse(value)
          .flatMap((each) => each.ErrorEquals)
      : retried(value),
  );
}

it('finds another try worth it for every error that the state machine retries, and for no other of a step', () => {
  const names = [...new Set(retried(JSON.parse(readFileSync(DEFINITION, 'utf8'))))].filter(
    (name) => name !== 'States.ALL',
  );
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) expect(isWorthAnotherTry(name), name).toBe(true);
  for (const name of Object.values(ERROR_NAMES)) expect(isWorthAnotherTry(name), name).toBe(names.includes(name));
});

it('takes an error that nobody named for a fault of the program', () => {
  expect(classOf('TypeError')).toBe('bug');
  expect(classOf('InputRejected')).toBe('data');
  expect(classOf('AccessDeniedException')).toBe('configuration');
});
