/** What one upload asks of AWS, measured on the deployed functions. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Shape, shapeSchema } from '../../../cli/cost/shape.ts';
import { feedPiece, USUAL_FEED } from '../../../cli/generate/feed.ts';
import { DEFAULT_SEED, KINDS, type KindName, writeRows } from '../../../cli/generate/index.ts';
import { functionNames } from '../../../shared/runtime/lambda-functions.ts';
import { MS_PER_DAY } from '../../../shared/text/days.ts';
import { MINUTE_MS } from '../../../shared/time-units.ts';
import { loggedBytes } from '../../helpers/execution-log.ts';
import { type Deployed, deploy } from './deployed.ts';

export async function sampleFile(kind: KindName, days: number): Promise<{ text: string; rows: number }> {
  const { plan, start } = KINDS[kind];
  const planned = plan({ start, days, seed: DEFAULT_SEED });
  const stream = new PassThrough();
  const [content] = await Promise.all([text(stream), writeRows(planned, stream, { format: 'csv', gzip: false })]);
  return { text: content, rows: planned.rows };
}

interface SampleFile {
  readonly text: string;
  readonly rows: number;
}

/** What a feed has told when the next interval comes: four weeks, of two months. */
const FEED_BEGAN = Date.UTC(2026, 8, 12);
const FEED_COMES = FEED_BEGAN + 28 * MS_PER_DAY;
const FEED_MS = USUAL_FEED.minutes * MINUTE_MS;

/** Measures an interval of a feed, whose sites have the four weeks before in their record. */
export async function measureFeed(template: Record<string, unknown>): Promise<Shape> {
  const interval = (number: number) => feedPiece(FEED_BEGAN + number * FEED_MS, USUAL_FEED);
  const comes = (FEED_COMES - FEED_BEGAN) / FEED_MS;
  const withoutHead = (text: string) => text.slice(text.indexOf('\n') + 1);
  const earlier = Array.from({ length: comes }, (_, at) =>
    at === 0 ? interval(at).text : withoutHead(interval(at).text),
  );
  const cold = interval(comes);
  return measured(template, { text: cold.text, rows: cold.readings }, interval(comes + 1).text, earlier.join(''));
}

/** Runs a file once with new processes and once with warm ones, and counts what the first of the two needed. */
export async function measureShape(template: Record<string, unknown>, file: SampleFile): Promise<Shape> {
  // Not the same bytes, which would be a copy.
  return measured(template, file, `${file.text}\n`);
}

/** @param earlier uploaded before it is measured */
async function measured(
  template: Record<string, unknown>,
  file: SampleFile,
  again: string,
  earlier?: string,
): Promise<Shape> {
  const deployed = await deploy(template);
  try {
    if (earlier !== undefined) {
      await run(deployed, 'raw/earlier.csv', earlier);
      deployed.runtime.endProcesses();
    }
    const cold = await run(deployed, 'raw/cold.csv', file.text);
    const warm = await run(deployed, 'raw/warm.csv', again);
    return shapeSchema.parse({
      rows: file.rows,
      bytes: Buffer.byteLength(file.text),
      ...cold.counts,
      functions: Object.fromEntries(
        functionNames().map((name) => [
          name,
          { coldMilliseconds: cold.milliseconds(name), warmMilliseconds: warm.milliseconds(name) },
        ]),
      ),
    });
  } finally {
    await deployed.close();
  }
}

async function run(deployed: Deployed, key: string, content: string) {
  const { gate, runtime, stepFunctions } = deployed;
  const before = { calls: gate.calls.length, invocations: runtime.invocations.length, output: runtime.output.length };
  const { executionArn, status, cause } = await deployed.upload(key, content);
  if (status !== 'SUCCEEDED') throw new Error(`The run of ${key} ended as ${status}: ${cause}`);
  let transitions = 0;
  let historyBytes = 0;
  for await (const event of stepFunctions.events(executionArn)) {
    if (event.type.endsWith('StateEntered')) transitions += 1;
    historyBytes += loggedBytes(event, executionArn);
  }
  const calls = gate.calls.slice(before.calls);
  const requests = (action: RegExp) => calls.filter((each) => action.test(each.action));
  const writes = requests(/^s3:Put/);
  const invocations = runtime.invocations.slice(before.invocations);
  return {
    counts: {
      transitions,
      invocations: invocations.length,
      // The upload itself is a write, too, and every write is an event.
      writes: writes.length + 1,
      reads: requests(/^s3:Get/).length,
      catalogRequests: requests(/^glue:/).length,
      storedBytes: Buffer.byteLength(content) + writes.reduce((sum, { bytesIn }) => sum + bytesIn, 0),
      logBytes: runtime.output.slice(before.output).reduce((sum, { line }) => sum + line.length, 0) + historyBytes,
    },
    milliseconds: (name: string) =>
      Math.ceil(
        invocations
          .filter((each) => each.name === name)
          .reduce((sum, { milliseconds, initMilliseconds }) => sum + milliseconds + initMilliseconds, 0),
      ),
  };
}
