import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly siteId: string;
  readonly yes?: true;
}

const MORE = `
Without --yes nothing is changed: what the months of both sites would come to is printed, and the command that does it.
The bytes are uploaded once more under their key, with the site: a new version, which comes after all other uploads. A
file that names its sites itself is moved by correcting it.

Examples:
  energy move june --site-id cabin
  energy move june --site-id cabin --yes`;

export function register(program: Command): void {
  program
    .command('move')
    .summary('a dataset is of another site')
    .description('Shows what the sites come to when a dataset is of another one; --yes moves it.')
    .argument('<dataset>', "the dataset's name, a beginning of it, or its file")
    .requiredOption('--site-id <site>', 'the site that it is of')
    .option('--yes', 'do it')
    .addHelpText('after', MORE)
    .action(async (dataset: string, _options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { moveCommand } = await import('../actions/move.ts');
      await moveCommand(dataset, options);
    });
}
