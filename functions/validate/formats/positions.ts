/** Documents of a whole period, whose values stand at numbered positions from its start on. */
import { readFile, stat } from 'node:fs/promises';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { parseJson } from '../../../shared/text/parse-json.ts';

/** The whole document is in memory, several times over. */
const MAX_BYTES = 64 * 1024 * 1024;

const XML = { removeNSPrefix: true, parseTagValue: false, processEntities: false } as const;

/**
 * @param mark finds each position in the text
 * @param attributes whether those of an element are members of it, as `@name`
 * @returns the document, and the lines on which its positions stand, in their order
 * @throws InputRejected TOO_LARGE or UNREADABLE
 */
export async function readDocument(
  file: string,
  mark: RegExp,
  attributes = false,
): Promise<{ readonly document: unknown; readonly lines: readonly number[] }> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) {
    const sentence = `The document is larger than ${MAX_BYTES / 1024 / 1024} MB. Upload fewer periods at a time.`;
    throw new InputRejected('TOO_LARGE', sentence, { bytes: size });
  }
  const content = await readFile(file, 'utf8');
  const document = /^\s*</.test(content) ? parsedXml(content, attributes) : parseJson(content);
  if (document === undefined)
    throw new InputRejected('UNREADABLE', 'The document is damaged, or was not uploaded in full.');
  return { document, lines: linesOf(content, mark) };
}

function parsedXml(content: string, attributes: boolean): unknown {
  const parser = new XMLParser({ ...XML, ignoreAttributes: !attributes, attributeNamePrefix: '@' });
  try {
    return parser.parse(content, true);
  } catch {
    return undefined;
  }
}

function linesOf(content: string, mark: RegExp): number[] {
  const lines: number[] = [];
  let line = 1;
  for (const [found] of content.matchAll(new RegExp(`\\n|${mark.source}`, 'g'))) {
    if (found === '\n') line += 1;
    else lines.push(line);
  }
  return lines;
}

/** Of an element that stands once, XML does not say that it is a list. */
export function listOf<T extends z.ZodType>(schema: T) {
  return z
    .preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(schema))
    .default([]);
}

export interface Positioned {
  /** From 1. */
  readonly position: number;
  readonly value: string;
  readonly line: number;
}

export interface Period {
  /** Instants as the document has them. */
  readonly start: string;
  readonly end: string;
  /** Length of an interval, milliseconds; undefined for days and longer, which differ. */
  readonly length: number | undefined;
  /** A position that is not there has the value of the one before. */
  readonly holds: boolean;
}

export interface Interval {
  readonly start: string;
  readonly end: string;
  readonly value: string;
  readonly line: number;
}

/** @throws InputRejected UNREADABLE where the lengths of the intervals are not known */
export function* intervalsOf(period: Period, points: readonly Positioned[]): Generator<Interval> {
  const [first, last] = [Date.parse(period.start), Date.parse(period.end)];
  const whole = points.length === 1 && points[0]?.position === 1;
  const length = whole && !period.holds ? last - first : period.length;
  if (length === undefined || !(last > first)) {
    const which = `The period from ${period.start.slice(0, 40)} to ${period.end.slice(0, 40)}`;
    throw new InputRejected(
      'UNREADABLE',
      `${which} has intervals whose lengths differ. Ask for hours or shorter ones.`,
    );
  }
  const count = Math.round((last - first) / length);
  for (const [at, { position, value, line }] of points.entries()) {
    const next = period.holds ? (points[at + 1]?.position ?? count + 1) : position + 1;
    for (let place = position; place < Math.max(next, position + 1); place += 1) {
      const from = first + (place - 1) * length;
      yield { start: instant(from), end: instant(from + length), value, line };
    }
  }
}

/** As records of a table have it: `2026-10-01T00:15:00Z`. */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
