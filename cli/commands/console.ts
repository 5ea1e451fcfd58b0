import type { Command } from 'commander';
import { type GlobalOptions, integer } from '../options.ts';

export function register(program: Command): void {
  program
    .command('console')
    .summary('watch, upload, replay and query in the browser')
    .description(
      'Serves the console until Ctrl-C and prints its address, which holds the token that opens it. ' +
        "Works with the stack that serves, starts one where none does, or with '--stack NAME' on AWS, " +
        'with your own credentials.',
    )
    .option('--console-port <number>', 'port of the console on 127.0.0.1', integer(0, 65_535))
    .action(async (_options: unknown, command: Command) => {
      const options: GlobalOptions & { consolePort?: number } = command.optsWithGlobals();
      const { consoleCommand } = await import('../actions/console.ts');
      await consoleCommand(options);
    });
}
