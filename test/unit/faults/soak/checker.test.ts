/** The checker of the soak finds what is planted. */
import { expect, it } from 'vitest';
import { check, type Row, type Shown, type Version } from '../../../faults/soak/checker.ts';
import { unitsOf } from '../../../faults/soak/plan.ts';

const content = (number: number, ...hours: number[]) => ({ number, hours });
const version = (id: string, end: string, more: Partial<Version> = {}): Version => ({
  ...{ id, key: `raw/${id}.csv`, site: 'home', content: content(1, 0, 1, 2), at: 1, end },
  ...more,
});
const row = (hour: number, number: number): Row => ({ site: 'home', hour, content: number });

/** A first file, a later one over its last hour and beyond, a copy of the first, and a letter. */
const VERSIONS = [
  version('a', 'PUBLISHED'),
  version('b', 'PUBLISHED', { content: content(2, 2, 3), at: 2 }),
  version('c', 'DUPLICATE', { at: 3 }),
  version('d', 'InputRejected', { content: content(3), at: 4 }),
];
const COUNTED = [row(0, 1), row(1, 1), row(2, 2), row(3, 2)];
const SHADOWED = [row(2, 1)];

function shown(counted = COUNTED, shadowed = SHADOWED, versions = VERSIONS): Shown {
  const sum = counted.reduce((total, { hour, content: number }) => total + unitsOf(hour, number), 0);
  return { versions, counted, shadowed, daily: new Map([['home', sum]]) };
}
const verdict = (given: Shown, acknowledged = ['a', 'b', 'c', 'd']) => {
  const { lost, doubled, wrong } = check(acknowledged, given);
  return [lost.length, doubled.length, wrong.length];
};

it('finds nothing where all is right', () => {
  expect(verdict(shown())).toEqual([0, 0, 0]);
});

it.each<[string, Shown, number[]]>([
  ['an hour that is lost', shown(COUNTED.slice(1)), [1, 0, 0]],
  ['an hour that is there twice', shown([...COUNTED, row(0, 1)]), [0, 1, 0]],
  ['an hour of an upload that does not count, lost', shown(COUNTED, []), [1, 0, 0]],
  ['the same, twice', shown(COUNTED, [...SHADOWED, ...SHADOWED]), [0, 1, 0]],
  ['the value of an older upload', shown(COUNTED.with(2, row(2, 1)), [row(2, 2)]), [0, 0, 1]],
  ['an hour that nobody uploaded', shown([...COUNTED, row(9, 1)]), [0, 0, 1]],
  ['a copy that counts, too', shown(COUNTED, [...SHADOWED, row(0, 1)]), [0, 1, 0]],
  ['days that come to less', { ...shown(), daily: new Map([['home', 1]]) }, [0, 0, 1]],
  ['a good file that was refused', shown(COUNTED, SHADOWED, [...VERSIONS, version('e', 'InputRejected')]), [0, 0, 1]],
  ['a run that did not end', shown(COUNTED, SHADOWED, [...VERSIONS, version('e', 'RUNNING')]), [0, 0, 1]],
  [
    'a copy of nothing',
    shown(COUNTED, SHADOWED, [...VERSIONS, version('e', 'DUPLICATE', { content: content(7, 0) })]),
    [1, 0, 1],
  ],
  [
    'one that gave way to nothing',
    shown(COUNTED, SHADOWED, [...VERSIONS, version('e', 'SUPERSEDED', { content: content(7, 0) })]),
    [0, 0, 1],
  ],
])('finds %s', (_, planted, expected) => {
  expect(verdict(planted)).toEqual(expected);
});

it('finds an acknowledged upload that is not stored', () => {
  expect(verdict(shown(), ['a', 'gone'])).toEqual([1, 0, 0]);
});

it('knows that a corrected file takes its old hours out, and that a copy then counts for itself', () => {
  const corrected = version('a2', 'PUBLISHED', { key: 'raw/a.csv', content: content(4, 0), at: 5 });
  const versions = [...VERSIONS, corrected];
  const counted = [row(0, 4), row(1, 1), row(2, 1), row(3, 2)];
  expect(verdict(shown(counted, [row(0, 1), row(2, 2)], versions))).toEqual([0, 0, 0]);
  // As if the old version had stayed instead.
  expect(verdict(shown(COUNTED, SHADOWED, versions))[2]).toBeGreaterThan(0);
});

it('knows that a deletion takes a file out', () => {
  const versions = [...VERSIONS, version('b2', 'REMOVED', { key: 'raw/b.csv', content: null, at: 5 })];
  expect(verdict(shown([row(0, 1), row(1, 1), row(2, 1)], [], versions))).toEqual([0, 0, 0]);
  expect(verdict(shown(COUNTED, SHADOWED, versions))[2]).toBeGreaterThan(0);
});
