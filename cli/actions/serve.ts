import { EXIT } from '../errors.ts';
import { onInterrupt } from '../interrupt.ts';
import type { GlobalOptions } from '../options.ts';
import { note } from '../output/print.ts';
import { paint } from '../output/style.ts';
import { chooseLake, shownPath } from '../paths.ts';
import { type OwnStack, startOwnStack } from '../stack.ts';

export async function serveCommand(options: GlobalOptions): Promise<void> {
  const { home } = chooseLake(options.lake);
  const stack = await startOwnStack(home, options.port, 'serve');
  announce(stack, home);
  await servedUntilInterrupt(stack);
}

export function announce(stack: OwnStack, home: string): void {
  note(`Serving ${paint(stack.url, 'bold', process.stderr)}, lake ${shownPath(home)}`);
}

/** Ctrl-C is the ordinary end of serving: the stack stops cleanly, exit code 0. */
export function servedUntilInterrupt(stack: OwnStack, console?: { close(): Promise<void> }): Promise<void> {
  return new Promise((resolve, reject) => {
    onInterrupt(async () => {
      note('Stopping …');
      try {
        await console?.close();
        await stack.close();
        process.exitCode ??= EXIT.ok;
        resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
}
