/** `npm run faults` plays more of them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../../helpers/properties.ts';
import { histories, playHistory } from '../../../helpers/record-history.ts';

it('gives what a recount gives, whatever was uploaded, moved, removed, preferred and cut short', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      const { shown, wanted } = await playHistory(steps);
      expect(shown).toEqual(wanted);
    }),
    { ...runs(12), seed: 3 },
  );
}, 240_000);
