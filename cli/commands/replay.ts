import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly failed?: true;
  readonly partial?: true;
  readonly upload?: string;
}

const MORE = `
A run that failed goes on at the state that failed; what had succeeded is not done again.
Where it cannot go on (after 14 days) or the state machine was changed since, a new run is started for the
current version of its upload, which the command says.
A run that succeeded is started anew on the same bytes, and its result replaces the published one.
--failed and --partial take several files at once, the versions of one in turn, and say at the end what became
of each and why. Refused files are left out: only another file helps.
--upload leaves the object as it is: its zone, site and layout hold.

Exit code: 0 when every run succeeded (PARTIAL counts), 1 when one failed again or could not be replayed.`;

export function register(program: Command): void {
  program
    .command('replay')
    .summary('run again: a failed run goes on where it failed')
    .description('Replays a run, or with --failed all that failed, and follows it.')
    .argument('[run]', "the run's name, or a beginning of it")
    .option('--failed', 'all runs that failed, apart from refused files')
    .option('--partial', 'all whose report is published without its forecast or advice')
    .option('--upload <key>', 'start a run for what is in the lake at this key or s3 address, such as raw/june.csv')
    .addHelpText('after', MORE)
    .action(async (run: string | undefined, _options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { replayCommand } = await import('../actions/replay.ts');
      await replayCommand(run, options);
    });
}
