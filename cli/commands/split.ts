import type { Command } from 'commander';
import { type GlobalOptions, integer } from '../options.ts';

interface Options extends GlobalOptions {
  readonly out?: string;
  readonly size?: number;
  readonly layout?: string;
  readonly force?: true;
}

const MORE = `
For files that are larger than one upload may be. Each part holds whole days, by the dates as the file writes them,
with the lines above the table and its heading repeated; rows without a date stay with the row before them. The file
is read twice and never held in memory, and it stays as it is.

Parts are plain text in UTF-8, beside the file or in --out: readings.2026-01-01_2026-03-31.csv

Examples:
  energy split readings.csv
  energy split readings.csv.gz --out parts --size 500`;

export function register(program: Command): void {
  program
    .command('split')
    .summary('cut a large file into parts of whole days')
    .description('Cuts a file that is a table of rows into parts of whole days, and says what it wrote.')
    .argument('<file>', 'a CSV file or its kin, also compressed by gzip')
    .option('--out <dir>', 'folder of the parts')
    .option('--size <megabytes>', 'what a part holds at most (nine tenths of what an upload may hold)', integer(1))
    .option('--layout <json>', 'what the file leaves open, as for `run`')
    .option('--force', 'replace files that are there')
    .addHelpText('after', MORE)
    .action(async (file: string, _options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { splitCommand } = await import('../actions/split.ts');
      await splitCommand(file, options);
    });
}
