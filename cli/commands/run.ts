import type { Command } from 'commander';
import { type GlobalOptions, timeZone } from '../options.ts';

interface Options extends GlobalOptions {
  readonly timeZone?: string;
  readonly siteId?: string;
  readonly layout?: string;
  readonly json?: true;
}

export function uploadOptions(command: Command): Command {
  return layoutOption(
    command.argument('<file...>', "files of readings in any format that 'energy formats' lists, in gzip or zip or not"),
  );
}

/** What a person may say about a file. */
export function layoutOption(command: Command): Command {
  return command
    .option('--time-zone <zone>', 'zone of timestamps without an offset, such as Europe/Berlin', timeZone)
    .option('--site-id <id>', 'site of readings that name none')
    .option('--layout <json>', 'what the file does not say of itself: JSON, or a file that holds it');
}

export function register(program: Command): void {
  uploadOptions(program.command('run'))
    .summary('upload files and follow their runs')
    .description(
      'Uploads each file, follows its run state by state, and prints a summary and where the report is. ' +
        'Uses the stack that serves, or starts one for as long as it takes.',
    )
    .option('--json', 'print one JSON document instead: an object for one file, a list for several')
    .addHelpText('after', '\nExit code: 0 when every run succeeded (PARTIAL counts), 1 when one failed.')
    .action(async (files: string[], _options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { runCommand } = await import('../actions/run.ts');
      await runCommand(files, options);
    });
}
