import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly site?: string;
  readonly yes?: true;
  readonly reports?: true;
}

const MORE = `
After a changed tariff or price the months that are published keep what they cost, until a run makes one of them again.
Without --yes nothing is changed: what each month comes to now and then is printed, and the command that does it.
A report keeps the prices that it was made with: which ones have earlier prices is said, and --reports runs their
uploads again, each a run of its own. A site's forecast that is older than a change of its readings is made
again with --yes, by another run of its last upload.

Examples:
  energy refresh
  energy refresh --site home --yes
  energy refresh --reports --yes`;

export function register(program: Command): void {
  program
    .command('refresh')
    .summary('work out all months with the tariffs of today')
    .description("Shows what a changed tariff or setting makes of each month; --yes makes the record's tables so.")
    .option('--site <site>', 'only this site')
    .option('--reports', 'also run again the uploads whose reports have earlier prices')
    .option('--yes', 'do it')
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { refreshCommand } = await import('../actions/refresh.ts');
      await refreshCommand(options);
    });
}
