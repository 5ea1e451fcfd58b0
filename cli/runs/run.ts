import { sanitize } from '../../shared/text/sanitize.ts';
import { type Connection, locate } from '../connection.ts';
import { commandLine } from '../hints.ts';
import { outdatedNote } from '../outdated.ts';
import { bytes } from '../output/format.ts';
import { note, print } from '../output/print.ts';
import { paint } from '../output/style.ts';
import { shownPath } from '../paths.ts';
import { laterShadows, settling, shadowSentence } from '../shadows.ts';
import { followRun } from './follow.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { createProgress } from './progress.ts';
import { failureText } from './refusal.ts';
import { rejectedByCode } from './rejected.ts';
import { runOf } from './started.ts';
import { reportSummary } from './summary.ts';
import { type LocalFile, type UploadOptions, uploadFile } from './upload.ts';

/** Uploads a file and follows its run to the end. */
export async function runFile(connection: Connection, file: LocalFile, options: UploadOptions): Promise<Outcome> {
  note(`Uploading ${sanitize(file.shown)} (${bytes(file.size)}) …`);
  const upload = await uploadFile(connection, file, options);
  return follow(connection, await runOf(connection, upload));
}

/** Follows a run to its end, with progress on stderr. */
export async function follow(connection: Connection, run: string): Promise<Outcome> {
  note(`Run ${run}`);
  const progress = createProgress();
  try {
    return await outcomeOf(connection, await followRun(connection, run, progress.show));
  } finally {
    progress.end();
  }
}

/** Prints what became of a run. */
export async function printOutcome(connection: Connection, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case 'published':
      return printPublished(connection, outcome);
    case 'nothing':
      if (outcome.outcome === 'REMOVED') {
        const back = commandLine(`rollback ${outcome.dataset}`);
        print(`Run ${outcome.run} took ${outcome.dataset} out: ${sanitize(outcome.reason)}. The way back: ${back}`);
        return;
      }
      print(`Run ${outcome.run} had nothing to do (${outcome.outcome}): ${sanitize(outcome.reason)}.`);
      return;
    case 'failed':
      print(await failureText(connection, outcome));
      return;
  }
}

async function printPublished(connection: Connection, { report, prefix }: Outcome & { kind: 'published' }) {
  print(`\n${reportSummary(connection, report, prefix, await outdatedNote(connection, report))}`);
  const { quarantine, by_code } = report.rejected;
  if (quarantine !== null) {
    const rows = await rejectedByCode(connection, quarantine, by_code);
    print(`\n${paint(`Rejected rows of ${sanitize(report.source.key)}`, 'yellow')}\n${rows}`);
    print(`All of them  ${shownPath(locate(connection, quarantine))}`);
  }
  for (const each of await laterShadows(connection, report))
    print(`\n${paint('Overlap', 'yellow')}  ${sanitize(shadowSentence(each))}\n${settling(each)}`);
}

export function succeeded(outcome: Outcome): boolean {
  return outcome.kind !== 'failed';
}
