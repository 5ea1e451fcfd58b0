import type { Command } from 'commander';
import type { CostOptions } from '../actions/cost.ts';
import { integer } from '../options.ts';

export function register(program: Command): void {
  program
    .command('cost')
    .summary('estimate what an upload and a month cost on AWS')
    .description(
      'Estimates what the sample month costs on AWS, from list prices and from what a run was measured to need.',
    )
    .option('--uploads <number>', 'uploads in a month', integer(0, 1_000_000), 30)
    .option('--warm', 'reckon with functions that are loaded already, as when uploads follow each other')
    .option('--json', 'print the estimate as JSON')
    .action(async (options: CostOptions) => {
      const { costCommand } = await import('../actions/cost.ts');
      costCommand(options);
    });
}
