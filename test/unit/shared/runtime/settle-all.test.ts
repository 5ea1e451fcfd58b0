import { describe, expect, it } from 'vitest';
import { settleAll } from '../../../../shared/runtime/settle-all.ts';

const later = <T>(value: T, done: string[], name: string) =>
  new Promise<T>((resolve) => {
    setTimeout(() => {
      done.push(name);
      resolve(value);
    }, 20);
  });

describe('what is settled together', () => {
  it('gives all values in their order', async () => {
    const [one, two] = await settleAll(later(1, [], 'a'), Promise.resolve('two'));
    expect([one, two]).toEqual([1, 'two']);
  });

  it('fails as the first did, and not before the others have ended', async () => {
    const done: string[] = [];
    const failing = settleAll(Promise.reject(new Error('the disk is full')), later(1, done, 'b'), later(2, done, 'c'));
    await expect(failing).rejects.toThrow('the disk is full');
    expect(done).toEqual(['b', 'c']);
  });
});
