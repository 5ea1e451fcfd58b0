import { expect, it } from 'vitest';
import { again } from '../../../../cli/feed/retry.ts';

const failing = (errors: Error[]) => async () => {
  const error = errors.shift();
  if (error) throw error;
  return 'taken';
};
const passing = () => Object.assign(new Error('reset'), { code: 'ECONNRESET' });

it('tries again what fails in passing, and says so', async () => {
  const told: string[] = [];
  const tell = ({ message }: Error) => told.push(message);
  expect(await again(failing([passing(), passing()]), tell, [0, 0, 0])).toBe('taken');
  expect(told).toEqual(['reset', 'reset']);
});

it('gives up on what will not pass, and after the last pause', async () => {
  await expect(again(failing([new Error('AccessDenied')]), () => {}, [0])).rejects.toThrow('AccessDenied');
  await expect(again(failing([passing(), passing()]), () => {}, [0])).rejects.toThrow('reset');
});
