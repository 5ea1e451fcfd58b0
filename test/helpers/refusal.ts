/** What a file is refused with, as the validate step does it. */
import { InputRejected } from '../../shared/runtime/errors.ts';
import { type IngestOptions, ingest } from './validate.ts';

export async function refusalOfUpload(text: string | Buffer, options: IngestOptions = {}): Promise<InputRejected> {
  const error = await ingest(text, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputRejected)) throw new Error(`was not refused: ${String(error)}`);
  return error;
}

/** Gives the answer that is offered at this place, 0 for the first. */
export function answerOf({ details }: InputRejected, at = 0): IngestOptions {
  const { candidates } = details;
  if (!Array.isArray(candidates)) throw new Error('asks nothing');
  return { metadata: { layout: JSON.stringify(candidates[at]?.setting) } };
}
