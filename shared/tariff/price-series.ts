/**
 * A file of prices by time: CSV with a header, or JSON. What an exchange, a supplier or a spreadsheet gives, as
 * long as each time says its instant.
 */

import { z } from 'zod';
import { shortened } from '../text/format.ts';
import { parseJson } from '../text/parse-json.ts';
import { smallTable } from '../text/small-table.ts';
import { HOUR_MS, MINUTE_MS } from '../time-units.ts';
import { TariffInvalid } from './tariff-invalid.ts';

/** The prices of a series: each from its instant on, up to another one. Milliseconds; sorted; they do not overlap. */
export interface PriceSeries {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Decimals as text. */
  readonly prices: readonly string[];
}

/** Ten years of quarter hours. */
export const MAX_PRICES = 360_000;

/** Characters of a bad price that a message shows. */
const LONGEST_SHOWN = 40;

/** What the fields may be called; letters only, whatever their case and what stands between them. */
const FIELDS = {
  start: ['start', 'time', 'timestamp', 'from', 'validfrom', 'startsat', 'starttime', 'timestart', 'begin', 'datetime'],
  end: ['end', 'to', 'until', 'validto', 'endsat', 'endtime', 'timeend'],
  price: ['price', 'value', 'total', 'valueincvat', 'marketprice', 'priceperkwh'],
} as const;
type Field = keyof typeof FIELDS;

interface Entry {
  /** Where in the file it stands, for messages. */
  readonly at: string;
  readonly start: string;
  readonly end: string | undefined;
  readonly price: string;
}

/**
 * @param file what messages call it; its name says whether it is JSON
 * @throws TariffInvalid with the line or the entry, the field, and what to write
 */
export function parsePriceSeries(text: string, file: string): PriceSeries {
  const entries = file.endsWith('.json') ? entriesOfJson(text, file) : entriesOfCsv(text, file);
  if (entries.length === 0) throw new TariffInvalid(`${file} has no price.`);
  if (entries.length > MAX_PRICES) {
    throw new TariffInvalid(`${file} has ${entries.length} prices; at most ${MAX_PRICES} are read.`);
  }
  const rows = entries.map((entry) => {
    const where = `${file}, ${entry.at}`;
    const end = entry.end === undefined || entry.end === '' ? undefined : instantOf(entry.end, `${where}, end`);
    return { at: entry.at, start: instantOf(entry.start, `${where}, start`), end, price: priceOf(entry.price, where) };
  });
  return inOrder(rows, file);
}

type Row = { readonly at: string; readonly start: number; readonly end: number | undefined; readonly price: string };

/**
 * Where no end is given a price holds until the next one begins; where that is more than an hour away, as long as the
 * one before it did: the rest is a gap.
 */
function inOrder(rows: readonly Row[], file: string): PriceSeries {
  const sorted = [...rows].sort((a, b) => a.start - b.start);
  const kept: Row[] = [];
  for (const row of sorted) {
    const last = kept.at(-1);
    if (last?.start !== row.start) kept.push(row);
    else if (last.price !== row.price)
      throw new TariffInvalid(
        `${file}, ${row.at}: the price is ${row.price}, but ${last.at} has ${last.price} for the same time.`,
      );
  }
  let usual = HOUR_MS;
  const ends = kept.map(({ start, end, at }, place) => {
    const next = kept[place + 1]?.start ?? Number.POSITIVE_INFINITY;
    if (end !== undefined) {
      if (end <= start) throw new TariffInvalid(`${file}, ${at}: the end is not after the start.`);
      return Math.min(end, next);
    }
    if (next - start <= HOUR_MS) usual = next - start;
    return Math.min(next, start + usual);
  });
  return { starts: kept.map(({ start }) => start), ends, prices: kept.map(({ price }) => price) };
}

const INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?$/i;

function instantOf(text: string, where: string): number {
  if (/^\d{9,10}$/.test(text)) return wholeMinute(1000 * Number(text), where);
  if (/^\d{12,13}$/.test(text)) return wholeMinute(Number(text), where);
  const [, date, clock, seconds = ':00', zone] = INSTANT.exec(text) ?? [];
  if (date === undefined) {
    throw new TariffInvalid(`${where}: "${shown(text)}" is no time; write one such as 2026-10-25T02:00:00+02:00.`);
  }
  if (zone === undefined) {
    throw new TariffInvalid(
      `${where}: "${shown(text)}" has no offset, so that an hour that comes twice is not told; ` +
        'write 2026-10-25T02:00:00+02:00, or Z behind a time in UTC.',
    );
  }
  const at = Date.parse(`${date}T${clock}${seconds}${zone.replace(/(\d\d):?(\d\d)$/, '$1:$2')}`);
  if (Number.isNaN(at)) throw new TariffInvalid(`${where}: "${shown(text)}" is no time that there is.`);
  return wholeMinute(at, where);
}

