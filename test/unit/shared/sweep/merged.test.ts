import fc from 'fast-check';
import { expect, it } from 'vitest';
import { merged } from '../../../../shared/sweep/merged.ts';
import { runs } from '../../../helpers/properties.ts';

async function* listing(keys: readonly string[]) {
  yield* keys;
}
const name = fc.stringMatching(/^[a-c-]{1,3}$/);
const nameOf = (key: string) => key.split('/')[0] ?? '';

async function all(listings: readonly (readonly string[])[]) {
  const found: [string, string[]][] = [];
  for await (const { name: of, items } of merged(listings.map(listing), nameOf)) found.push([of, [...items].sort()]);
  return found;
}

it('brings everything of a name together, whatever is in which listing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.tuple(name, fc.nat(3))), { maxLength: 4 }), async (given) => {
      const listings = given.map((each) => each.map(([of, nth]) => `${of}/${nth}`).sort());
      const expected = Map.groupBy(listings.flat(), nameOf);
      const found = await all(listings);
      expect(found.length).toBe(expected.size);
      for (const [of, items] of found) expect(items).toEqual((expected.get(of) ?? []).sort());
    }),
    runs(100),
  );
});

it('refuses a listing that is not in order, of which a name would come twice', async () => {
  await expect(all([['b/1', 'a/1', 'b/2']])).rejects.toThrow('not in order');
});
