import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly yes?: true;
}

const MORE = `
Where several uploads tell of the same time of a site, the last one counts. A preferred one counts before all of them.
Without --yes nothing is changed: what the tables would hold afterwards is printed, and the command that does it.

Examples:
  energy prefer june
  energy prefer june --yes`;

export function register(program: Command): void {
  program
    .command('prefer')
    .summary('let a dataset count where others overlap it')
    .description('Shows what would change if a dataset counted before all others of its sites; --yes does it.')
    .argument('<dataset>', "the dataset's name, a beginning of it, or its file")
    .option('--yes', 'do it')
    .addHelpText('after', MORE)
    .action(async (dataset: string, _options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { preferCommand } = await import('../actions/prefer.ts');
      await preferCommand(dataset, options);
    });
}
