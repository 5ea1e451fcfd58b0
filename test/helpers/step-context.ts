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

/** What a step is given, over any lake; `observed` holds what it logged and counted. */
export function createStepContext(
  lake: LakeStore,
  folder: string,
  given: { attempt?: string; now?: () => Date; env?: Record<string, string> } = {},
): StepContext & { readonly observed: Observed } {
  const observed: Observed = { logged: [], counted: [] };
  return {
    lake,
    settings: readSettings(given.env ?? {}),
    glueDatabase: 'energy_db',
    database: { memoryMb: 512, threads: 2, folder: join(folder, 'scratch') },
    folder: join(folder, 'scratch'),
    attempt: given.attempt ?? 'attempt-1',
    now: given.now ?? (() => new Date('2026-11-02T08:00:00.000Z')),
    remainingMs: () => 60_000,
    log: {
      info: (message, fields = {}) => observed.logged.push({ level: 'info', message, fields }),
      warn: (message, fields = {}) => observed.logged.push({ level: 'warn', message, fields }),
    },
    count: (name, value) => observed.counted.push({ name, value }),
    observed,
  };
}
