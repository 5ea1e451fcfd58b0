import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

export function register(program: Command): void {
  program
    .command('alerts')
    .summary('what is out of the ordinary at sites, as people were told')
    .description(
      'Lists by site what people were told of and is not over. On a laptop messages are kept: --all lists them.',
    )
    .option('--all', 'every message that was kept, the newest first (on a laptop only)')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const options: GlobalOptions & { all?: true; json?: true } = command.optsWithGlobals();
      const { alertsCommand } = await import('../actions/alerts.ts');
      await alertsCommand(options);
    });
}
