/** What the front and the worker of the table say to each other. */
import { z } from 'zod';

export const workerDataSchema = z.object({
  /** Folder of the database. */
  folder: z.string(),
  /** A Unix socket, which no page of a browser and no other machine can reach. */
  socket: z.string(),
});
export type WorkerData = z.infer<typeof workerDataSchema>;

export const CLOSE = 'close';
