/** What the end of an execution says, without reading its report. */
import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { noWorkSchema, publishOutputSchema, validatedSchema } from '../../../shared/contract.ts';
import { type Failure, failureOf } from '../../../shared/failures/failure.ts';
import { questionIn } from '../../../shared/failures/question.ts';
import { parseJson } from '../../../shared/text/parse-json.ts';
import type { FailureInWords } from '../../api/runs.ts';

const outputSchema = z.union([publishOutputSchema, noWorkSchema]);

export interface RunOutcome {
  /** PUBLISHED, PARTIAL, or why there was nothing to do; null where the run did not succeed. */
  readonly outcome: string | null;
  readonly dataset: string | null;
  /** Prefix of the report's files. */
  readonly report: string | null;
  /** Records of the upload; undefined where the end does not say. */
  readonly rows: number | undefined;
}

export function outcomeOf({ output }: DescribeExecutionOutput): RunOutcome {
  const { data } = outputSchema.safeParse(parseJson(output ?? ''));
  if (!data) return { outcome: null, dataset: null, report: null, rows: undefined };
  const { report = null, rows } = 'report' in data ? data : {};
  return { outcome: data.outcome, dataset: data.dataset, report, rows };
}

/** Only what a list and the rejected rows need; an earlier release may have had other fields. */
const readSchema = validatedSchema.pick({ rows: true, quarantine: true }).partial();

/** What ValidateReadings returned, where it has. */
export function validatedIn(events: readonly HistoryEvent[]): z.infer<typeof readSchema> {
  for (const { stateExitedEventDetails } of events) {
    if (stateExitedEventDetails?.name !== VALIDATE) continue;
    return readSchema.safeParse(parseJson(stateExitedEventDetails.output ?? '')).data ?? {};
  }
  return {};
}

const VALIDATE = 'ValidateReadings';

/** A failed execution or task, in words. */
export function inWords(error: string | undefined, cause: string | undefined): FailureInWords {
  return wordsOf(failureOf(error, cause));
}

export function wordsOf({ error, code, sentence, details, advice }: Failure): FailureInWords {
  const question = questionIn(details);
  return {
    code: code ?? error,
    sentence: question?.statement ?? sentence,
    advice: question ? 'Upload it again and answer the question: the page of uploads asks it.' : advice,
  };
}
