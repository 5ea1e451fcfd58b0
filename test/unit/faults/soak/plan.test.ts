import { expect, it } from 'vitest';
import { looksLikeEnds, planUploads } from '../../../faults/soak/plan.ts';

it('plans no file whose stamps are taken for the ends of its hours: its readings would be of other hours', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const hours = planUploads(200, seed).flatMap(({ content }) => (content?.hours.length ? [content.hours] : []));
    expect(hours.filter(looksLikeEnds)).toEqual([]);
  }
});
