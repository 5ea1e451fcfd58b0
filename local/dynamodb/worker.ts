/**
 * DynamoDB by dynalite, in a thread of its own: a request that it cannot bear ends the thread and not the stack, and
 * the thousands of writes of a long upload leave the front free.
 */
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { CLOSE, workerDataSchema } from './protocol.ts';

const { folder, socket } = workerDataSchema.parse(workerData);
const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
// The front keeps connections for as long as it likes.
server.keepAliveTimeout = 120_000;
server.listen(socket, () => parentPort?.postMessage('listening'));
parentPort?.once('message', (message) => {
  if (message !== CLOSE) return;
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
