import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

export function register(program: Command): void {
  program
    .command('logs')
    .summary("print what a run's functions logged")
    .description(
      "Prints what a run's functions logged, oldest first. Without a run: the last lines of the functions that " +
        'belong to none, which answer the API, serve sites and write summaries.',
    )
    .addHelpText(
      'after',
      '\nOf a stack on AWS (--stack) they come from CloudWatch Logs, found by the trace of the run.',
    )
    .argument('[run]', "the run's name, or a beginning of it")
    .option('--json', 'print the lines as they are kept, one JSON document each')
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const options: GlobalOptions & { json?: true } = command.optsWithGlobals();
      const { logsCommand } = await import('../actions/logs.ts');
      await logsCommand(run, options);
    });
}