function wholeMinute(at: number, where: string): number {
  if (at % MINUTE_MS !== 0) throw new TariffInvalid(`${where}: a price begins at a whole minute.`);
  return at;
}

const PRICE = /^-?\d{1,7}(\.\d+)?(e-?\d{1,2})?$/i;

function priceOf(text: string, where: string): string {
  const plain = text.replace(',', '.').replace(/^[+]/, '').replace('\u2212', '-');
  if (!PRICE.test(plain))
    throw new TariffInvalid(`${where}, price: "${shown(text)}" is no price; write a number such as 0.1234.`);
  if (!/e/i.test(plain)) return plain;
  return Number(plain).toFixed(12);
}

function shown(text: string): string {
  return shortened(text, LONGEST_SHOWN);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** Which of some names are the fields: the first in the order of FIELDS counts. */
function fieldsOf(names: readonly string[]): Readonly<Record<Field, string | undefined>> {
  const plain = names.map(plainName);
  const find = (field: Field) => {
    const known = FIELDS[field].find((name) => plain.includes(name));
    return known === undefined ? undefined : names[plain.indexOf(known)];
  };
  return { start: find('start'), end: find('end'), price: find('price') };
}

function entriesOfCsv(text: string, file: string): Entry[] {
  const { lines, header, names, cellsOf } = smallTable(text);
  const fields = fieldsOf(names);
  if (fields.start === undefined || fields.price === undefined) {
    const found = names.map((name) => `"${shown(name)}"`).join(', ');
    throw new TariffInvalid(`${file}, line ${header + 1}: the columns are ${found}; name one "start" and one "price".`);
  }
  const place = (name: string | undefined) => (name === undefined ? -1 : names.indexOf(name));
  const [start, end, price] = [place(fields.start), place(fields.end), place(fields.price)];
  return lines.flatMap((line, index): Entry[] => {
    if (index <= header || line.trim() === '') return [];
    const cells = cellsOf(line);
    return [{ at: `line ${index + 1}`, start: cells[start] ?? '', end: cells[end], price: cells[price] ?? '' }];
  });
}

const cell = z.union([z.string(), z.number().transform(String)]);
const entriesSchema = z.array(z.record(z.string(), z.unknown()));

function entriesOfJson(text: string, file: string): Entry[] {
  const list = entriesSchema.safeParse(listIn(parseJson(text)));
  if (!list.success) {
    throw new TariffInvalid(
      `${file} is not a list of prices: write [{"start": "2026-10-25T02:00:00+02:00", "price": 0.12}].`,
    );
  }
  return list.data.map((each, index) => {
    const fields = fieldsOf(Object.keys(each));
    const at = `entry ${index + 1}`;
    const of = (field: Field) => {
      const name = fields[field];
      const parsed = cell.safeParse(name === undefined ? undefined : each[name]);
      return parsed.success ? parsed.data : undefined;
    };
    const [start, price] = [of('start'), of('price')];
    if (start === undefined || price === undefined) {
      throw new TariffInvalid(`${file}, ${at}: has no "${start === undefined ? 'start' : 'price'}".`);
    }
    return { at, start, end: of('end'), price };
  });
}

/** The list itself, or the one list of an object that holds it. */
function listIn(value: unknown): unknown {
  const holder = z.record(z.string(), z.unknown()).safeParse(value);
  if (!holder.success) return value;
  const lists = Object.values(holder.data).filter((each) => Array.isArray(each));
  return lists.length === 1 ? lists[0] : value;
}

/** The series between two instants: what of it a stretch of time needs. */
export function pricesWithin({ starts, ends, prices }: PriceSeries, from: number, to: number) {
  const found: { readonly start: number; readonly end: number; readonly price: string }[] = [];
  for (let place = firstEndingAfter(ends, from); place < starts.length; place += 1) {
    const [start, end, price] = [starts[place], ends[place], prices[place]];
    if (start === undefined || end === undefined || price === undefined || start >= to) break;
    found.push({ start: Math.max(start, from), end: Math.min(end, to), price });
  }
  return found;
}

function firstEndingAfter(ends: readonly number[], at: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((ends[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
