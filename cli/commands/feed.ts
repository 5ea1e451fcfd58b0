import type { Command } from 'commander';
import type { FeedOptions } from '../actions/feed.ts';
import { USUAL_FEED } from '../generate/feed.ts';
import { date, integer } from '../options.ts';

const MINUTES_PER_HOUR = 60;
const MOST_SITES = 1000;

export function register(program: Command): void {
  program
    .command('feed')
    .summary('upload generated readings of solar sites every few minutes')
    .description(
      'Uploads what solar sites report, one interval of all of them a file, until Ctrl-C or a limit: generation by ' +
        'the height of the sun, consumption by the hour, 2 % anomalies. The same seed sends the same readings.',
    )
    .option('--sites <number>', 'how many sites', integer(1, MOST_SITES), USUAL_FEED.sites)
    .option('--every <minutes>', 'length of an interval', integer(1, MINUTES_PER_HOUR), USUAL_FEED.minutes)
    .option('--count <number>', 'end after this many uploads', integer(1))
    .option('--hours <number>', 'end after this many hours', integer(1))
    .option('--start <date>', 'first day; now, or yesterday where it runs faster than the clock', date)
    .option('--speed <factor>', 'so many times faster than the clock; what is now is never passed', integer(1), 1)
    .option('--seed <number>', 'another seed gives other readings', integer(0), USUAL_FEED.seed)
    .action(async (_options: unknown, command: Command) => {
      const options: FeedOptions = command.optsWithGlobals();
      const { feedCommand } = await import('../actions/feed.ts');
      await feedCommand(options);
    });
}
