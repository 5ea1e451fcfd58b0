import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

const MORE = `
Where several uploads tell of the same time, one of them counts: the sentences below the list say which readings do
not, and the commands that settle it. docs/RECORD.md has the rules.

Examples:
  energy datasets`;

export function register(program: Command): void {
  program
    .command('datasets')
    .summary('list what is published, and what of it does not count')
    .description('Lists the uploads that are published, and which of their readings another upload replaces.')
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      const { datasetsCommand } = await import('../actions/datasets.ts');
      await datasetsCommand(options);
    });
}
