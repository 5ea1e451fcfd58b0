/** Fields of a history's events that hold data, which the log leaves out (infra/execution-log.ts). */
const DATA = new Set(['input', 'output', 'parameters']);

/** How much the log of a state machine is for an event of an execution's history, bytes. */
export function loggedBytes(event: object, executionArn: string): number {
  const entry = { ...event, execution_arn: executionArn, redrive_count: '0' };
  return Buffer.byteLength(JSON.stringify(entry, (key, value: unknown) => (DATA.has(key) ? undefined : value)));
}
