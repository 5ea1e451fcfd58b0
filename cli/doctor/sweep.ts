/** Whether something was left unfinished, and whether what nobody needs is deleted. */
import { previewSweep } from '../../shared/sweep/sweep.ts';
import { plural } from '../../shared/text/format.ts';
import type { Connection } from '../connection.ts';
import { commandLine } from '../hints.ts';
import { bytes } from '../output/format.ts';
import { withSweep } from '../sweep-context.ts';
import type { Finding } from './finding.ts';

const NOTHING: Finding = { state: 'ok', text: 'Nothing was left unfinished, and nothing waits to be deleted' };

export async function checkSweep(connection: Connection): Promise<Finding> {
  return withSweep(connection, async (context) => {
    const { waiting, lost, removed, stray, outdated } = await previewSweep(context);
    const found = [
      ...(waiting > 0 ? [`${plural(waiting, 'site')} with a publication that is not in the tables yet`] : []),
      ...(lost !== null && lost.length > 0 ? [`${plural(lost.length, 'upload')} without a run`] : []),
      ...(removed.length > 0 ? [`${plural(removed.length, 'deleted upload')} whose readings still count`] : []),
      ...(stray > 0 ? [`${plural(stray, 'month')} whose partitions are not those of the record`] : []),
      ...(outdated.versions > 0 ? [`${bytes(outdated.bytes)} that nothing names any more`] : []),
    ];
    if (found.length === 0) return NOTHING;
    const mend = `The next start of the stack sweeps, or ${commandLine('sweep --yes')}; 'sweep' alone shows more.`;
    return { state: 'warning', text: `The lake has ${found.join(', ')}`, mend };
  });
}
