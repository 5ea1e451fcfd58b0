import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

export function register(program: Command): void {
  program
    .command('serve')
    .summary('serve the local stack until Ctrl-C')
    .description('Serves the AWS APIs of the local stack on 127.0.0.1 until Ctrl-C.')
    .action(async (_options: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      const { serveCommand } = await import('../actions/serve.ts');
      await serveCommand(options);
    });
}
