import type { Command } from 'commander';
import type { GlobalOptions } from '../options.ts';

interface Options extends GlobalOptions {
  readonly open?: true;
  readonly json?: true;
  readonly markdown?: true;
}

export function register(program: Command): void {
  program
    .command('report')
    .summary("find or print a dataset's published report")
    .description("Prints where a dataset's published report is.")
    .argument('<dataset>', "the dataset's name, or a beginning of it")
    .option('--open', 'open it in the browser')
    .option('--json', 'print report.json instead')
    .option('--markdown', 'print report.md instead')
    .action(async (dataset: string, _options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { reportCommand } = await import('../actions/report.ts');
      await reportCommand(dataset, options);
    });
}
