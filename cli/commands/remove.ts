import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly yes?: true;
}

const MORE = `
Without --yes nothing is changed: what the tables would hold afterwards is printed, and the command that does it.
The upload stays below raw/, and 'rollback' publishes it again. What it shadowed counts again.

Examples:
  energy remove june
  energy remove june --yes`;

export function register(program: Command): void {
  program
    .command('remove')
    .summary('take a dataset out of the tables')
    .description('Shows what a dataset adds to the record of its sites; --yes takes it out.')
    .argument('<dataset>', "the dataset's name, a beginning of it, or its file")
    .option('--yes', 'do it')
    .addHelpText('after', MORE)
    .action(async (dataset: string, _options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { removeCommand } = await import('../actions/remove.ts');
      await removeCommand(dataset, options);
    });
}
