import type { Command } from 'commander';
import type { CompareOptions } from '../actions/compare.ts';
import { date } from '../options.ts';

export function register(program: Command): void {
  program
    .command('compare')
    .summary('some days of a site beside those before, a year before, and other sites of its group')
    .description(
      'Sets days of a site beside as many before and those a year (52 weeks) before, weekday by weekday and of days ' +
        "that are whole in both, and beside the sites of its group in the lake's config/sites.json, of days that " +
        'are whole at all of them, per m² and person.',
    )
    .option('--site <id>', 'the site; may be left out where there is one')
    .option('--from <day>', 'first day (four weeks before the last one)', date)
    .option('--to <day>', 'last day (the last one that is whole)', date)
    .option('--json', 'print everything as JSON')
    .action(async (_options: unknown, command: Command) => {
      const options: CompareOptions = command.optsWithGlobals();
      const { compareCommand } = await import('../actions/compare.ts');
      await compareCommand(options);
    });
}
