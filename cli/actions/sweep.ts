/** `energy sweep`: finishes what was left, starts what was lost, deletes what nobody needs. */
import { previewSweep, type SweepPreview, sweep } from '../../shared/sweep/sweep.ts';
import { formatCount, plural } from '../../shared/text/format.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { withConnection } from '../connection.ts';
import { usageError } from '../errors.ts';
import { commandLine } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { bytes } from '../output/format.ts';
import { note, print } from '../output/print.ts';
import { withSweep } from '../sweep-context.ts';

/** A person who asks wants it all, now. */
const EVERYTHING = { lookBackMs: Number.POSITIVE_INFINITY, walks: true } as const;
/** Keys that are named. */
const NAMED = 10;

export async function sweepCommand(options: GlobalOptions & { yes?: true }): Promise<void> {
  if (options.stack !== undefined)
    throw usageError(
      `On AWS the function '${sanitize(options.stack)}-sweep' does it every 15 minutes: its log says what ` +
        `('aws logs tail /aws/lambda/${sanitize(options.stack)}-sweep').`,
    );
  await withConnection(
    options,
    (connection) =>
      withSweep(connection, async (context) => {
        if (!options.yes) {
          const found = await previewSweep(context);
          for (const line of linesOf(found, context.retentionDays)) print(line);
          if (isNothing(found)) note('There is nothing to do.');
          else note(`Nothing was changed. To do it: ${commandLine('sweep --yes')}`);
          return;
        }
        const { sites, started, withdrawn, renewed, mended, deleted } = await sweep(context, () => false, EVERYTHING);
        print(`Finished the inbox of ${plural(sites, 'site')}.`);
        print(`Started ${plural(started, 'run')} of uploads that had none.`);
        print(`Started ${plural(withdrawn, 'run')} of deletions that had none.`);
        print(`Started ${plural(renewed, 'run')} of forecasts that a change of their site made old.`);
        print(`Mended the partitions of ${plural(mended, 'month')}.`);
        print(`Deleted ${formatCount(deleted.versions)} objects, ${bytes(deleted.bytes)}, that nothing names.`);
      }),
    { runs: options.yes === true },
  );
}

function isNothing({ waiting, lost, removed, stale, stray, outdated }: SweepPreview): boolean {
  return waiting + stray + stale.length + removed.length + outdated.versions === 0 && lost?.length === 0;
}

function linesOf({ waiting, lost, removed, stale, stray, outdated }: SweepPreview, days: number): string[] {
  return [
    `${plural(waiting, 'site')} with a publication that is not in the tables yet`,
    lost === null
      ? 'Too many executions are under way to say which uploads have none'
      : `${plural(lost.length, 'upload')} without a run`,
    ...named(lost ?? []),
    `${plural(removed.length, 'deleted upload')} whose readings still count`,
    ...named(removed),
    `${plural(stale.length, 'forecast')} from before a change of the site`,
    ...named(stale),
    `${plural(stray, 'month')} whose partitions are not those of the record`,
    `${formatCount(outdated.versions)} objects, ${bytes(outdated.bytes)}, that nothing has named for ` +
      `${plural(days, 'day')}`,
  ];
}

function named(keys: readonly string[]): string[] {
  const first = keys.slice(0, NAMED).map((key) => `  ${sanitize(key)}`);
  return keys.length > NAMED ? [...first, `  and ${formatCount(keys.length - NAMED)} more`] : first;
}
