import type { Command } from 'commander';
import type { BaselineOptions } from '../actions/baseline.ts';
import { date } from '../options.ts';

export function register(program: Command): void {
  program
    .command('baseline')
    .summary('what a site uses at which temperature, and what it has saved since')
    .description(
      "Fits a site's days to the temperature outdoors (ASHRAE Guideline 14: mean, heating, cooling, both), says how " +
        'well that fits, and what a later period saved against it, with its uncertainty (IPMVP option C), beside ' +
        'indicators of both periods. docs/METHODS.md has the formulas.',
    )
    .option('--site <id>', 'the site; may be left out where there is one')
    .option('--weather <file>', 'temperatures by time: a CSV file, or the name of one that the lake keeps')
    .option('--column <name>', 'the column of the temperature outdoors, or the series of an upload')
    .option('--keep', "keep the file in the lake's config/weather/")
    .option('--from <day>', 'first day of the baseline (a year before its last one)', date)
    .option('--to <day>', 'last day of it (the day before the reporting period)', date)
    .option('--reporting-from <day>', 'first day of the reporting period; without it nothing is compared', date)
    .option('--reporting-to <day>', 'last day of it (the last one that is known)', date)
    .option('--json', 'print everything as JSON')
    .addHelpText('after', "\nWithout --weather the temperature is what the site's uploads have beside their energy.")
    .action(async (_options: unknown, command: Command) => {
      const options: BaselineOptions = command.optsWithGlobals();
      const { baselineCommand } = await import('../actions/baseline.ts');
      await baselineCommand(options);
    });
}
