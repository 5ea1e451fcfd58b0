/**
 * Green Button XML, the Energy Services Provider Interface (NAESB REQ.21): an Atom feed whose entries are usage points,
 * meter readings, reading types and interval blocks. It is read entry by entry, twice: a reading type may come after
 * its blocks.
 */
import { createReadStream } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { Decision } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { lineBreaks } from '../../../shared/text/lines.ts';
import type { FileFormat } from './format.ts';
import { DIRECTION, type Direction, readingRow, readingsHeading, readingsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';
import { isWattHours, wattHours } from './watt-hours.ts';

const POINT = 'usage point';

export const greenButton: FileFormat = {
  name: 'green-button',
  detect: {
    by: 'text',
    is: ({ text }) => /^\s*</.test(text) && /naesb\.org\/espi|<(\w+:)?IntervalBlock[\s>]/i.test(text),
  },
  holds: 'cells',
  fixes: { settings: readingsSettings(POINT) },
  ...asRows(readings, 'The Green Button file holds no interval of electrical energy or power.', otherCommodities),
};

/** A year of quarter-hours in one entry is 10 MB. */
const MAX_ENTRY_CHARACTERS = 64 * 1024 * 1024;

const text = z.string().optional();
const link = z.object({ '@rel': text, '@href': text });
const readingTypeSchema = z.object({
  accumulationBehaviour: text,
  commodity: text,
  flowDirection: text,
  powerOfTenMultiplier: text,
  uom: text,
});
const readingSchema = z.object({
  timePeriod: z.object({ duration: text, start: text }).optional(),
  value: text,
});
const blockSchema = z.object({ IntervalReading: z.array(readingSchema).default([]) });
const entrySchema = z.object({
  title: z.union([z.string(), z.object({ '#text': text }).transform((found) => found['#text'] ?? '')]).optional(),
  link: z.array(link).default([]),
  content: z
    .object({
      UsagePoint: z
        .object({ ServiceCategory: z.object({ kind: text }).optional().catch(undefined) })
        .optional()
        .catch({}),
      MeterReading: z.unknown().optional(),
      ReadingType: readingTypeSchema.optional(),
      IntervalBlock: z.array(blockSchema).optional(),
    })
    .optional()
    .catch(undefined),
});
type Entry = z.infer<typeof entrySchema>;
type ReadingType = z.infer<typeof readingTypeSchema>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === 'link' || name === 'IntervalBlock' || name === 'IntervalReading',
});

interface Place {
  readonly entry: Entry;
  readonly xml: string;
  /** Line of the file on which the entry begins. */
  readonly line: number;
}

/**
 * @param isOf whether an entry, as text, is one of those that are asked for: the others are not taken apart
 * @throws InputRejected UNREADABLE where an entry is no XML or has no end
 */
async function* entriesOf(file: string, isOf: (xml: string) => boolean): AsyncGenerator<Place> {
  let rest = '';
  let line = 1;
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    rest += String(chunk);
    const pieces = rest.split(/<\/(?:\w+:)?entry\s*>/);
    rest = pieces.pop() ?? '';
    if (rest.length > MAX_ENTRY_CHARACTERS)
      throw new InputRejected('UNREADABLE', `The entry on line ${line} of the Green Button file has no end.`, { line });
    for (const piece of pieces) {
      const start = piece.search(/<(?:\w+:)?entry[\s>]/);
      const xml = start < 0 ? '' : `${piece.slice(start)}</entry>`;
      const before = line + lineBreaks(start < 0 ? piece : piece.slice(0, start));
      if (xml !== '' && isOf(xml)) yield { entry: entryOf(xml, before), xml, line: before };
      line += lineBreaks(piece);
    }
  }
}

function entryOf(xml: string, line: number): Entry {
  const closed = xml.replace(/<\/entry>$/, `</${/^<([\w:]+)/.exec(xml)?.[1] ?? 'entry'}>`);
  try {
    const { entry } = z.object({ entry: entrySchema }).parse(parser.parse(closed));
    return entry;
  } catch {
    throw new InputRejected('UNREADABLE', `The entry on line ${line} of the Green Button file cannot be understood.`, {
      line,
    });
  }
}

function hrefs({ link: links }: Entry, rel: string): string[] {
  return links.filter((each) => each['@rel'] === rel).flatMap((each) => each['@href'] ?? []);
}

/**
 * `.../UsagePoint/1/MeterReading/2/...` up to the number behind a word; undefined where the address does not hold it.
 */
