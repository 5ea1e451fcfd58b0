/**
 * What the record adds to a run: the sample month through the whole workflow, warm, and how much of it the last step
 * spends on the record, by the times of its own log. A run without the record is that much shorter.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { logFile } from '../../../local/lambda/logs.ts';
import { median } from '../../../shared/order-statistics.ts';
import { LOG } from '../../../shared/runtime/log.ts';
import { testStack } from '../../helpers/stack.ts';

export interface Share {
  /** From the start of the execution to its end, median. */
  readonly run_ms: number;
  readonly record_ms: number;
  /** A run to one without the record. */
  readonly ratio: number;
}

const WARM_UP = 5;
const RUNS = 15;

/** @param file of the sample month */
export async function recordShare(file: string): Promise<Share> {
  const lake = await testStack({ prewarm: true });
  try {
    const body = await readFile(file);
    const rounds: { run: number; record: number }[] = [];
    for (let nth = 0; nth < WARM_UP + RUNS; nth += 1) {
      const { arn, name, status, cause } = await lake.upload('raw/sample.csv', body);
      if (status !== 'SUCCEEDED') throw new Error(`the sample month's run ended as ${status}: ${cause}`);
      const { startDate, stopDate = startDate } = await lake.stack.stepFunctions.waitFor(arn);
      const record = await recordTime(logFile(join(lake.home, 'logs'), name));
      if (nth >= WARM_UP) rounds.push({ run: (stopDate - startDate) * 1000, record });
    }
    return {
      run_ms: median(rounds.map(({ run }) => run)),
      record_ms: median(rounds.map(({ record }) => record)),
      ratio: median(rounds.map(({ run, record }) => run / (run - record))),
    };
  } finally {
    await lake.close();
  }
}

const lineSchema = z.object({ line: z.looseObject({ message: z.string(), timestamp: z.string() }) });

/**
 * Milliseconds between the moments at which the last step has the report and its manifest (which the announcement
 * precedes), and between the catalogue of the upload and the record: the commit of the manifest itself is in it.
 */
async function recordTime(file: string): Promise<number> {
  const times = new Map<string, number>();
  for (const line of (await readFile(file, 'utf8')).trim().split('\n')) {
    const parsed = lineSchema.safeParse(JSON.parse(line)).data?.line;
    if (parsed) times.set(parsed.message, Date.parse(parsed.timestamp));
  }
  const at = (message: string) => {
    const time = times.get(message);
    if (time === undefined) throw new Error(`${file} does not say ${message}`);
    return time;
  };
  const announced = at(LOG.manifestCommitted) - at(LOG.reportWritten);
  return announced + at(LOG.recordFollowed) - at(LOG.catalogReconciled);
}
