/** Whether a release before this one counted something twice that is counted once now. */
import type { Connection } from '../connection.ts';
import { recountCommand, recountSentence, recounts } from '../recounts.ts';
import type { Finding } from './finding.ts';

export async function checkRecounts(connection: Connection): Promise<Finding> {
  const changes = await recounts(connection);
  if (changes.length === 0) return { state: 'ok', text: 'Every month counts as this release counts' };
  const mend = `${recountCommand(changes)} shows each month, and makes it so with --yes.`;
  return { state: 'warning', text: recountSentence(changes), mend };
}
