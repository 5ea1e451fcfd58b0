/** The anomalies' bench judges the detectors; this judges the judge. */
import { describe, expect, test } from 'vitest';
import { freshScore, merged, quality, type Span, score } from '../../../bench/anomalies/score.ts';

const span = (start: number, end: number, place = 1): Span => ({ place, start, end });

describe('score', () => {
  test('an injection that two events overlap is found once, an event beside it is wrong', () => {
    expect(score([span(10, 20)], [span(9, 11), span(18, 30), span(20, 21)])).toEqual({
      injected: 1,
      found: 1,
      wrong: 1,
    });
  });

  test('an event of another series finds nothing', () => {
    expect(score([span(10, 20)], [span(10, 20, 2)])).toEqual({ injected: 1, found: 0, wrong: 1 });
  });

  test('what was there before anything was put in neither finds nor is wrong, when it covers half of the event', () => {
    const before = [span(10, 12), span(14, 16), span(50, 60)];
    expect(freshScore([span(11, 13)], [span(10, 18), span(50, 52)], before)).toEqual({
      injected: 1,
      found: 0,
      wrong: 0,
    });
    expect(freshScore([span(11, 13)], [span(10, 19), span(70, 71)], before)).toEqual({
      injected: 1,
      found: 1,
      wrong: 1,
    });
  });
});

test('quality by hand: 3 of 4 found and 1 wrong', () => {
  expect(quality({ injected: 4, found: 3, wrong: 1 })).toEqual({ precision: 0.75, recall: 0.75, f1: 0.75 });
  expect(quality({ injected: 4, found: 0, wrong: 0 })).toEqual({ precision: 0, recall: 0, f1: 0 });
});

test('readings with at most one ordinary one between them are one event', () => {
  const readings = [span(0, 1), span(2, 3), span(3, 4), span(6, 7), span(7, 8, 2)];
  expect(merged(readings)).toEqual([span(0, 4), span(6, 7), span(7, 8, 2)]);
});
