/**
 * Recognition, and parsing and normalising, against DuckDB reading the same file with the layout given by hand: in turn,
 * in one process each round, so that a slow minute of the machine meets both.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Measured, measure, median, rounded } from './measure.ts';

const ROUNDS = 3;
const TARGETS = { recognise_ms: 100, ratio: 1.5 } as const;
const READ = join(import.meta.dirname, 'ingest-read.ts');

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

/** @param file timestamp, appliance, kwh */
export async function benchIngest(file: string) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ byHand: await part('by-hand', file), recognised: await part('recognised', file) });
  const ratio = median(rounds.map(({ byHand, recognised }) => recognised.seconds / byHand.seconds));
  const recogniseMs = median(rounds.map(({ recognised }) => recognised.recognise_ms));
  return {
    targets: TARGETS,
    recognise_ms: rounded(recogniseMs, 0),
    by_hand_seconds: rounded(median(rounds.map(({ byHand }) => byHand.seconds))),
    seconds: rounded(median(rounds.map(({ recognised }) => recognised.seconds))),
    checked_seconds: rounded(median(rounds.map(({ recognised }) => recognised.checked_seconds))),
    peak_mb: rounded(Math.max(...rounds.map(({ recognised }) => recognised.peakMb)), 0),
    ratio: rounded(ratio, 2),
    ok: ratio <= TARGETS.ratio && recogniseMs <= TARGETS.recognise_ms,
  };
}
