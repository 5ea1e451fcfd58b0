import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { failureLine, failureOf } from '../../shared/failures/failure.ts';
import { plural } from '../../shared/text/format.ts';
import { type Connection, withConnection } from '../connection.ts';
import { commandLine } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { duration, moment } from '../output/format.ts';
import { print } from '../output/print.ts';
import { statusStyle } from '../output/style.ts';
import { facts, table } from '../output/table.ts';
import { findRun, hasEnded } from '../runs/executions.ts';
import { historyOf } from '../runs/follow.ts';
import { keyIn } from '../runs/listing.ts';
import { outcomeOf } from '../runs/outcome.ts';
import { printOutcome } from '../runs/run.ts';
import { type StateView, statesOf, workOf } from '../runs/states.ts';
import { traceOf } from '../runs/trace.ts';

export async function showCommand(named: string, options: GlobalOptions): Promise<void> {
  await withConnection(options, async (connection) => {
    const execution = await findRun(connection, named);
    const { name: run = '', status = '', startDate, stopDate, redriveCount = 0 } = execution;
    const style = statusStyle(status);
    const took = startDate && stopDate ? `, ${duration(stopDate.getTime() - startDate.getTime())}` : '';
    print(
      facts([
        ['Run', run],
        style ? ['Status', status, style] : ['Status', status],
        ['Started', `${moment(startDate)}${took}`],
        ['Upload', keyIn(execution.input) ?? '(not an upload)'],
        ...(options.stack === undefined ? [] : linksOf(options.stack, connection, execution)),
        ...(redriveCount > 0 ? [['Redriven', plural(redriveCount, 'time')] as const] : []),
      ]),
    );
    print(`\n${statesTable(workOf(statesOf(await historyOf(connection, run))))}`);
    if (!hasEnded(execution.status)) return;
    const outcome = await outcomeOf(connection, execution);
    // The summary of a publication begins with an empty line of its own.
    if (outcome.kind !== 'published') print('');
    await printOutcome(connection, outcome);
  });
}

/** Where else a run on AWS is looked at. */
function linksOf(
  stack: string,
  { region }: Connection,
  execution: DescribeExecutionOutput,
): (readonly [string, string])[] {
  const { name = '', executionArn = '' } = execution;
  const console = `https://${region}.console.aws.amazon.com`;
  const trace = traceOf(execution);
  return [
    ['Console', `${console}/states/home?region=${region}#/v2/executions/details/${executionArn}`],
    ...(trace === undefined
      ? []
      : [['Trace', `${console}/cloudwatch/home?region=${region}#xray:traces/${trace}`] as const]),
    ['Logs', commandLine(`logs ${name} --stack ${stack}`)],
  ];
}

function statesTable(states: readonly StateView[]): string {
  const rows = states.map(({ name, status, entered, ended, attempts, failure }) => [
    name,
    status,
    ended ? duration(ended.getTime() - entered.getTime()) : '',
    attempts > 0 ? String(attempts) : '',
    failure ? failureLine(failureOf(failure.error, failure.cause)) : '',
  ]);
  const columns = [
    { title: 'State' },
    { title: 'Status', style: statusStyle },
    { title: 'Took', align: 'right' },
    { title: 'Attempts', align: 'right' },
    { title: states.some(({ failure }) => failure) ? 'Last error' : '', maxWidth: 80 },
  ] as const;
  return table(columns, rows);
}
