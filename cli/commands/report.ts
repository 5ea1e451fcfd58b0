import type { Command } from 'commander';
import type { ReportOptions } from '../actions/report.ts';
import { date } from '../options.ts';

export function register(program: Command): void {
  program
    .command('report')
    .summary("find or print a dataset's published report, or make the page of all sites")
    .description(
      "Prints where a dataset's published report is; with --sites, makes the page of all sites and keeps it.",
    )
    .argument('[dataset]', "the dataset's name, a beginning of it, or its file")
    .option('--open', 'open it in the browser')
    .option('--sites', 'one page of all sites, compared: 30 days up to the last one that any has')
    .option('--from <day>', 'first day of the page of sites', date)
    .option('--to <day>', 'last day of it', date)
    .option('--json', 'print report.json instead')
    .option('--markdown', 'print report.md instead')
    .action(async (dataset: string | undefined, _options: unknown, command: Command) => {
      const options: ReportOptions = command.optsWithGlobals();
      const { reportCommand } = await import('../actions/report.ts');
      await reportCommand(dataset, options);
    });
}
