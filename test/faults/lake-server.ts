/**
 * The local stack in a process of its own, which tests kill: `lake-server.ts HOME ENDPOINT` with a channel to its
 * parent. ENDPOINT is the address at which its functions call the AWS APIs.
 */

import { FunctionError } from '../../local/service.ts';
import { startStack } from '../../local/stack.ts';
import type { FromServer, ToServer } from './lake-process.ts';

const [, , home = '', endpoint = ''] = process.argv;
const send = (message: FromServer) => process.send?.(message);
let planned: Extract<ToServer, { kind: 'fault' }> | undefined;

const stack = await startStack({
  home,
  port: 0,
  catchUp: true,
  retryIntervalMs: 1,
  functionsEndpoint: () => endpoint,
  faults(name) {
    if (planned?.name !== name) return undefined;
    const { fault } = planned;
    planned = undefined;
    return fault === 'exit' || fault === 'timeout' ? fault : new FunctionError(fault, 'a fault that was injected');
  },
});
process.on('message', (message: ToServer) => {
  if (message.kind === 'fault') planned = message;
  else {
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    send({ kind: 'memory', rss, heapUsed, external });
  }
});
// A parent that is gone must not leave it behind.
process.on('disconnect', () => process.exit(0));
send({ kind: 'ready', url: stack.url });
