import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

export function register(program: Command): void {
  program
    .command('show')
    .summary("show a run's states")
    .description('Shows a run: its states with status, duration and attempts, why it failed, and what can be done.')
    .argument('<run>', "the run's name, or a beginning of it")
    .action(async (run: string, _options: unknown, command: Command) => {
      const options: GlobalOptions = command.optsWithGlobals();
      const { showCommand } = await import('../actions/show.ts');
      await showCommand(run, options);
    });
}
