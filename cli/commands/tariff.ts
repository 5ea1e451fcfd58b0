import type { Command } from 'commander';
import type { TariffOptions } from '../actions/tariff.ts';

const MORE = `
Examples:
  energy tariff tariffs.json
  energy tariff tariffs.json --check
  energy tariff spot.csv --prices
  energy tariff

What a file may hold is in docs/TARIFFS.md.`;

export function register(program: Command): void {
  program
    .command('tariff')
    .summary('keep what a kWh costs, or show it')
    .description(
      "Checks a file of tariffs and puts it into the lake's config/tariffs.json: " +
        'the next runs price their hours by it. Price series that it names are taken along from the same folder. ' +
        'Shows what a bill is made of; without a file, that of what is there.',
    )
    .argument('[file]', 'a JSON file of tariffs, or with --prices a CSV or JSON file of prices by time')
    .option('--check', 'only check the file')
    .option('--prices', 'the file is a price series that a tariff names')
    .addHelpText('after', MORE)
    .action(async (file: string | undefined, _options: unknown, command: Command) => {
      const options: TariffOptions = command.optsWithGlobals();
      const { tariffCommand } = await import('../actions/tariff.ts');
      await tariffCommand(file, options);
    });
}
