/**
 * CSV of the middleware of volkszaehler.org: comments with the channel's name, its beginning and what it consumed, then
 * a line for each value: the end of its interval, the mean in it, and how many measurements that is of.
 * https://github.com/volkszaehler/volkszaehler.org (lib/View/CSV.php)
 */
import type { Decision } from '../../../shared/readings/layout.ts';
import { linesOf } from '../open/index.ts';
import type { FileFormat } from './format.ts';
import { asRows, type Row } from './rows.ts';

const VALUE = 'value';
const POWER = 'power (W)';

export const volkszaehler: FileFormat = {
  name: 'volkszaehler',
  detect: {
    by: 'text',
    is: ({ text }) => /^# uuid:/m.test(text) && /^# rows:/m.test(text) && /^[^#;\r\n]+;[^;\r\n]+;\d*\s*$/m.test(text),
  },
  holds: 'cells',
  fixes: {
    settings: {
      decimal: '.',
      columns: { channel: { role: 'appliance' }, start: { role: 'timestamp' }, end: { role: 'end' } },
    },
  },
  ...asRows(rowsOf, 'The channels hold no values.', decide),
};

const COMMENT = /^#\s*([\w-]+):[;\s]*(.*)$/;
/** The values of a channel of power come to its consumption when they are multiplied by their hours. */
const NEARLY = 0.01;
const HOUR = 3_600_000;

async function* rowsOf(file: string): AsyncGenerator<Row> {
  yield { cells: ['channel', 'start', 'end', (await arePowers(file)) ? POWER : VALUE], line: 0, raw: '' };
  for await (const { channel, start, end, value, line, raw } of valuesOf(file))
    yield { cells: [channel, start, end, value], line, raw };
}

interface Value {
  readonly channel: string;
  readonly start: string;
  readonly end: string;
  readonly value: string;
  readonly consumption: number | undefined;
  readonly line: number;
  readonly raw: string;
}

/** An interval begins where the one before it ends, the first one with the channel. */
async function* valuesOf(file: string): AsyncGenerator<Value> {
  let [line, channel, start] = [0, '', ''];
  let consumption: number | undefined;
  for await (const raw of linesOf(file)) {
    line += 1;
    const [, name, text = ''] = COMMENT.exec(raw) ?? [];
    if (name === 'uuid') [channel, start, consumption] = [text, '', undefined];
    else if (name === 'title' && text !== '') channel = text;
    else if (name === 'from') start = text;
    else if (name === 'consumption') consumption = Number(text);
    if (raw.startsWith('#') || raw.trim() === '') continue;
    const [end = '', value = ''] = raw.split(';').map((cell) => cell.trim());
    // Of a channel that does not say its beginning the first value has no interval.
    if (start !== '') yield { channel, start, end, value, consumption, line, raw };
    start = end;
  }
}

/** Whether the values of each channel, by their hours, come to the watt-hours that its comments say. */
async function arePowers(file: string): Promise<boolean> {
  const sums = new Map<string, { of: number; said: number | undefined }>();
  for await (const { channel, start, end, value, consumption } of valuesOf(file)) {
    const sum = sums.get(channel) ?? { of: 0, said: consumption };
    const energy = (Number(value) * (instantOf(end) - instantOf(start))) / HOUR;
    sums.set(channel, { ...sum, of: sum.of + (Number.isFinite(energy) ? energy : 0) });
  }
  const agrees = ({ of, said }: { of: number; said: number | undefined }) =>
    said !== undefined && Math.abs(of - said) <= NEARLY * Math.abs(said) + 1;
  return sums.size > 0 && [...sums.values()].every(agrees);
}

/** Distances count only: whichever zone the text is of. */
function instantOf(text: string): number {
  if (/^\d{12,}$/.test(text)) return Number(text);
  return /^\d{9,11}(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(`${text.replace(' ', 'T')}Z`);
}

async function decide(file: string): Promise<Decision[]> {
  const ends = {
    what: 'timestamps',
    chosen: 'end of the interval',
    why: 'volkszaehler writes a value at the end of its interval, and where the first one begins',
  };
  const why = 'the values multiplied by their hours come to the consumption that the comments say, in watt-hours';
  return [ends, ...((await arePowers(file)) ? [{ what: 'unit', chosen: 'W', why }] : [])];
}
