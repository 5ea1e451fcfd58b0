/** Whether runs failed, or ended with a question. */
import { plural } from '../../shared/text/format.ts';
import type { Connection } from '../connection.ts';
import { commandLine } from '../hints.ts';
import { failedRuns } from '../runs/failed.ts';
import type { Finding } from './finding.ts';

export async function checkFailedRuns(connection: Connection): Promise<Finding> {
  const { runs, leftOut, questions } = await failedRuns(connection);
  const refused = leftOut.length - questions;
  const counts = [
    ...(runs.length > 0 ? [`${plural(runs.length, 'run')} failed`] : []),
    ...(questions > 0 ? [`${plural(questions, 'run')} ended with a question`] : []),
    ...(refused > 0 ? [`${plural(refused, 'file')} ${refused === 1 ? 'was' : 'were'} refused`] : []),
  ];
  if (counts.length === 0) return { state: 'ok', text: 'No run has failed' };
  const mends = [
    `${commandLine('runs --failed')} says why`,
    ...(questions > 0 ? [`${commandLine('show RUN')} lists the answers to a question`] : []),
    ...(runs.length > 0 ? [`${commandLine('replay --failed')} lets what failed go on`] : []),
    ...(runs.length === 0 && questions === 0 ? ['only other files help'] : []),
  ];
  return { state: 'warning', text: counts.join(', '), mend: `${mends.join('; ')}.` };
}
