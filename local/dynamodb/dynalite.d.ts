declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }
  /** A server that answers DynamoDB's API; closing it closes its database. */
  export default function dynalite(options?: Options): Server;
}
