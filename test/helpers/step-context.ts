import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import type { LogMessage } from '../../shared/runtime/log.ts';
import type { MetricName } from '../../shared/runtime/metrics.ts';
import type { StepContext } from '../../shared/runtime/step-context.ts';
import { readSettings } from '../../shared/settings/settings.ts';

export interface Observed {
  readonly logged: { level: 'info' | 'warn'; message: LogMessage; fields: Record<string, unknown> }[];
  readonly counted: { name: MetricName; value: number }[];
}

interface Options {
  readonly attempt?: string;
  readonly now?: () => Date;
  readonly env?: Record<string, string>;
  /** Threads of the database: for a few rows a second one takes longer than it saves. */
  readonly threads?: number;
}

/**
 * Where the database of this process spills to. All contexts share it, and so one instance of DuckDB, as the
 * invocations of a warm container do: a new one for each small file takes as long as the file.
 */
const SPILL = mkdtempSync(join(tmpdir(), 'energy-database-'));
process.once('exit', () => rmSync(SPILL, { recursive: true, force: true }));

/** What a step runs in, over any lake; `observed` holds what it logged and counted. */
export function createStepContext(
  lake: LakeStore,
  folder: string,
  options: Options = {},
): StepContext & { readonly observed: Observed } {
  const observed: Observed = { logged: [], counted: [] };
  return {
    lake,
    settings: readSettings(options.env ?? {}),
    glueDatabase: 'energy_db',
    database: { memoryMb: 512, threads: options.threads ?? 1, folder: SPILL },
    folder: join(folder, 'scratch'),
    attempt: options.attempt ?? 'attempt-1',
    now: options.now ?? (() => new Date('2026-11-02T08:00:00.000Z')),
    remainingMs: () => 60_000,
    log: {
      info: (message, fields = {}) => observed.logged.push({ level: 'info', message, fields }),
      warn: (message, fields = {}) => observed.logged.push({ level: 'warn', message, fields }),
    },
    count: (name, value) => observed.counted.push({ name, value }),
    observed,
  };
}
