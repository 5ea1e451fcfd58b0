import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

const MORE = `
Examples:
  energy tariff tariffs.json
  energy tariff tariffs.json --check
  energy tariff

What a file may hold is in docs/TARIFFS.md.`;

export function register(program: Command): void {
  program
    .command('tariff')
    .summary('keep what a kWh costs, or show it')
    .description(
      "Checks a file of tariffs and puts it into the lake's config/tariffs.json: " +
        'the next runs price their hours by it. ' +
        'Without a file, shows what is there.',
    )
    .argument('[file]', 'a JSON file of tariffs')
    .option('--check', 'only check the file')
    .addHelpText('after', MORE)
    .action(async (file: string | undefined, _options: unknown, command: Command) => {
      const options: GlobalOptions & { check?: true } = command.optsWithGlobals();
      const { tariffCommand } = await import('../actions/tariff.ts');
      await tariffCommand(file, options);
    });
}
