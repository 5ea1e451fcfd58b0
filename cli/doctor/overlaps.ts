/** Whether uploads tell of the same time: each time counts once, and a person may want another one to. */
import { plural } from '../../shared/text/format.ts';
import type { Connection } from '../connection.ts';
import { commandLine } from '../hints.ts';
import { readShadows, settling, shadowSentence } from '../shadows.ts';
import type { Finding } from './finding.ts';

const NONE: Finding = { state: 'ok', text: 'No two uploads tell of the same time' };

export async function checkOverlaps(connection: Connection): Promise<Finding> {
  const [first, ...others] = await readShadows(connection);
  if (!first) return NONE;
  const more =
    others.length === 0 ? '' : ` ${plural(others.length, 'other overlap')}: ${commandLine('datasets')} lists them all.`;
  return { state: 'warning', text: shadowSentence(first), mend: `${settling(first)}${more}` };
}
