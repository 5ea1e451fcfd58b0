import type { Command } from 'commander';
import { date, type GlobalOptions, integer } from '../options.ts';

interface Options extends GlobalOptions {
  readonly prefix: string;
  readonly since?: string;
  readonly until?: string;
  readonly failed?: true;
  readonly dryRun?: true;
  readonly alerts?: true;
  readonly json?: true;
  readonly concurrency: number;
}

const MORE = `
Takes up what no run came to an end with: uploads whose run failed or never began. What is published, refused
or superseded is left as it is, so that a second call goes on where the first one ended, and one whose prefix
has nothing left to do starts nothing.

Each upload gets a run of its own, which 'runs', 'show' and 'replay' know. What is taken up stands in an items
file of the lake (backfills/…/items.jsonl). On AWS a state machine of its own goes on when this command ends,
and the next call follows it; here the command starts the runs itself.

Examples:
  energy backfill --prefix raw/2026/ --dry-run
  energy backfill --prefix raw/ --since 2026-01-01 --concurrency 50

Exit code: 0 when every upload came to an outcome other than a refusal, 1 when one failed or was refused.`;

export function register(program: Command): void {
  program
    .command('backfill')
    .summary('run many uploads that are in the lake already')
    .description('Runs the uploads below a prefix that have no outcome, several at once, and says what became of each.')
    .requiredOption('--prefix <prefix>', 'below which uploads are taken up, such as raw/2026/')
    .option('--since <date>', 'uploaded on this day (UTC) or later', date)
    .option('--until <date>', 'uploaded on this day (UTC) or earlier', date)
    .option('--failed', 'take up refused files, too, as after a release that reads more of them')
    .option('--dry-run', 'only say which they are, and the status of the others')
    .option('--concurrency <number>', 'uploads at once', integer(1, 1000), 10)
    .option('--alerts', 'send the notice of each run that fails, which is left out otherwise')
    .option('--json', 'print a JSON list instead')
    .addHelpText('after', MORE)
    .action(async (_options: unknown, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const { backfillCommand } = await import('../actions/backfill.ts');
      await backfillCommand(options);
    });
}
