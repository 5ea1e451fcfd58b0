import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly to?: string;
  readonly yes?: true;
}

const MORE = `
Without --yes nothing is changed: the runs are compared, and the command that does it is printed.
The tables and the report follow at once. A later upload under the same key replaces what was rolled back to;
the one that was rolled back from does not come back by itself.

Examples:
  energy rollback june
  energy rollback june --to 3f8a --yes`;

export function register(program: Command): void {
  program
    .command('rollback')
    .summary('publish an earlier run of a dataset again')
    .description('Shows what an earlier run of a dataset had published beside what is published now; --yes goes back.')
    .argument('<dataset>', "the dataset's name, a beginning of it, or its file")
    .option('--to <run>', 'the earlier run, or a beginning of its name; else the one before')
    .option('--yes', 'do it')
    .addHelpText('after', MORE)
    .action(async (dataset: string, _options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { rollbackCommand } = await import('../actions/rollback.ts');
      await rollbackCommand(dataset, options);
    });
}
