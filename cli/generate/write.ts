import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { encoderFor, type Format, truthHeader, truthLine } from './encode.ts';
import type { Plan } from './plan.ts';

/** Large enough that streams cost nothing per row, small enough to stay in the processor's cache. */
const CHUNK_CHARACTERS = 256 * 1024;

export interface Encoding {
  readonly format: Format;
  readonly gzip: boolean;
}

type Append = (text: string) => Promise<void>;

/**
 * Writes a plan's rows to a stream, at the speed at which the stream takes them; memory stays flat.
 * @param truth is given the list of anomalies, piece by piece
 */
export async function writeRows(plan: Plan, to: Writable, { format, gzip }: Encoding, truth?: Append): Promise<void> {
  const source = Readable.from(chunks(plan, format, truth), { objectMode: true, highWaterMark: 2 });
  if (gzip) await pipeline(source, createGzip(), to);
  else await pipeline(source, to);
}

/** @returns the name of the list of anomalies beside a generated file */
export function truthFileOf(file: string): string {
  return `${file}.truth.csv`;
}

/**
 * Writes a plan's rows to a file and the list of its anomalies beside it. Both appear under their names only when they
 * are complete.
 */
export async function writeFiles(plan: Plan, file: string, encoding: Encoding): Promise<void> {
  const names = [truthFileOf(file), file];
  const partial = (name: string) => `${name}.partial`;
  try {
    const truth = await open(partial(truthFileOf(file)), 'w');
    try {
      await writeRows(plan, createWriteStream(partial(file)), encoding, (text) => truth.appendFile(text));
    } finally {
      await truth.close();
    }
    for (const name of names) await rename(partial(name), name);
  } catch (error) {
    await Promise.all(names.map((name) => rm(partial(name), { force: true })));
    throw error;
  }
}

async function* chunks(plan: Plan, format: Format, truth: Append | undefined): AsyncGenerator<Buffer> {
  const encoder = encoderFor(format, plan.columns);
  let text = encoder.head;
  let anomalies = truthHeader(plan);
  let row = 0;
  for (const generated of plan.generate()) {
    row += 1;
    text += encoder.row(generated.fields, row === 1);
    if (generated.anomaly) anomalies += truthLine(plan, row, generated);
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text, 'latin1');
    text = '';
    await truth?.(anomalies);
    anomalies = '';
  }
  await truth?.(anomalies);
  yield Buffer.from(text + encoder.tail, 'latin1');
}
