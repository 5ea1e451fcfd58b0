import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly site?: string;
}

const MORE = `
The tables are made again from what is published: nothing that was published is lost or changed. A lake of an
earlier release needs it once; later it mends tables that were changed by hand.

Examples:
  energy rebuild
  energy rebuild --site home`;

export function register(program: Command): void {
  program
    .command('rebuild')
    .summary('make the record of each site again')
    .description('Makes the record of each site, and its tables, again from what the datasets publish.')
    .option('--site <site>', 'only this site')
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { rebuildCommand } = await import('../actions/rebuild.ts');
      await rebuildCommand(options);
    });
}
