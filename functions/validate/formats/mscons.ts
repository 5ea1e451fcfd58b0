/**
 * MSCONS, the UN/EDIFACT message of metered values of German-speaking markets: for each point of delivery (LOC) and
 * register (PIA, by its OBIS code) quantities (QTY) with the start and the end of their intervals (DTM).
 * https://service.unece.org/trade/untdid/d04b/trmd/mscons_c.htm
 */
import { createReadStream } from 'node:fs';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { lineBreaks } from '../../../shared/text/lines.ts';
import type { FileFormat } from './format.ts';
import {
  DIRECTION,
  type Direction,
  energyUnitOf,
  readingRow,
  readingsHeading,
  readingsSettings,
} from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'metering point';

export const mscons: FileFormat = {
  name: 'mscons',
  detect: { by: 'text', is: ({ text }) => /^\s*(?:UNA.{6}\s*)?UNB\+/.test(text) && /UNH\+[^']*\+MSCONS:/.test(text) },
  holds: 'cells',
  fixes: { settings: readingsSettings(POINT, true) },
  ...asRows(readings, 'The MSCONS message holds no active energy of an interval.'),
};

/** The service string advice names other signs than these. */
const USUAL = { component: ':', element: '+', release: '?', end: "'" } as const;
type Signs = Readonly<Record<keyof typeof USUAL, string>>;
/** No segment of the message is longer. */
const MAX_SEGMENT = 10_000;

interface Segment {
  /** Elements, each of its components; the first is the tag. */
  readonly elements: readonly (readonly string[])[];
  readonly line: number;
  readonly raw: string;
}

/** @throws InputRejected UNREADABLE where a segment has no end */
async function* segmentsOf(file: string): AsyncGenerator<Segment> {
  let signs: Signs = USUAL;
  let rest = '';
  let line = 1;
  let first = true;
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    rest += String(chunk);
    if (first) {
      first = false;
      const advice = /^\s*UNA(.{6})/.exec(rest);
      if (advice?.[1]) {
        const [component = ':', element = '+', , release = '?', , end = "'"] = [...advice[1]];
        signs = { component, element, release, end };
        rest = rest.slice(advice[0].length);
      }
    }
    let from = 0;
    for (let at = 0; at < rest.length; at += 1) {
      if (rest[at] === signs.release) at += 1;
      else if (rest[at] === signs.end) {
        const written = rest.slice(from, at);
        const raw = written.trimStart();
        line += lineBreaks(written.slice(0, written.length - raw.length));
        yield { elements: parted(raw, signs.element, signs).map((one) => componentsOf(one, signs)), line, raw };
        line += lineBreaks(raw);
        from = at + 1;
      }
    }
    rest = rest.slice(from);
    if (rest.length > MAX_SEGMENT)
      throw new InputRejected('UNREADABLE', `The segment on line ${line} of the MSCONS message has no end.`, { line });
  }
}

/** Cuts at a sign that is not released. */
function parted(text: string, sign: string, { release }: Signs): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === release) {
      parts.push((parts.pop() ?? '') + letter + (text[at + 1] ?? ''));
      at += 1;
    } else if (letter === sign) parts.push('');
    else parts.push((parts.pop() ?? '') + letter);
  }
  return parts;
}

function componentsOf(element: string, signs: Signs): string[] {
  return parted(element, signs.component, signs).map((text) =>
    text.replaceAll(new RegExp(`\\${signs.release}(.)`, 'gs'), '$1'),
  );
}

/** Medium 1 is electricity; 1 and 2 are active energy in and out; 29 an energy of an interval, 8 and 9 a period's. */
const OBIS = /^(?:1-\d+:)?([12])\.(29|8|9)\.(\d)/;
const LOAD_PROFILE = '29';

interface Register {
  readonly direction: Direction;
  readonly profile: boolean;
}

function registerOf(code: string): Register | undefined {
  const [, direction, kind] = OBIS.exec(code) ?? [];
  if (direction === undefined) return undefined;
  return { direction: direction === '1' ? DIRECTION.import : DIRECTION.export, profile: kind === LOAD_PROFILE };
}

/** Qualifiers of a quantity (EDIFACT 6063) as qualities of a reading; others are of no interval of their own. */
const QUALITIES: Readonly<Record<string, string>> = {
  '220': 'measured',
  '67': 'substituted',
  '201': 'estimated',
  '187': 'estimated',
  '20': 'unknown',
};
const MISSING = '20';
const INTERVAL_START = '163';
const INTERVAL_END = '164';
const POINT_OF_DELIVERY = '172';

/** `202410262200+00` in the forms 203 and 303: without an offset it is by the clock of the site. */
function stampOf(text: string): string {
  const [, y, mo, d, h, mi, offset] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d\d)?$/.exec(text) ?? [];
  return y === undefined ? text : `${y}-${mo}-${d}T${h}:${mi}:00${offset === undefined ? '' : `${offset}:00`}`;
}

/** Points and directions that have a load profile: a total of theirs is the same energy. */
async function profilesOf(file: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const { point, register } of quantities(file)) if (register.profile) found.add(point + register.direction);
  return found;
}

interface Quantity {
  readonly point: string;
  readonly register: Register;
  readonly qualifier: string;
  readonly value: string;
  readonly unit: string;
  readonly start: string;
  readonly end: string;
  readonly line: number;
  readonly raw: string;
}

/** Quantities with both ends, of registers of active energy. */
async function* quantities(file: string): AsyncGenerator<Quantity> {
  let point = 'total';
  let register: Register | undefined;
  let open: Omit<Quantity, 'start' | 'end'> | undefined;
  let start = '';
  for await (const { elements, line, raw } of segmentsOf(file)) {
    const [[tag] = [], first = [], second = []] = elements;
    switch (tag) {
      case 'LOC':
        if (first[0] === POINT_OF_DELIVERY) point = second[0] ?? 'total';
        break;
      case 'LIN':
        register = undefined;
        open = undefined;
        break;
      case 'PIA':
        register = registerOf(second.slice(0, -1).join(':')) ?? registerOf(second.join(':'));
        break;
      case 'QTY': {
        const [qualifier = '', value = '', unit = ''] = first;
        start = '';
        open = register && qualifier in QUALITIES ? { point, register, qualifier, value, unit, line, raw } : undefined;
        break;
      }
      case 'DTM': {
        const [which, at = ''] = first;
        if (which === INTERVAL_START) start = stampOf(at);
        if (which === INTERVAL_END && open && start !== '') {
          yield { ...open, start, end: stampOf(at) };
          open = undefined;
        }
        break;
      }
      default:
    }
  }
}

async function* readings(file: string): AsyncGenerator<Row> {
  const profiles = await profilesOf(file);
  let rows = 0;
  for await (const { register, qualifier, value, unit: written, ...each } of quantities(file)) {
    // Where the quantity names none, its code does: active energy is in kilowatt-hours.
    const unit = written === '' ? 'kWh' : energyUnitOf(written);
    if (unit === undefined) continue;
    if (!register.profile && profiles.has(each.point + register.direction)) continue;
    if (rows === 0) yield readingsHeading(POINT, true);
    rows += 1;
    yield readingRow({
      ...each,
      direction: register.direction,
      unit,
      value: qualifier === MISSING ? '' : value,
      quality: QUALITIES[qualifier] ?? '',
    });
  }
}
