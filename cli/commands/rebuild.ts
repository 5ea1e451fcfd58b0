import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly site?: string;
  readonly dryRun?: true;
}

const MORE = `
Tables that were dropped or changed by hand are made again, the database and all partitions with them, from what is
published: nothing of it is lost or changed. A lake of an earlier release needs it once.

Examples:
  energy rebuild --dry-run
  energy rebuild
  energy rebuild --site home`;

export function register(program: Command): void {
  program
    .command('rebuild')
    .summary('make the tables and the record of each site again')
    .description('Makes the tables and the record of each site again from what the datasets publish.')
    .option('--site <site>', 'only the record of this site')
    .option('--dry-run', 'change nothing: show what each month comes to now and then')
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { rebuildCommand } = await import('../actions/rebuild.ts');
      await rebuildCommand(options);
    });
}
