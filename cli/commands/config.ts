import { Argument, type Command } from 'commander';
import type { ConfigOptions } from '../actions/config.ts';
import { CONFIG_NAMES, type ConfigName } from '../config-names.ts';

const MORE = `
Examples:
  energy config sites sites.json
  energy config alerts alerts.json --check
  energy config alerts
  energy config

A file that is only copied into the lake's folder is no object of the lake, and nobody reads it.`;

export function register(program: Command): void {
  program
    .command('config')
    .summary('keep what is said of sites, alerts, access and layouts, or show it')
    .description(
      "Checks a file and puts it into the lake's config/: what is known of sites, what people are told of, who sees " +
        'which sites, what columns mean. Without a file shows what is there; without a name, which there are.',
    )
    .addArgument(new Argument('[name]', 'what the file says').choices(CONFIG_NAMES))
    .argument('[file]', 'a JSON file')
    .option('--check', 'only check the file')
    .addHelpText('after', MORE)
    .action(async (name: ConfigName | undefined, file: string | undefined, _options: unknown, command: Command) => {
      const options: ConfigOptions = command.optsWithGlobals();
      const { configCommand } = await import('../actions/config.ts');
      await configCommand(name, file, options);
    });
}
