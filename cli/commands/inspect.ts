import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';
import { layoutOption } from './run.ts';

interface Options extends GlobalOptions {
  readonly timeZone?: string;
  readonly siteId?: string;
  readonly layout?: string;
  readonly keep?: string;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  energy inspect export.csv
  energy inspect meters.csv --layout '{"unit": "Wh", "time_zone": "Europe/Paris"}'
  energy inspect meters.csv --layout meters.json --keep 'meters-*.csv'

What --layout may hold is in docs/FORMATS.md.`;

export function register(program: Command): void {
  layoutOption(program.command('inspect'))
    .summary('show what would be understood of a file')
    .description(
      'Reads the file as a run would and shows its columns, units, zone, ' +
        'interval and first readings, and what would be ' +
        'quarantined and why. Uploads nothing and runs nothing.',
    )
    .argument('<file>', 'a file of readings')
    .option(
      '--keep <pattern>',
      "keep the layout in the lake's config/layouts.json for uploads of this name, * for anything",
    )
    .option('--json', 'print one JSON document instead')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, _options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { inspectCommand } = await import('../actions/inspect.ts');
      await inspectCommand(file, options);
    });
}
