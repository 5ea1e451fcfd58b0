/** Stamps on the days on which a clock changes tell whether they are starts or ends. */
import { describe, expect, it } from 'vitest';
import { endsAtChange } from '../../../../../functions/validate/recognise/clock-change.ts';

const MINUTE = 60_000;
const at = (text: string) => Date.parse(`${text}Z`);
/** All times of four days by a step, without those of a list and with others twice. */
function times(start: string, minutes: number, without: readonly string[], twice: readonly string[] = []): number[] {
  const all = Array.from({ length: (4 * 1440) / minutes }, (_, step) => at(start) + step * minutes * MINUTE);
  const left = all.filter((time) => !without.some((text) => at(text) === time));
  return [...left, ...twice.map(at)];
}
const SPRING = '2026-03-27T00:00';
const AUTUMN = '2025-10-24T00:00';
const quarters = (day: string, from: string, steps: number) =>
  Array.from({ length: steps }, (_, step) =>
    new Date(at(`${day}T${from}`) + step * 15 * MINUTE).toISOString().slice(0, 16),
  );

describe('the times of a change', () => {
  it.each([
    ['ends of hours in spring', times(SPRING, 60, ['2026-03-29T03:00']), 60, '2026-03-29'],
    ['ends of quarters in spring', times(SPRING, 15, quarters('2026-03-29', '02:15', 4)), 15, '2026-03-29'],
    ['starts of hours in spring', times(SPRING, 60, ['2026-03-29T02:00']), 60, undefined],
    ['starts of quarters in spring', times(SPRING, 15, quarters('2026-03-29', '02:00', 4)), 15, undefined],
    ['a clock that does not change', times(SPRING, 60, []), 60, undefined],
    ['ends of hours in autumn', times(AUTUMN, 60, [], ['2025-10-26T03:00']), 60, '2025-10-26'],
    ['ends of quarters in autumn', times(AUTUMN, 15, [], quarters('2025-10-26', '02:15', 4)), 15, '2025-10-26'],
    ['starts of hours in autumn', times(AUTUMN, 60, [], ['2025-10-26T02:00']), 60, undefined],
    ['readings of days', times(SPRING, 1440, []), 1440, undefined],
  ])('%s', (_, local, minutes, expected) => {
    expect(endsAtChange(local, 'Europe/Berlin', minutes)).toBe(expected);
    const twoSeries = [...local, ...local];
    expect(endsAtChange(twoSeries, 'Europe/Berlin', minutes)).toBe(expected);
  });

  it('tell nothing where one of two shows starts', () => {
    const starts = times(AUTUMN, 60, [], ['2025-10-26T02:00']);
    expect(endsAtChange([...starts, ...times(SPRING, 60, ['2026-03-29T03:00'])], 'Europe/Berlin', 60)).toBeUndefined();
  });

  it('tell nothing in a zone that has none', () => {
    expect(endsAtChange(times(SPRING, 60, ['2026-03-29T03:00']), 'UTC', 60)).toBeUndefined();
  });
});
