import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Measured {
  readonly seconds: number;
  readonly peakMb: number;
  readonly stdout: string;
}

/**
 * Runs a script of this project in a process of its own, from its start to its end.
 * @throws Error when it does not exit with 0
 */
export async function measure(script: string, args: readonly string[]): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'energy-bench-'));
  const peakFile = join(folder, 'peak');
  try {
    const started = performance.now();
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--import', join(import.meta.dirname, 'peak.ts'), script, ...args],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, BENCH_PEAK_FILE: peakFile } },
    );
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    const seconds = (performance.now() - started) / 1000;
    if (code !== 0) throw new Error(`${script} ${args.join(' ')} ended with exit code ${code}\n${stdout}`);
    return { seconds, peakMb: Number(readFileSync(peakFile, 'utf8')) / 1e6, stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}
