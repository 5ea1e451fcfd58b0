/**
 * Readings that a JSON object holds as lists beside one another: times and values of the same length, or values that
 * follow a start in equal steps.
 */
import { unitOf } from '../../../shared/readings/units.ts';

export type Members = Readonly<Record<string, unknown>>;

type Scalar = string | number | null;

const TIMES = /^(?:times?|timestamps?|dates?|datetimes?|t|x|ts)$/i;
const DATE_AND_CLOCK = /^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
/** Seconds from one value to the next. */
const STEP = /^(?:dt|delta|step|interval|resolution|period)(?:[_ ]?s(?:ec(?:onds)?)?)?$/i;
const FEWEST = 2;

/** @returns a reading for each place of the lists; undefined where the object holds no such lists */
export function readingsInColumns(value: Members): Members[] | undefined {
  const lists = Object.entries(value).filter((entry): entry is [string, Scalar[]] => isScalars(entry[1]));
  const [first] = lists;
  if (!first) return undefined;
  const times = lists.find(([name]) => TIMES.test(name));
  if (times && lists.length >= 2) return sideBySide(times, lists);
  return lists.length === 1 ? inSteps(value, first) : undefined;
}

function isScalars(value: unknown): value is Scalar[] {
  const isScalar = (each: unknown) => each === null || typeof each === 'number' || typeof each === 'string';
  return Array.isArray(value) && value.length >= FEWEST && value.every(isScalar);
}

function sideBySide([named, times]: [string, Scalar[]], lists: readonly [string, Scalar[]][]): Members[] {
  const alike = lists.filter(([, each]) => each.length === times.length);
  return times.map((_, at) =>
    Object.fromEntries(alike.map(([name, each]) => [name === named ? 'timestamp' : singular(name), each[at]])),
  );
}

/** `values` are a value in each reading. */
function singular(name: string): string {
  return name.replace(/(?<=[^s])s$/i, '');
}

function inSteps(value: Members, [name, values]: [string, Scalar[]]): Members[] | undefined {
  const scalars = Object.entries(value);
  const start = scalars.find(([, each]) => typeof each === 'string' && DATE_AND_CLOCK.test(each))?.[1];
  // A reading with numbers of its own is one, whatever list it has.
  const [step, ...numbers] = scalars.filter(([, each]) => typeof each === 'number');
  if (typeof start !== 'string' || !step || numbers.length > 0 || !STEP.test(step[0])) return undefined;
  const unit = scalars.find(([, each]) => typeof each === 'string' && unitOf(each) !== undefined)?.[1];
  const said = /(?:Z|[+-]\d\d:?\d\d)\s*$/.test(start);
  const first = Date.parse(said ? start : `${start.trim().replace(' ', 'T')}Z`);
  if (Number.isNaN(first)) return undefined;
  return values.map((each, at) => {
    const time = new Date(first + at * Number(step[1]) * 1000).toISOString().replace('.000Z', 'Z');
    return { time: said ? time : time.slice(0, -1), [name]: each, ...(unit === undefined ? {} : { unit }) };
  });
}
