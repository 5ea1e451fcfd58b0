import { questionIn } from '../../shared/failures/question.ts';
import { CONFIG_KEYS } from '../../shared/lake/keys.ts';
import { type LayoutSettings, layoutFileSchema } from '../../shared/readings/layout.ts';
import { InputRejected } from '../../shared/runtime/errors.ts';
import { sanitize } from '../../shared/text/sanitize.ts';
import { withConnection } from '../connection.ts';
import { CliError, usageError } from '../errors.ts';
import { inspectFile } from '../inspect-file.ts';
import { getText, putText } from '../lake.ts';
import type { GlobalOptions } from '../options.ts';
import { inspectionText } from '../output/inspection.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { parseLayout } from '../runs/layout.ts';
import { answersText, proposedTable } from '../runs/question.ts';
import { inspectFiles, type UploadOptions } from '../runs/upload.ts';

/** Reads a file as a run would, and shows what came of it. */
export async function inspectCommand(
  named: string,
  options: GlobalOptions & UploadOptions & { json?: true; keep?: string },
): Promise<void> {
  const [file] = await inspectFiles([named]);
  if (!file) throw usageError('No file was named.');
  const settings = options.layout === undefined ? {} : parseLayout(options.layout);
  const inspection = await inspectFile(file.path, settings, options).catch(refused);
  print(options.json ? jsonText(inspection) : inspectionText(inspection));
  if (options.keep !== undefined) await keepLayout(options.keep, settings, options);
}

/** @throws CliError with the code of a refusal, or with a question and its answers */
function refused(error: unknown): never {
  if (!(error instanceof InputRejected)) throw error;
  const question = questionIn(error.details);
  if (!question) throw new CliError(`${error.code}: ${error.sentence}`, { cause: error });
  const hint = [proposedTable(question), answersText(question, 'Inspect it again')].filter((part) => part !== '');
  throw new CliError(`${error.code}: ${question.statement}`, { cause: error, hint: hint.join('\n') });
}

/** Puts the layout before the others of the lake: the first that fits an upload is used. */
async function keepLayout(pattern: string, settings: LayoutSettings, options: GlobalOptions): Promise<void> {
  await withConnection(options, async (connection) => {
    const stored = await getText(connection, CONFIG_KEYS.layouts);
    const kept = stored === undefined ? [] : layoutFileSchema.parse(JSON.parse(stored));
    const layouts = [{ match: pattern, layout: settings }, ...kept.filter(({ match }) => match !== pattern)];
    await putText(connection, CONFIG_KEYS.layouts, `${JSON.stringify(layouts, null, 2)}\n`);
    note(`Kept for uploads named ${sanitize(pattern)} in s3://${connection.bucket}/${CONFIG_KEYS.layouts}`);
  });
}
