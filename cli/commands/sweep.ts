import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly yes?: true;
}

const MORE = `
Publications that a process left half way are finished, uploads that have no run get one, partitions that were lost are
registered again, and what nothing names any more is deleted for good ENERGY_RETENTION_DAYS after its end: versions of
months that others replaced, attempts that were repeated or failed. Whatever 'rollback' can bring back stays.

A local stack does it whenever it starts, once a day; on AWS the function 'sweep' does, every 15 minutes. Without --yes
nothing is changed: what there is to do is printed.

Examples:
  energy sweep
  energy sweep --yes`;

export function register(program: Command): void {
  program
    .command('sweep')
    .summary('finish what was left, start what was lost, delete what nobody needs')
    .description('Shows what was left unfinished and what nobody needs any more; --yes finishes and deletes it.')
    .option('--yes', 'do it')
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { sweepCommand } = await import('../actions/sweep.ts');
      await sweepCommand(options);
    });
}
