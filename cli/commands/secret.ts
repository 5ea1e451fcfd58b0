import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

const MORE = `
The value is asked for, or read from stdin; it is never an argument, which other people on the machine could see.
On AWS it goes to Secrets Manager; locally into a file that only you can read, and only the functions are given it.

Examples:
  energy secret energy/openai
  energy secret energy/openai < key.txt
  energy --stack energy-analytics-prod secret energy/openai
  energy secret

What a key is for is in docs/INSIGHTS.md.`;

export function register(program: Command): void {
  program
    .command('secret')
    .summary("keep a language model's key, or list what is kept")
    .description(
      'Keeps a secret, such as the API key of a language model. Without a name, lists the names that are there.',
    )
    .argument('[name]', 'the name that ENERGY_INSIGHTS_SECRET gives')
    .addHelpText('after', MORE)
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      const { secretCommand } = await import('../actions/secret.ts');
      await secretCommand(name, options);
    });
}
