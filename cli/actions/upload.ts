import { sanitize } from '../../shared/text/sanitize.ts';
import { withConnection } from '../connection.ts';
import { commandLine, shortRun } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { bytes } from '../output/format.ts';
import { note, print } from '../output/print.ts';
import { followRun } from '../runs/follow.ts';
import { runOf } from '../runs/started.ts';
import { inspectFiles, type UploadOptions, uploadFile } from '../runs/upload.ts';

/** Uploads the files; their runs go on in the stack that serves. */
export async function uploadCommand(named: readonly string[], options: GlobalOptions & UploadOptions): Promise<void> {
  const files = await inspectFiles(named);
  await withConnection(
    options,
    async (connection) => {
      const runs: string[] = [];
      for (const file of files) {
        const upload = await uploadFile(connection, file, options);
        const run = await runOf(connection, upload);
        runs.push(run);
        print(
          `${sanitize(file.shown)}  ${bytes(file.size)}  s3://${connection.bucket}/${sanitize(upload.key)}  run ${run}`,
        );
      }
      if (!connection.own) {
        note(`Follow: ${commandLine(`show ${shortRun(runs.at(-1) ?? '')}`)}`);
        return;
      }
      // A stack that ends with this command would take the runs with it.
      note('No stack is serving, so this command waits for what it has started …');
      for (const run of runs) await followRun(connection, run, () => {});
    },
    { runs: true },
  );
}
