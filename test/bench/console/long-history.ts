/** Makes the history of a run long, as it is of an upload that waited for its turn: each attempt is throttled. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { STACK } from '../../../local/names.ts';

const lineSchema = z.looseObject({
  event: z.looseObject({ id: z.number(), previousEventId: z.number(), type: z.string() }),
});
type Line = z.infer<typeof lineSchema>;
const ATTEMPT = ['TaskScheduled', 'TaskStarted', 'TaskFailed'] as const;

/** @param home of a local stack that has ended; its first attempt of its first state is preceded by others */
export function lengthenHistory(home: string, run: string, events: number): void {
  const name = STACK.stateMachineArn.split(':').at(-1) ?? '';
  const file = join(home, 'executions', name, `${run}.jsonl`);
  const [head = '', ...rest] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const lines = rest.map((line) => lineSchema.parse(JSON.parse(line)));
  const at = lines.findIndex(({ event }) => event.type === ATTEMPT[0]);
  const [scheduled, started, ended] = lines.slice(at, at + ATTEMPT.length);
  if (!scheduled || !started || !ended) throw new Error(`Run ${run} has no attempt.`);
  const failed = {
    resourceType: 'lambda',
    resource: 'invoke',
    error: 'Lambda.TooManyRequestsException',
    cause: 'Throttled',
  };
  const { taskSucceededEventDetails: _, ...frame } = ended.event;
  const attempt: Line[] = [
    scheduled,
    started,
    { ...ended, event: { ...frame, type: ATTEMPT[2], taskFailedEventDetails: failed } },
  ];
  const times = Math.ceil((events - lines.length) / attempt.length);
  const added = Array.from({ length: times }, () => attempt).flat();
  const all = [...lines.slice(0, at), ...added, ...lines.slice(at)];
  const shift = added.length;
  const numbered = all.map((line, nth) => {
    const id = nth + 1;
    const { previousEventId } = line.event;
    const before = nth < at + shift ? id - 1 : previousEventId + (previousEventId > at ? shift : 0);
    return JSON.stringify({ ...line, event: { ...line.event, id, previousEventId: before } });
  });
  writeFileSync(file, `${[head, ...numbered].join('\n')}\n`);
}
