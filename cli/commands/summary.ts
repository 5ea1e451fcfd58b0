import type { Command } from 'commander';
import { date } from '../options.ts';

export function register(program: Command): void {
  program
    .command('summary')
    .summary('what a day came to at all sites, and in the runs')
    .description(
      'Prints the summary that people are sent each morning, and keeps its page in the lake: each site against its ' +
        'habit, cost, net energy, anomalies, the days ahead, failed runs, errors by code, and whether services answer.',
    )
    .option('--date <day>', 'the day, such as 2026-10-01 (yesterday where it is left out)', date)
    .option('--open', 'open the page in the browser')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const { summaryCommand } = await import('../actions/summary.ts');
      await summaryCommand(command.optsWithGlobals());
    });
}
