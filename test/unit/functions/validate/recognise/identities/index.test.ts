import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findIdentities, type NumberColumn } from '../../../../../../functions/validate/recognise/identities/index.ts';

const ROWS = 96;

/** Values between 0 and 2 with three decimals that repeat for a seed. */
function series(seed: number, rows = ROWS): Float64Array {
  let state = seed * 7919 + 1;
  return Float64Array.from({ length: rows }, () => {
    state = (state * 48271) % 2147483647;
    return Math.round((2000 * state) / 2147483647) / 1000;
  });
}

const column = (id: number, values: Iterable<number>, resolution = 0.001): NumberColumn => ({
  id,
  values: Float64Array.from(values),
  resolution,
});
const combine = (work: (...values: number[]) => number, ...columns: Float64Array[]): Float64Array =>
  Float64Array.from({ length: ROWS }, (_, row) => work(...columns.map((each) => each[row] ?? 0)));
const counting = (energies: Float64Array, from: number): Float64Array => {
  let stand = from;
  return energies.map((value) => {
    stand = Math.round((stand + value) * 1000) / 1000;
    return stand;
  });
};
const linear = (columns: readonly NumberColumn[]) =>
  findIdentities(columns).flatMap((each) => (each.kind === 'linear' ? [each.terms] : []));

const solar = series(1);
const fromGrid = series(2);
const toGrid = series(3).map((value) => value / 4);

describe('columns that add up', () => {
  test('a total and its parts, beside a column that has nothing to do with them', () => {
    const total = combine((a, b, c) => a + b + c, solar, fromGrid, toGrid);
    expect(
      linear([column(0, total), column(1, solar), column(2, fromGrid), column(3, toGrid), column(4, series(9))]),
    ).toEqual([
      [
        { id: 0, sign: 1 },
        { id: 1, sign: -1 },
        { id: 2, sign: -1 },
        { id: 3, sign: -1 },
      ],
    ]);
  });

  test('the balance of a home, and its net', () => {
    const net = combine((a, b) => a - b, fromGrid, toGrid);
    const home = combine((a, b) => a + b, solar, net);
    const found = linear([column(0, home), column(1, solar), column(2, fromGrid), column(3, toGrid), column(4, net)]);
    const sets = found.map((terms) => terms.map(({ id }) => id).sort());
    expect(sets).toContainEqual([2, 3, 4]);
    expect(sets).toContainEqual([0, 1, 4]);
  });

  test('one damaged row in a hundred is no reason against it, three are', () => {
    const total = combine((a, b) => a + b, solar, fromGrid);
    const damaged = (rows: number) => total.map((value, row) => (row < rows ? value + 50 : value));
    expect(linear([column(0, damaged(0)), column(1, solar), column(2, fromGrid)])).toHaveLength(1);
    expect(linear([column(0, damaged(3)), column(1, solar), column(2, fromGrid)])).toHaveLength(0);
  });

  test('fewer than 24 rows, columns that do not vary and parts that are proportional show nothing', () => {
    const total = combine((a, b) => a + b, solar, fromGrid);
    const few = (values: Float64Array) => values.slice(0, 20);
    expect(linear([column(0, few(total)), column(1, few(solar)), column(2, few(fromGrid))])).toEqual([]);
    const flat = new Float64Array(ROWS).fill(1);
    expect(linear([column(0, flat), column(1, flat), column(2, flat)])).toEqual([]);
    const twice = solar.map((value) => 2 * value);
    const thrice = solar.map((value) => 3 * value);
    expect(linear([column(0, thrice), column(1, twice), column(2, solar)])).toEqual([]);
  });

  test('any signed sum of random columns is found among others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 0, max: 3 }),
        (parts, seed, minus, others) => {
          const terms = Array.from({ length: parts }, (_, at) => series(seed + at));
          const total = combine(
            (...values) => values.reduce((sum, value, at) => sum + (minus[at] ? -value : value), 0),
            ...terms,
          );
          const rest = Array.from({ length: others }, (_, at) => series(seed + 100 + at));
          const columns = [total, ...terms, ...rest].map((values, id) => column(id, values));
          const sets = linear(columns).map((found) => found.map(({ id }) => id).sort((a, b) => a - b));
          expect(sets).toEqual([Array.from({ length: parts + 1 }, (_, id) => id)]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the same numbers', () => {
  test('equal columns, another unit, and power beside the energy of a quarter of an hour', () => {
    const find = (values: Float64Array, resolution: number) =>
      findIdentities([column(0, solar), column(1, values, resolution)]).map((each) =>
        each.kind === 'proportional' ? each.factor : each.kind,
      );
    expect(find(solar, 0.001)).toEqual([1]);
    expect(
      find(
        solar.map((value) => value * 1000),
        1,
      ),
    ).toEqual([1000]);
    expect(
      find(
        solar.map((value) => value * 4),
        0.004,
      ),
    ).toEqual([4]);
    expect(find(fromGrid, 0.001)).toEqual([]);
  });
});

describe('counters', () => {
  test('beside their increments, at the start or the end of the row', () => {
    const stands = counting(solar, 1200);
    const shifted = Float64Array.from(stands, (_, row) => (row === 0 ? 1200 : (stands[row - 1] ?? 0)));
    const find = (counter: Float64Array) =>
      findIdentities([column(0, counter), column(1, solar)]).map((each) =>
        each.kind === 'increments' ? `${each.counter} counts ${each.energy} at its ${each.energyAt}` : each.kind,
      );
    expect(find(stands)).toEqual(['0 counts 1 at its end']);
    expect(find(shifted)).toEqual(['0 counts 1 at its start']);
  });

  test("today's counter beside the total one", () => {
    const total = counting(solar, 1200);
    const perDay = 24;
    let stand = 0;
    const today = solar.map((value, row) => {
      stand = row % perDay === 0 ? value : Math.round((stand + value) * 1000) / 1000;
      return stand;
    });
    const kinds = findIdentities([column(0, total), column(1, today)]).map(({ kind }) => kind);
    expect(kinds).toEqual(['same-steps']);
  });
});

test('a register that hardly moves counts the energies beside it, also where the meter was changed', () => {
  const energies = Float64Array.from({ length: 200 }, (_, row) => (row % 20 === 10 ? 1 + (row % 7) : 0));
  const changed = counting(energies, 50).map((stand, row) => (row === 199 ? 0 : stand));
  const kinds = (counter: Float64Array) =>
    findIdentities([column(0, counter, 0.1), column(1, energies, 0.1)]).map(({ kind }) => kind);
  expect(kinds(changed)).toEqual(['increments']);
  expect(kinds(changed.map((stand, row) => stand + (row > 100 ? row : 0)))).toEqual([]);
});
