import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { median } from '../../shared/order-statistics.ts';
import { type Measured, measure, rounded } from './measure.ts';

const ROUNDS = 3;
const MAIN = join(import.meta.dirname, '../../cli/main.ts');
const BARE = join(import.meta.dirname, 'bare.ts');

/**
 * At most these, as ratios to the bare script in the same rounds. That script does less: it knows no events, costs,
 * forecasts or reports.
 */
const TARGETS = { ratio: 2.5, ratio_from_start: 2, peak_mb: 1500 } as const;

const summarySchema = z.object({ seconds: z.number() });

interface Timed {
  readonly seconds: number;
  /** From the start of the execution: the upload and the start of the process are not in it. */
  readonly from_start_seconds: number;
  readonly peak_mb: number;
}

/** `energy run FILE` with a stack of its own, cold, in an empty lake. */
async function energyRun(file: string): Promise<Timed> {
  const lake = mkdtempSync(join(tmpdir(), 'energy-bench-lake-'));
  try {
    const run: Measured = await measure(MAIN, ['run', file, '--lake', lake, '--port', '0', '--json']);
    const { seconds } = summarySchema.parse(JSON.parse(run.stdout));
    return { seconds: run.seconds, from_start_seconds: seconds, peak_mb: run.peakMb };
  } finally {
    rmSync(lake, { recursive: true, force: true });
  }
}

async function bareScript(file: string): Promise<Measured> {
  const out = mkdtempSync(join(tmpdir(), 'energy-bench-bare-'));
  try {
    return await measure(BARE, [file, out]);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Both in turn, so that a slow minute of the machine meets both; the ratios are taken round by round. */
export async function benchAgainstBare(file: string) {
  const rounds: { bare: Measured; run: Timed }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ bare: await bareScript(file), run: await energyRun(file) });
  const ratio = median(rounds.map(({ bare, run }) => run.seconds / bare.seconds));
  const fromStart = median(rounds.map(({ bare, run }) => run.from_start_seconds / bare.seconds));
  const peak = Math.max(...rounds.map(({ run }) => run.peak_mb));
  return {
    targets: TARGETS,
    bare: {
      seconds: rounded(median(rounds.map(({ bare }) => bare.seconds))),
      peak_mb: rounded(Math.max(...rounds.map(({ bare }) => bare.peakMb)), 0),
    },
    energy_run: {
      seconds: rounded(median(rounds.map(({ run }) => run.seconds))),
      from_start_seconds: rounded(median(rounds.map(({ run }) => run.from_start_seconds))),
      peak_mb: rounded(peak, 0),
    },
    ratio: rounded(ratio, 2),
    ratio_from_start: rounded(fromStart, 2),
    ok: ratio <= TARGETS.ratio && fromStart <= TARGETS.ratio_from_start && peak <= TARGETS.peak_mb,
  };
}

/** How time and memory grow with the file. */
export async function benchGrowth(files: readonly { rows: number; file: string }[]) {
  const growth: (Timed & { rows: number })[] = [];
  for (const { rows, file } of files) {
    const { seconds, from_start_seconds, peak_mb } = await energyRun(file);
    growth.push({
      rows,
      seconds: rounded(seconds),
      from_start_seconds: rounded(from_start_seconds),
      peak_mb: rounded(peak_mb, 0),
    });
  }
  return growth;
}
