/**
 * Recognition, and parsing and normalising, against DuckDB reading the same file with the layout given by hand: in
 * turn, in one process each round, so that a slow minute of the machine meets both. And the memory of the whole step,
 * over this file and a larger one.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { median } from '../../shared/order-statistics.ts';
import { type Measured, measure, rounded } from './measure.ts';

const ROUNDS = 3;
const TARGETS = { recognise_ms: 100, ratio: 1.5, memory_ratio: 1.2 } as const;
const READ = join(import.meta.dirname, 'ingest-read.ts');
const VALIDATE = join(import.meta.dirname, 'ingest-validate.ts');

const partSchema = z.object({ seconds: z.number(), checked_seconds: z.number(), recognise_ms: z.number() });

async function part(
  kind: 'by-hand' | 'recognised',
  file: string,
): Promise<z.infer<typeof partSchema> & { peakMb: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'energy-bench-ingest-'));
  try {
    const copy = join(folder, 'upload');
    if (kind === 'recognised') copyFileSync(file, copy);
    const run: Measured = await measure(READ, [kind, kind === 'recognised' ? copy : file, folder]);
    return { ...partSchema.parse(JSON.parse(run.stdout)), peakMb: run.peakMb };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Peak memory of the whole step over a file, MB. */
async function validatePeak(file: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'energy-bench-validate-'));
  try {
    return (await measure(VALIDATE, [file, folder])).peakMb;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param file timestamp, appliance, kwh
 * @param larger the same with several times the rows: memory must not follow
 */
export async function benchIngest(file: string, larger: string) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ byHand: await part('by-hand', file), recognised: await part('recognised', file) });
  const ratio = median(rounds.map(({ byHand, recognised }) => recognised.seconds / byHand.seconds));
  const [peak, peakLarger] = [await validatePeak(file), await validatePeak(larger)];
  const memoryRatio = peakLarger / peak;
  const recogniseMs = median(rounds.map(({ recognised }) => recognised.recognise_ms));
  return {
    targets: TARGETS,
    recognise_ms: rounded(recogniseMs, 0),
    by_hand_seconds: rounded(median(rounds.map(({ byHand }) => byHand.seconds))),
    seconds: rounded(median(rounds.map(({ recognised }) => recognised.seconds))),
    checked_seconds: rounded(median(rounds.map(({ recognised }) => recognised.checked_seconds))),
    peak_mb: rounded(Math.max(...rounds.map(({ recognised }) => recognised.peakMb)), 0),
    ratio: rounded(ratio, 2),
    validate_peak_mb: rounded(peak, 0),
    validate_peak_mb_larger: rounded(peakLarger, 0),
    memory_ratio: rounded(memoryRatio, 2),
    ok: ratio <= TARGETS.ratio && recogniseMs <= TARGETS.recognise_ms && memoryRatio <= TARGETS.memory_ratio,
  };
}
