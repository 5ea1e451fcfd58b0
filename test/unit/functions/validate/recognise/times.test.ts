/** Whether the day or the month stands first, where a file alone can hardly tell. */
import { describe, expect, it } from 'vitest';
import { type Parts, partsOf } from '../../../../../functions/validate/recognise/calendar.ts';
import { decideOrder } from '../../../../../functions/validate/recognise/times.ts';

const parts = (...dates: readonly string[]): Parts[] => dates.flatMap((date) => partsOf(date) ?? []);

describe('the order of dates', () => {
  it('is asked of a single day, the likelier reading of the place first', () => {
    const candidates = (zone: string) => decideOrder(parts('3/5/2026 00:00', '3/5/2026 01:00'), undefined, { zone });
    expect(candidates('America/Chicago')).toMatchObject({ kind: 'ambiguous', candidates: ['MDY', 'DMY'] });
    expect(candidates('Europe/London')).toMatchObject({ kind: 'ambiguous', candidates: ['DMY', 'MDY'] });
  });

  it('is not asked where both readings are the same day', () => {
    expect(decideOrder(parts('5/5/2026'), undefined, { zone: 'Europe/London' })).toMatchObject({ kind: 'known' });
    expect(decideOrder(parts('5/5/2026', '5/9/2026'), undefined, { zone: 'Europe/London' })).toMatchObject({
      kind: 'ambiguous',
    });
  });

  it('is that of dates with dots', () => {
    expect(decideOrder(parts('3.5.2026'), undefined, { zone: 'America/Chicago' })).toMatchObject({
      kind: 'known',
      order: 'DMY',
    });
    expect(decideOrder(parts('3.13.2026'), undefined)).toMatchObject({ kind: 'known', order: 'MDY' });
  });
});
