import type { Command } from 'commander';
import { type GlobalOptions, integer } from '../options.ts';

interface Options extends GlobalOptions {
  readonly failed?: true;
  readonly json?: true;
  readonly limit: number;
}

export function register(program: Command): void {
  program
    .command('runs')
    .summary('list the runs, newest first')
    .description('Lists the runs, newest first.')
    .option('--failed', 'only those that failed, timed out or were aborted')
    .option('--limit <number>', 'at most this many', integer(1, 10_000), 20)
    .option('--json', 'print a JSON list instead')
    .action(async (_options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { runsCommand } = await import('../actions/runs.ts');
      await runsCommand(options);
    });
}
