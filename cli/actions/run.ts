import { withConnection } from '../connection.ts';
import { EXIT } from '../errors.ts';
import { commandLine, shortRun } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { jsonText } from '../output/json.ts';
import { note, print } from '../output/print.ts';
import { outcomeDocument } from '../runs/outcome.ts';
import { printOutcome, runFile, succeeded } from '../runs/run.ts';
import { inspectFiles, type UploadOptions } from '../runs/upload.ts';

/** Uploads the files one after another and follows each run. */
export async function runCommand(
  named: readonly string[],
  options: GlobalOptions & UploadOptions & { json?: true },
): Promise<void> {
  const files = await inspectFiles(named);
  const documents: unknown[] = [];
  await withConnection(
    options,
    async (connection) => {
      for (const file of files) {
        const outcome = await runFile(connection, file, options);
        if (options.json) documents.push({ file: file.shown, ...outcomeDocument(connection, outcome) });
        else await printOutcome(connection, outcome);
        if (succeeded(outcome)) continue;
        process.exitCode = EXIT.failed;
        note(`More: ${commandLine(`show ${shortRun(outcome.run)}`)}, ${commandLine(`logs ${shortRun(outcome.run)}`)}`);
      }
    },
    { runs: true },
  );
  if (options.json) print(jsonText(documents.length === 1 ? documents[0] : documents));
}
