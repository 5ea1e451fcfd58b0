import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

const MORE = `
A run that failed goes on at the state that failed; what had succeeded is not done again.
A run that succeeded is started anew on the same bytes, and its result replaces the published one.`;

export function register(program: Command): void {
  program
    .command('replay')
    .summary('run again: a failed run goes on where it failed')
    .description('Replays a run, or with --failed all that failed, and follows it.')
    .argument('[run]', "the run's name, or a beginning of it")
    .option('--failed', 'all runs that failed, apart from refused files')
    .addHelpText('after', MORE)
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const options: GlobalOptions & { failed?: true } = command.optsWithGlobals();
      const { replayCommand } = await import('../actions/replay.ts');
      await replayCommand(run, options);
    });
}
