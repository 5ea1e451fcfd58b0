import { CliError } from '../../../cli/errors.ts';
import { getText, readReport } from '../../../cli/lake.ts';
import { outdatedNote } from '../../../cli/outdated.ts';
import { describeRun } from '../../../cli/runs/executions.ts';
import { FILES } from '../../../shared/lake/keys.ts';
import {
  listEvents,
  listLog,
  listRejected,
  listRuns,
  openReport,
  redriveRun,
  runAgain,
  showGraph,
  showRun,
} from '../../api/runs.ts';
import type { ConsoleContext } from '../context.ts';
import { serve } from '../served.ts';
import { again, goOn } from './actions.ts';
import { runDetail } from './detail.ts';
import { eventPage } from './events.ts';
import { definitionOf, graphOf } from './graph.ts';
import { createHistories } from './histories.ts';
import { createListing } from './listing.ts';
import { logPage } from './log.ts';
import { rejectedPage } from './rejected.ts';
import { sendReport } from './report.ts';

export function runHandlers({ connection, tickets }: ConsoleContext) {
  const histories = createHistories(connection);
  const listing = createListing(connection);
  return {
    listRuns: serve(listRuns, (asked) => listing.page(asked)),
    showRun: serve(showRun, async ({ run }) => runDetail(await histories.read(run), listing, connection)),
    showGraph: serve(showGraph, async ({ run }) => graphOf(await definitionOf(connection, run))),
    listEvents: serve(listEvents, async ({ run, from }) => eventPage(await histories.read(run), from)),
    listLog: serve(listLog, ({ run, from }) => logPage(connection, run, from)),
    listRejected: serve(listRejected, async ({ run, from }) =>
      rejectedPage(connection, await histories.read(run), from),
    ),
    redriveRun: serve(redriveRun, async ({ run }) => ({ run: await goOn(connection, run) })),
    runAgain: serve(runAgain, async ({ run }) => ({ run: await again(connection, run) })),
    openReport: serve(openReport, async ({ run }) => {
      const { report } = listing.outcomeOf(await describeRun(connection, run));
      const html = report === null ? undefined : await getText(connection, `${report}${FILES.reportHtml}`);
      if (report === null || html === undefined) throw new CliError(`Run ${run} has no report.`);
      return {
        path: tickets.issue((response) => sendReport(html, response)),
        repriced: await outdatedNote(connection, await readReport(connection, report), 'Run again'),
      };
    }),
  };
}