function partOf(href: string | undefined, word: string): string | undefined {
  return new RegExp(`^.*?/${word}/[^/]+`, 'i').exec(href ?? '')?.[0];
}

interface Links {
  /** Reading types by their address, and those of meter readings by theirs. */
  readonly types: ReadonlyMap<string, ReadingType>;
  readonly ofReading: ReadonlyMap<string, string>;
  /** Titles of usage points by their address. */
  readonly points: ReadonlyMap<string, string>;
}

/** Entries that say what readings are; blocks, which are nearly all of a file, say nothing of it. */
const NAMES_READINGS = /<(?:\w+:)?(?:UsagePoint|MeterReading|ReadingType)[\s/>]/;

async function linksOf(file: string): Promise<Links> {
  const types = new Map<string, ReadingType>();
  const ofReading = new Map<string, string>();
  const points = new Map<string, string>();
  for await (const { entry } of entriesOf(file, (xml) => NAMES_READINGS.test(xml))) {
    const [self] = hrefs(entry, 'self');
    const { UsagePoint, MeterReading, ReadingType } = entry.content ?? {};
    if (ReadingType && self) types.set(self, ReadingType);
    const reading = partOf(self, 'MeterReading');
    const related = hrefs(entry, 'related').find((href) => /ReadingType/i.test(href));
    if (MeterReading !== undefined && reading && related) ofReading.set(reading, related);
    const point = partOf(self, 'UsagePoint');
    if (UsagePoint && point) points.set(point, entry.title?.trim() || (point.split('/').at(-1) ?? ''));
  }
  return { types, ofReading, points };
}

/** Readings of a counter's stand, not of what went through in an interval. */
const REGISTERS = ['1', '3', '9'];
const REVERSE = '19';

async function* readings(file: string): AsyncGenerator<Row> {
  const links = await linksOf(file);
  let latest: ReadingType | undefined;
  let rows = 0;
  for await (const { entry, xml, line } of entriesOf(file, () => true)) {
    latest = entry.content?.ReadingType ?? latest;
    const blocks = entry.content?.IntervalBlock;
    if (!blocks) continue;
    const href = hrefs(entry, 'self')[0] ?? hrefs(entry, 'up')[0];
    const type = links.types.get(links.ofReading.get(partOf(href, 'MeterReading') ?? '') ?? '') ?? latest;
    if (!type || !isWattHours(type.uom)) continue;
    if (REGISTERS.includes(type.accumulationBehaviour ?? '')) continue;
    const point = links.points.get(partOf(href, 'UsagePoint') ?? '') ?? 'total';
    const direction: Direction = type.flowDirection === REVERSE ? DIRECTION.export : DIRECTION.import;
    const places = xml.matchAll(/<(?:\w+:)?IntervalReading[\s>]/g);
    for (const { timePeriod, value = '' } of blocks.flatMap(({ IntervalReading }) => IntervalReading)) {
      const at = places.next().value?.index ?? 0;
      const [start, duration] = [Number(timePeriod?.start ?? Number.NaN), Number(timePeriod?.duration ?? Number.NaN)];
      if (rows === 0) yield readingsHeading(POINT);
      rows += 1;
      yield readingRow({
        point,
        direction,
        unit: 'Wh',
        start: instant(start, timePeriod?.start),
        end: instant(start + duration, ''),
        value: wattHours(value, { ...type, uom: type.uom, seconds: duration }),
        line: line + lineBreaks(xml.slice(0, at)),
        raw: xml.slice(at, xml.indexOf('</', xml.indexOf('<', xml.indexOf('value', at)))).slice(0, 400),
      });
    }
  }
}

/** Commodities by the number that the schema gives them; what is none of electricity is left out, and said. */
const COMMODITIES: Readonly<Record<string, string>> = {
  '3': 'air',
  '4': 'insulating gas',
  '7': 'natural gas',
  '8': 'propane',
  '9': 'drinking water',
  '10': 'steam',
  '11': 'waste water',
  '12': 'a heating fluid',
  '13': 'a cooling fluid',
};

async function otherCommodities(file: string): Promise<Decision[]> {
  const { types } = await linksOf(file);
  const named = [...types.values()]
    .filter(({ uom }) => !isWattHours(uom))
    .flatMap(({ commodity }) => COMMODITIES[commodity ?? ''] ?? []);
  return [...new Set(named)].map((what) => ({
    what: `readings of ${what}`,
    chosen: 'left out',
    why: 'their unit is none of electricity',
  }));
}

function instant(seconds: number, otherwise = ''): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? otherwise : date.toISOString().replace('.000Z', 'Z');
}
