/** The rejected rows of a run, beside the lines of the file that they were. */
import { z } from 'zod';
import type { Connection } from '../../../cli/connection.ts';
import { getText } from '../../../cli/lake.ts';
import { failureOf } from '../../../shared/failures/failure.ts';
import { PREFIXES } from '../../../shared/lake/keys.ts';
import type { listRejected } from '../../api/runs.ts';
import type { RunHistory } from './histories.ts';
import { validatedIn } from './outcome.ts';

const PAGE = 100;

const rowSchema = z.object({
  line: z.number(),
  raw: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  column: z.string().nullable().default(null),
});

/** Key of the rejected rows: of a run that went on, or of one whose file was refused for them. */
export function quarantineOf({ execution, events }: RunHistory): string | undefined {
  const refused = failureOf(execution.error, execution.cause).details?.quarantine;
  const key = validatedIn(events).quarantine ?? refused;
  return typeof key === 'string' && key.startsWith(PREFIXES.quarantine) ? key : undefined;
}

export async function rejectedPage(
  connection: Connection,
  history: RunHistory,
  from: number,
): Promise<ReturnType<typeof listRejected.output.parse>> {
  const key = quarantineOf(history);
  const text = key === undefined ? undefined : await getText(connection, key);
  const lines = (text ?? '').split('\n').filter((line) => line !== '');
  return {
    total: lines.length,
    rows: lines.slice(from, from + PAGE).map((line) => rowSchema.parse(JSON.parse(line))),
  };
}
