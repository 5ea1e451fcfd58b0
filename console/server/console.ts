import type { Connection } from '../../cli/connection.ts';
import { codeOf } from '../../cli/errors.ts';
import { builtPage } from '../build/build.ts';
import { readAssets } from './assets.ts';
import { createToken } from './guard.ts';
import { createHandlers } from './handlers.ts';
import { createConsoleServer } from './server.ts';
import { createStaging } from './staging.ts';
import { createTickets } from './tickets.ts';

/** Beside the port of the local stack. */
export const CONSOLE_PORT = 4567;

export interface Console {
  /** With the token, behind a `#` that no browser sends anywhere: it opens the console, and nothing else does. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves the console for a stack, on this machine only. The connection stays the caller's.
 * @param port undefined for the usual one, or any free one where that is taken
 * @throws Error with code EADDRINUSE when a port that was asked for is taken
 */
export async function startConsole(connection: Connection, port: number | undefined): Promise<Console> {
  const assets = readAssets(await builtPage());
  const staging = await createStaging();
  const tickets = createTickets();
  const token = createToken();
  const parts = { assets, staging, tickets, token, handlers: createHandlers({ connection, staging, tickets }) };
  try {
    const server = await createConsoleServer(parts, port ?? CONSOLE_PORT).catch((error: unknown) => {
      if (port === undefined && codeOf(error) === 'EADDRINUSE') return createConsoleServer(parts, 0);
      throw error;
    });
    return {
      address: `http://127.0.0.1:${server.port}/#token=${token}`,
      async close() {
        await server.close();
        await staging.close();
      },
    };
  } catch (error) {
    await staging.close();
    throw error;
  }
}
