import { type Command, Option } from 'commander';
import type { GenerateOptions } from '../actions/generate.ts';
import { date, integer } from '../options.ts';

const KINDS_HELP = `
Kinds:
  household  a home: four appliances, a reading an hour, 5 % anomalies (30 days: 2,880 rows)
  sites      five solar sites: generation and consumption every five minutes, 2 % anomalies
  circuits   a building: 40 circuits, a reading a minute, 0.1 % anomalies; for large files

FILE.truth.csv, beside the file, lists the readings that were made anomalous, what they would have been, and the factor.
The same options give the same bytes on every machine.`;

export function register(program: Command): void {
  program
    .command('generate')
    .summary('make a file of readings with known anomalies')
    .description('Makes a file of readings to try things with, and beside it the truth: which of them are anomalies.')
    .addOption(
      new Option('--kind <kind>', 'what to make').choices(['household', 'sites', 'circuits']).default('household'),
    )
    .option('--start <date>', 'first day (2026-10-01; circuits: 2021-01-01)', date)
    .option('--days <number>', 'how many days (household: 30, others: 7)', integer(1, 36_500))
    .option('--rows <number>', 'exactly this many rows, whatever the days', integer(1))
    .option('--seed <number>', 'another seed gives other readings', integer(0), 1)
    .addOption(new Option('--format <format>', 'format of the file').choices(['csv', 'ndjson', 'json']).default('csv'))
    .option('--gzip', 'compress it')
    .option('--out <file>', "the file's name; '-' writes to stdout, without the truth")
    .option('--force', 'replace a file that is there')
    .addHelpText('after', KINDS_HELP)
    .action(async (_options: unknown, command: Command) => {
      const options: GenerateOptions = command.opts();
      const { generateCommand } = await import('../actions/generate.ts');
      await generateCommand(options);
    });
}
