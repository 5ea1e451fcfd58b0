/** What people upload in a soak: distinct, repeated, overlapping and corrected files, rubbish, and deletions. */
import { createRandom, type Random } from '../../../cli/generate/random.ts';

/** Bytes that somebody uploads. Every reading tells by its energy of which content it is. */
export interface Content {
  readonly number: number;
  /** Hours since the beginning of the soak's time; none of what is no table of readings. */
  readonly hours: readonly number[];
}

export interface Planned {
  readonly kind: (typeof KINDS)[number];
  readonly site: string;
  readonly key: string;
  /** null deletes the key. */
  readonly content: Content | null;
}

const KINDS = ['distinct', 'repeated', 'overlapping', 'corrected', 'removed', 'refused'] as const;
/** Out of ten hundred. */
const SHARES: Readonly<Record<Planned['kind'], number>> = {
  distinct: 400,
  repeated: 150,
  overlapping: 200,
  corrected: 170,
  removed: 40,
  refused: 40,
};
const UPLOADS_OF_A_SITE = 25;
const BEGIN = Date.UTC(2026, 8, 1);
const HOUR_MS = 3_600_000;
const HOURS_OF_A_DAY = 24;
/** A content's number has so many digits behind the decimal point. */
const DIGITS = 5;

interface Site {
  readonly name: string;
  /** The hour after its last. */
  end: number;
  readonly files: Map<string, Content>;
}

/** From one hour after midnight to midnight: a file of these is taken to tell the ends of its hours. */
export const looksLikeEnds = (hours: readonly number[]) =>
  (hours[0] ?? 0) % HOURS_OF_A_DAY === 1 && (hours.at(-1) ?? 0) % HOURS_OF_A_DAY === 0;

/** The uploads of a soak, in their order; the same ones for the same seed. */
export function planUploads(count: number, seed: number): Planned[] {
  const random = createRandom(seed);
  const sites = Array.from(
    { length: Math.ceil(count / UPLOADS_OF_A_SITE) },
    (_, n): Site => ({ name: `site-${n + 1}`, end: 0, files: new Map() }),
  );
  let contents = 0;
  const content = (from: number, to: number): Content => {
    contents += 1;
    const hours = Array.from({ length: Math.max(1, to - from) }, (_, n) => Math.max(0, from) + n);
    return { number: contents, hours: looksLikeEnds(hours) ? [...hours, (hours.at(-1) ?? 0) + 1] : hours };
  };
  return Array.from({ length: count }, (_, n) => {
    const site = pick(sites, random);
    const planned = next(site, kindOf(random), `raw/${site.name}-${n + 1}.csv`, content, random);
    if (planned.content) site.files.set(planned.key, planned.content);
    else site.files.delete(planned.key);
    site.end = Math.max(site.end, ...(planned.content?.hours ?? []).map((hour) => hour + 1));
    return planned;
  });
}

function next(
  { name: site, end, files }: Site,
  drawn: Planned['kind'],
  newKey: string,
  content: (from: number, to: number) => Content,
  random: Random,
): Planned {
  const length = whole(24, 72, random);
  const readable = [...files].filter(([, { hours }]) => hours.length > 0);
  const kind = readable.length === 0 && drawn !== 'refused' ? 'distinct' : drawn;
  if (kind === 'distinct') return { kind, site, key: newKey, content: content(end, end + length) };
  if (kind === 'refused') {
    const key = random.next() < 0.5 ? newKey : ([...files.keys()][0] ?? newKey);
    return { kind, site, key, content: { ...content(0, 0), hours: [] } };
  }
  const [key, old] = pick(readable, random);
  const from = old.hours[0] ?? 0;
  switch (kind) {
    case 'repeated':
      return { kind, site, key: random.next() < 0.5 ? key : newKey, content: old };
    case 'overlapping': {
      const begins = from + whole(-12, old.hours.length, random);
      return { kind, site, key: newKey, content: content(begins, begins + length) };
    }
    case 'corrected':
      return { kind, site, key, content: content(from, from + old.hours.length + whole(-6, 6, random)) };
    case 'removed':
      return { kind, site, key, content: null };
  }
}

function kindOf(random: Random): Planned['kind'] {
  let left = random.next() * 1000;
  for (const kind of KINDS) {
    left -= SHARES[kind];
    if (left < 0) return kind;
  }
  return 'distinct';
}

export function pick<T>(items: readonly T[], random: Random): T {
  const item = items[Math.floor(random.next() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

export const whole = (low: number, high: number, random: Random) => Math.floor(random.between(low, high));

export function bytesOf({ number, hours }: Content): string {
  if (hours.length === 0) return `Dear reader, this is letter ${number} and no table of readings.\n`;
  const lines = hours.map((hour) => {
    const at = new Date(BEGIN + hour * HOUR_MS).toISOString();
    return `${at},${1 + (hour % 3)}.${String(number).padStart(DIGITS, '0')}`;
  });
  return ['timestamp,kwh', ...lines, ''].join('\n');
}

/** The hour and the content that a reading of a table tells of. */
export function readingOf(timestamp: string, kwh: string): { readonly hour: number; readonly content: number } {
  const hour = (Date.parse(`${timestamp.replace(' ', 'T')}Z`) - BEGIN) / HOUR_MS;
  return { hour, content: Math.round((Number(kwh) % 1) * 10 ** DIGITS) };
}

/** Hundred-thousandths of a kWh of a content's reading: exact. */
export const unitsOf = (hour: number, content: number) => (1 + (hour % 3)) * 10 ** DIGITS + content;
