import type { Connection } from '../../cli/connection.ts';
import type { Staging } from './staging.ts';
import type { Tickets } from './tickets.ts';

/** What the operations work with. */
export interface ConsoleContext {
  readonly connection: Connection;
  readonly staging: Staging;
  readonly tickets: Tickets;
}
