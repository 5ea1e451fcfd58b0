/**
 * Whether each hour of each upload is accounted for exactly once, in the manner of Jepsen's set test: what was
 * acknowledged against what is read at the end. It knows the rules of docs/RECORD.md and shares no code with the
 * product.
 */
import { type Content, unitsOf } from './plan.ts';

/** A version of a key in the lake. */
export interface Version {
  readonly id: string;
  readonly key: string;
  readonly site: string;
  /** null for a deletion. */
  readonly content: Content | null;
  /** When it was uploaded, in seconds. */
  readonly at: number;
  /** What became of it: an outcome, or the error of a run that failed. */
  readonly end: string;
}

export interface Row {
  readonly site: string;
  readonly hour: number;
  readonly content: number;
}

/** What is read at the end. */
export interface Shown {
  /** All versions, the oldest first. */
  readonly versions: readonly Version[];
  /** The rows that count, and those that do not because others tell of the same time. */
  readonly counted: readonly Row[];
  readonly shadowed: readonly Row[];
  /** Hundred-thousandths of a kWh of each site, by the table of days. */
  readonly daily: ReadonlyMap<string, number>;
}

export interface Verdict {
  /** Uploads that were acknowledged and are not there, and hours that should be in a table and are not. */
  readonly lost: readonly string[];
  /** Hours that are there more often than once. */
  readonly doubled: readonly string[];
  /** Whatever else is not as it should be: old values, ends without a reason, sums. */
  readonly wrong: readonly string[];
}

/** A file whose readings count where no later one tells of the same hour. */
interface Claim {
  readonly site: string;
  readonly content: Content;
  /** Of copies of which any may be the one that counts, when the first and the last were uploaded. */
  readonly from: number;
  readonly to: number;
}

const PUBLISHED = new Set(['PUBLISHED', 'PARTIAL']);

/** @param acknowledged the ids of the versions of which clients were told that they are stored */
export function check(acknowledged: readonly string[], shown: Shown): Verdict {
  const known = new Set(shown.versions.map(({ id }) => id));
  const lost = acknowledged.filter((id) => !known.has(id)).map((id) => `upload ${id}`);
  const doubled: string[] = [];
  const wrong: string[] = [];
  const keys = [...Map.groupBy(shown.versions, ({ key }) => key).values()];
  for (const versions of keys) wrong.push(...versions.flatMap((each, at) => unfoundedEnd(each, versions, at, shown)));

  const byHour = new Map<string, Claim[]>();
  for (const claim of claimsOf(keys))
    for (const hour of claim.content.hours) add(byHour, `${claim.site} ${hour}`, claim);
  const counted = Map.groupBy(shown.counted, placeOf);
  const shadowed = Map.groupBy(shown.shadowed, placeOf);
  for (const [place, claims] of byHour) {
    const [row, ...more] = counted.get(place) ?? [];
    if (!row) {
      lost.push(place);
      continue;
    }
    if (more.length > 0) doubled.push(place);
    const last = Math.max(...claims.map(({ from }) => from));
    const winners = claims.filter(({ to }) => to >= last).map(({ content }) => content.number);
    if (!winners.includes(row.content)) wrong.push(`${place} is of content ${row.content}, not ${winners}`);
    const told = claims.map(({ content }) => content.number);
    const others = without(told, [row.content]);
    const hidden = (shadowed.get(place) ?? []).map(({ content }) => content);
    lost.push(...without(others, hidden).map((content) => `${place} of content ${content}, which does not count`));
    doubled.push(...without(hidden, others).map((content) => `${place} of content ${content}, which does not count`));
  }
  for (const place of [...counted.keys(), ...shadowed.keys()])
    if (!byHour.has(place)) wrong.push(`${place} is of no upload that is published`);
  wrong.push(...wrongSums(shown));
  return { lost, doubled, wrong };
}

/** Every version has ended in a way that the others explain. */
function unfoundedEnd(version: Version, ofKey: readonly Version[], at: number, shown: Shown): string[] {
  const { content, end, site, key, id } = version;
  const same = (other: Version) => other.content?.number === content?.number;
  const earlier = ofKey.slice(0, at);
  const later = ofKey.slice(at + 1);
  const isFounded = (): boolean => {
    if (content === null) return end === 'REMOVED' || end === 'SUPERSEDED' || end === 'ALREADY_PROCESSED';
    if (content.hours.length === 0) return end === 'InputRejected';
    switch (end) {
      case 'PUBLISHED':
      case 'PARTIAL':
        return true;
      case 'ALREADY_PROCESSED':
        return [...earlier, ...later].some(same);
      case 'SUPERSEDED':
        return later.some((other) => other.content === null || PUBLISHED.has(other.end) || same(other));
      case 'DUPLICATE':
        return shown.versions.some((other) => other.key !== key && other.site === site && same(other));
      default:
        // An upload that was deleted before it was read.
        return end === 'InputRejected' && later.some((other) => other.content === null);
    }
  };
  return isFounded() ? [] : [`${key} (${id}) ended as ${end}`];
}

/** What counts of each key: of copies one, which stands for all of them. */
function claimsOf(keys: readonly (readonly Version[])[]): Claim[] {
  const published: Version[] = [];
  const waiting: Version[] = [];
  for (const versions of keys) {
    const last = versions.findLast(({ end }) => end !== 'InputRejected');
    if (!last?.content) continue;
    const since = versions.slice(versions.findLastIndex(({ content }) => content === null) + 1);
    const current = since.findLast(({ end }) => PUBLISHED.has(end));
    // It was uploaded when its key was last: that is the version that people have.
    const copy = since.findLast(({ end }) => end === 'DUPLICATE');
    if (current) published.push(current);
    else if (copy) waiting.push(copy);
  }
  const numbers = new Set(published.map(({ content }) => content?.number));
  const copies = Map.groupBy(waiting, ({ content }) => content?.number);
  const groups = [...copies].flatMap(([number, group]) => (numbers.has(number) ? [] : [group]));
  return [...published.map((each) => [each]), ...groups].flatMap((group) => {
    const [{ site, content } = { site: '', content: null }] = group;
    const times = group.map(({ at }) => at);
    return content ? [{ site, content, from: Math.min(...times), to: Math.max(...times) }] : [];
  });
}

function wrongSums({ counted, daily }: Shown): string[] {
  const sums = new Map<string, number>();
  for (const { site, hour, content } of counted) sums.set(site, (sums.get(site) ?? 0) + unitsOf(hour, content));
  const sites = new Set([...sums.keys(), ...daily.keys()]);
  return [...sites].flatMap((site) =>
    sums.get(site) === daily.get(site) ? [] : [`${site}: the days come to ${daily.get(site)}, not ${sums.get(site)}`],
  );
}

const placeOf = ({ site, hour }: Row) => `${site} ${hour}`;

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const found = map.get(key);
  if (found) found.push(value);
  else map.set(key, [value]);
}

/** What is left of a list when each of the others took one that is equal to it. */
function without(list: readonly number[], others: readonly number[]): number[] {
  const left = [...list];
  for (const other of others) {
    const at = left.indexOf(other);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}
