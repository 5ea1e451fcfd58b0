/** What people are told of a run that did not succeed: the file's name, and the sentence that `show` prints. */
import { z } from 'zod';
import { uploadEventSchema } from '../object-created.ts';
import { type Notice, subjectOf } from '../runtime/notice.ts';
import { energyCommand } from '../text/command.ts';
import { formatName } from '../text/name.ts';
import { parseJson } from '../text/parse-json.ts';
import { ABOUT_KIND } from './classes.ts';
import { failureLine, failureOf, isUploadAtFault } from './failure.ts';

/** What EventBridge says of an execution that has ended, and what Step Functions describes it with. */
export const endedRunSchema = z.object({
  name: z.string(),
  status: z.string(),
  /** Left out where it is long. */
  input: z.string().nullish(),
  error: z.string().nullish(),
  cause: z.string().nullish(),
});
export type EndedRun = z.infer<typeof endedRunSchema>;

export const RUN_FAILED = 'RUN_FAILED';

export function failureNotice({ name, status, input, error, cause }: EndedRun): Notice {
  const failure = failureOf(error ?? status, cause ?? undefined);
  const key = uploadEventSchema.safeParse(parseJson(input ?? '')).data?.detail.object.key;
  const file = key === undefined ? `the run ${name}` : formatName(key.replace(/^raw\//, ''));
  const { severity, words } = ABOUT_KIND[failure.kind];
  const again = isUploadAtFault(failure) ? [] : [`Again: ${energyCommand(`replay ${name}`)}`];
  return {
    subject: subjectOf(`${severity}: ${file} ${failure.kind === 'question' ? 'asks something' : 'was not analysed'}`),
    text: [
      `${file} was not analysed: ${words}.`,
      failureLine(failure),
      failure.advice,
      `Look: ${energyCommand(`show ${name}`)}`,
      ...again,
    ].join('\n'),
    attributes: { severity, kind: RUN_FAILED, class: failure.kind, change: 'new' },
  };
}
