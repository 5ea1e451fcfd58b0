/** The state machine as states and the ways between them, read from its definition in Amazon States Language. */
import { z } from 'zod';
import type { Connection } from '../../../cli/connection.ts';
import { arnOf } from '../../../cli/runs/executions.ts';
import { keysOf } from '../../../shared/keys-of.ts';
import { THROTTLED } from '../../../statemachine/task-limits.ts';
import type { Graph } from '../../api/runs.ts';

const stateSchema = z.looseObject({
  Type: z.string(),
  Comment: z.string().optional(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string() })).default([]),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()), Next: z.string() })).default([]),
  Branches: z.array(z.unknown()).default([]),
  /** What a Map state does with each item. */
  ItemProcessor: z.unknown().optional(),
});
const machineSchema = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), stateSchema) });
type State = z.infer<typeof stateSchema>;

/** The definition that this very execution runs, which may be older than the newest one. */
export async function definitionOf(connection: Connection, run: string): Promise<string> {
  const { DescribeStateMachineForExecutionCommand } = await import('@aws-sdk/client-sfn');
  const sfn = await connection.clients.sfn();
  const { definition = '' } = await sfn.send(
    new DescribeStateMachineForExecutionCommand({ executionArn: arnOf(connection, run) }),
  );
  return definition;
}

/** @param definition JSON */
export function graphOf(definition: string): Graph {
  const states: Graph['states'] = [];
  const edges: Graph['edges'] = [];
  add(JSON.parse(definition), null);
  return { states, edges };

  function add(given: unknown, parent: string | null): void {
    const { StartAt, States } = machineSchema.parse(given);
    for (const id of keysOf(States)) {
      const state = States[id];
      if (!state) continue;
      states.push({ id, type: state.Type, comment: state.Comment ?? '', parent, first: id === StartAt });
      edges.push(...waysFrom(id, state));
      for (const branch of state.Branches) add(branch, id);
      if (state.ItemProcessor !== undefined) add(state.ItemProcessor, id);
    }
  }
}

function waysFrom(from: string, { Next, Default, Choices, Catch }: State): Graph['edges'] {
  return [
    ...(Next === undefined ? [] : [{ from, to: Next, kind: 'next' as const, label: '' }]),
    ...Choices.map((choice) => ({ from, to: choice.Next, kind: 'choice' as const, label: conditionOf(choice) })),
    ...(Default === undefined ? [] : [{ from, to: Default, kind: 'choice' as const, label: 'otherwise' }]),
    ...Catch.map(({ ErrorEquals, Next: to }) => ({
      from,
      to,
      kind: 'caught' as const,
      label: causeOf(ErrorEquals),
    })),
  ];
}

function causeOf(errors: readonly string[]): string {
  if (errors.includes('States.ALL')) return 'on any error';
  const throttled: readonly string[] = THROTTLED;
  if (errors.every((error) => throttled.includes(error))) return 'when throttled';
  return `on ${errors.join(', ')}`;
}

/** `READY` of a comparison with it; empty for anything longer. */
function conditionOf(choice: Readonly<Record<string, unknown>>): string {
  const { StringEquals } = choice;
  return typeof StringEquals === 'string' ? StringEquals : '';
}
