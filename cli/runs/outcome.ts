import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { noWorkSchema, publishOutputSchema } from '../../shared/contract.ts';
import { type Failure, failureOf } from '../../shared/failures/failure.ts';
import { FILES } from '../../shared/lake/keys.ts';
import type { Report } from '../../shared/report/report.ts';
import { parseJson } from '../../shared/text/parse-json.ts';
import { type Connection, locate } from '../connection.ts';
import { CliError } from '../errors.ts';
import { commandLine } from '../hints.ts';
import { readReport } from '../lake.ts';

/** What became of a run, once it has ended. */
export type Outcome = {
  readonly run: string;
  /** From the start of the execution to its end. */
  readonly seconds: number;
} & (
  | { readonly kind: 'published'; readonly dataset: string; readonly report: Report; readonly prefix: string }
  | { readonly kind: 'nothing'; readonly dataset: string; readonly outcome: string; readonly reason: string }
  | { readonly kind: 'failed'; readonly status: string; readonly failure: Failure }
);

const outputSchema = z.union([publishOutputSchema, noWorkSchema]);

/**
 * Reads the end of a run, and its report when it published one.
 * @throws CliError where the history of the run, and with it its end, is damaged
 */
export async function outcomeOf(connection: Connection, execution: DescribeExecutionOutput): Promise<Outcome> {
  const { name: run = '', startDate, stopDate } = execution;
  const seconds = ((stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0)) / 1000;
  const status = execution.status ?? 'FAILED';
  if (status !== 'SUCCEEDED') {
    return {
      kind: 'failed',
      run,
      seconds,
      status,
      failure: failureOf(execution.error ?? status, execution.cause, commandLine),
    };
  }
  const { data: output } = outputSchema.safeParse(parseJson(execution.output ?? ''));
  if (!output)
    throw new CliError(`The history of run ${run} is damaged: what it did is not known any more.`, {
      hint: `What it published stands: ${commandLine('datasets')}`,
    });
  if ('report' in output && output.report !== null) {
    const report = await readReport(connection, output.report);
    return { kind: 'published', run, seconds, dataset: output.dataset, report, prefix: output.report };
  }
  return {
    kind: 'nothing',
    run,
    seconds,
    dataset: output.dataset,
    outcome: output.outcome,
    reason: output.reason ?? '',
  };
}

/** Where the report's files are. */
export function reportFiles(connection: Connection, prefix: string) {
  return {
    html: locate(connection, `${prefix}${FILES.reportHtml}`),
    json: locate(connection, `${prefix}${FILES.reportJson}`),
    markdown: locate(connection, `${prefix}${FILES.reportMarkdown}`),
  };
}

/** An outcome as one JSON document: what `--json` prints. */
export function outcomeDocument(connection: Connection, outcome: Outcome): Record<string, unknown> {
  switch (outcome.kind) {
    case 'published': {
      const { report } = outcome;
      return {
        status: report.status,
        run: outcome.run,
        dataset: outcome.dataset,
        seconds: outcome.seconds,
        report: reportFiles(connection, outcome.prefix),
        summary: {
          period: report.period,
          timeZone: report.timeZone,
          rows: report.rows,
          readings: report.readings,
          same_bytes: report.same_bytes,
          overlap: report.overlap,
          consumption_kwh: report.consumption?.total_kwh ?? null,
          generation_kwh: report.generation?.total_kwh ?? null,
          anomalies: report.anomalies.count,
          forecast: report.forecast.status,
          branches: report.branches,
        },
      };
    }
    case 'nothing':
      return {
        status: outcome.outcome,
        run: outcome.run,
        dataset: outcome.dataset,
        seconds: outcome.seconds,
        reason: outcome.reason,
      };
    case 'failed': {
      const { error, sentence, code, details } = outcome.failure;
      return {
        status: outcome.status,
        run: outcome.run,
        seconds: outcome.seconds,
        error: { name: error, code: code ?? null, message: sentence, details: details ?? {} },
      };
    }
  }
}
