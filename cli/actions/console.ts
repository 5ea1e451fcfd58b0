/** `energy console`: the page in the browser, for whichever stack is meant. */
import { type Console, startConsole } from '../../console/server/console.ts';
import { type Connection, connectToOwn, withConnection } from '../connection.ts';
import { CliError, codeOf, EXIT } from '../errors.ts';
import { askHealth } from '../health.ts';
import { otherPort } from '../hints.ts';
import { onInterrupt } from '../interrupt.ts';
import type { GlobalOptions } from '../options.ts';
import { note } from '../output/print.ts';
import { paint } from '../output/style.ts';
import { chooseLake } from '../paths.ts';
import { findServing, startOwnStack } from '../stack.ts';
import { announce } from './serve.ts';

type Options = GlobalOptions & { readonly consolePort?: number | undefined };

export async function consoleCommand(options: Options): Promise<void> {
  const { home, chosen } = chooseLake(options.lake);
  const elsewhere = options.stack !== undefined || options.endpoint !== undefined;
  if (elsewhere || (await isServed(home, chosen, options.port))) {
    await withConnection(options, (connection) => serveUntilInterrupt(connection, options.consolePort, async () => {}));
    return;
  }
  const stack = await startOwnStack(home, options.port, 'serve');
  announce(stack, home);
  await serveUntilInterrupt(connectToOwn(stack, home), options.consolePort, stack.close);
}

/** Whether a stack serves the lake or, where no lake was chosen, any other at the port: as for every other command. */
async function isServed(home: string, chosen: boolean, port: number): Promise<boolean> {
  if ((await findServing(home))?.purpose === 'serve') return true;
  return !chosen && typeof (await askHealth(`http://127.0.0.1:${port}`)) === 'object';
}

/** @throws CliError when the port that was asked for is taken */
export async function openConsole(connection: Connection, port: number | undefined): Promise<Console> {
  const opened = await startConsole(connection, port).catch((error: unknown) => {
    if (codeOf(error) !== 'EADDRINUSE' || port === undefined) throw error;
    throw new CliError(`Port ${port} of 127.0.0.1 is taken by another program.`, {
      hint: `Choose another port: '--console-port ${otherPort(port)}'.`,
    });
  });
  note(`Console ${paint(opened.address, 'bold', process.stderr)}`);
  return opened;
}

async function serveUntilInterrupt(
  connection: Connection,
  port: number | undefined,
  closeStack: () => Promise<void>,
): Promise<void> {
  const opened = await openConsole(connection, port).catch(async (error: unknown) => {
    await closeStack();
    throw error;
  });
  await new Promise<void>((resolve, reject) => {
    onInterrupt(async () => {
      note('Stopping …');
      try {
        await opened.close();
        await connection.close();
        await closeStack();
        process.exitCode ??= EXIT.ok;
        resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
}
