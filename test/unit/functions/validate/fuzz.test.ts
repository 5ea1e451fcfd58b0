/**
 * Damaged files: bytes, cells, rows, columns and headings are changed at random, always in the same way. Whatever
 * becomes of a file, nothing crashes, every value is accounted for, and a damaged cell costs no more than the energy
 * that was in it.
 */
import { describe, expect, it } from 'vitest';
import { InputRejected } from '../../../../shared/runtime/errors.ts';
import { type Ingested, ingest } from '../../../helpers/validate.ts';

/** Mulberry32. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const HOURS = 72;
const kwh = (at: number) => ((at * 37) % 90) / 100 + 0.05;
const stamp = (at: number) => new Date(Date.UTC(2026, 9, 13, at)).toISOString().slice(0, 16).replace('T', ' ');
const hours = <T>(of: (at: number) => T) => Array.from({ length: HOURS }, (_, at) => of(at));
const TOTAL = hours(kwh).reduce((sum, each) => sum + each, 0);

const day = (first: number) => Array.from({ length: 24 }, (_, at) => kwh(first + at)).join(',');
const FILES: Readonly<Record<string, string>> = {
  csv: ['timestamp,kWh', ...hours((at) => `${stamp(at)},${kwh(at)}`)].join('\n'),
  framed: [
    'My home',
    '',
    'Time;Oven;Oven',
    ';energy;state',
    ';kWh;-',
    ...hours((at) => `${stamp(at)};${kwh(at)};on`),
  ].join('\r\n'),
  nem12: [
    '100,NEM12,202610200900,A,B',
    '200,6100000001,E1,E1,E1,N1,M1,kWh,60,',
    ...[0, 24, 48].map((first, at) => `300,2026101${3 + at},${day(first)},A,,,20261020,`),
    '900',
  ].join('\n'),
  json: JSON.stringify({ unit: 'kWh', values: hours((at) => ({ date: stamp(at), value: kwh(at) })) }),
  'days as columns': [
    'Usage (kWh)',
    `Hour,${[0, 24, 48].map((first) => stamp(first).slice(0, 10)).join(',')}`,
    ...Array.from({ length: 24 }, (_, at) => `${at}:00,${[at, at + 24, at + 48].map(kwh).join(',')}`),
  ].join('\n'),
  'a day in the title': [
    'Usage (kWh) 13.10.2026',
    'Time;Usage (kWh)',
    ...hours(
      (at) => `${String(Math.floor(at / 4)).padStart(2, '0')}:${String((at % 4) * 15).padStart(2, '0')};${kwh(at)}`,
    ),
  ].join('\n'),
  pairs: ['Start;End;Import (kWh);Export (kWh)', ...hours((at) => `${stamp(at)};${stamp(at + 1)};${kwh(at)};0`)].join(
    '\n',
  ),
};

async function outcome(content: string | Buffer): Promise<Ingested | undefined> {
  try {
    return await ingest(content, { env: { ENERGY_REJECT_LIMIT: '1' } });
  } catch (error) {
    if (!(error instanceof InputRejected)) throw error;
    expect(error.sentence.length).toBeGreaterThan(10);
    return undefined;
  }
}

function accountedFor({ output }: Ingested): void {
  if (output.outcome !== 'READY') throw new Error(`was ${output.outcome}`);
  const { accepted, rejected, missing, duplicates } = output.readings;
  expect(Math.min(accepted, rejected, missing, duplicates)).toBeGreaterThanOrEqual(0);
  expect(accepted).toBeGreaterThan(0);
}

const sum = ({ rows }: Ingested) => rows.reduce((total, row) => total + Number(row.kwh ?? 0), 0);

type Change = (text: string, random: (below: number) => number) => string | Buffer;
const linesOf = (text: string) => text.split(/\r?\n/);
const SEPARATOR = /[,;]/;
const CELLS = [
  '',
  'x',
  '-',
  '999999999999',
  '=1+1',
  '\u00a0',
  '1e400',
  '"',
  'NaN',
  '2026-13-45',
  '🙂',
  "'; DROP TABLE series; --",
];

const CHANGES: Readonly<Record<string, Change>> = {
  bytes(text, random) {
    const bytes = Buffer.from(text);
    for (let times = 1 + random(6); times > 0; times -= 1) bytes[random(bytes.length)] = random(256);
    return bytes;
  },
  cells(text, random) {
    const lines = linesOf(text);
    const at = random(lines.length);
    const cells = (lines[at] ?? '').split(SEPARATOR);
    cells[random(cells.length)] = CELLS[random(CELLS.length)] ?? '';
    lines[at] = cells.join(text.includes(';') ? ';' : ',');
    return lines.join('\n');
  },
  rows(text, random) {
    const lines = linesOf(text);
    const [from, to] = [random(lines.length), random(lines.length)];
    const [taken = ''] = lines.splice(from, random(2));
    if (random(2) === 0) lines.splice(to, 0, taken, taken);
    return lines.join('\n');
  },
  columns(text, random) {
    const column = random(4);
    const drop = random(2) === 0;
    return linesOf(text)
      .map((line) => line.split(SEPARATOR))
      .map((cells) => (drop ? cells.toSpliced(column, 1) : cells.toSpliced(column, 0, cells[column] ?? '')))
      .map((cells) => cells.join(text.includes(';') ? ';' : ','))
      .join('\n');
  },
  headings(text, random) {
    const [first = '', ...others] = linesOf(text);
    const names = first.split(SEPARATOR);
    names[random(names.length)] = ['', 'x', 'Time', 'kW', names[0] ?? '', '\u0000', 'Σ'][random(7)] ?? '';
    return [names.join(text.includes(';') ? ';' : ','), ...others].join('\n');
  },
  ends: (text, random) => text.slice(0, 1 + random(text.length)),
};

/** Changes of each kind to each file: a few hundred would show no more and take minutes. */
const TIMES = 2;

describe.each(Object.entries(FILES))('a damaged file, %s', (_, text) => {
  it('is read in full as it stands', async () => {
    const whole = await outcome(text);
    expect(whole && sum(whole)).toBeCloseTo(TOTAL, 6);
  });

  it.each(Object.entries(CHANGES))(
    'in its %s crashes nothing, and every value is accounted for',
    async (kind, change) => {
      const random = randomFrom(kind.length * 1000 + text.length);
      for (let time = 0; time < TIMES; time += 1) {
        const read = await outcome(change(text, random));
        if (read) accountedFor(read);
      }
    },
  );
});

describe('one damaged value', () => {
  it.each(['csv', 'framed', 'pairs'])('of a file %s costs no more than its energy', async (name) => {
    const random = randomFrom(name.length);
    const text = FILES[name] ?? '';
    for (const damage of ['x', '', '?', '1e400']) {
      const at = random(HOURS);
      const lines = linesOf(text);
      const line = lines.findIndex((each) => each.startsWith(stamp(at)));
      const separator = name === 'csv' ? ',' : ';';
      const cells = (lines[line] ?? '').split(separator);
      cells[name === 'pairs' ? 2 : 1] = damage;
      lines[line] = cells.join(separator);
      const read = await outcome(lines.join('\n'));
      expect(read && TOTAL - sum(read)).toBeCloseTo(kwh(at), 6);
    }
  });
});
