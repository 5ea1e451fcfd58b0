/** Whether uploads tell of the same time: each time counts once, and a person may want another one to. */
import { existsSync } from 'node:fs';
import { plural } from '../../shared/text/format.ts';
import { withConnection } from '../connection.ts';
import { messageOf } from '../errors.ts';
import { commandLine } from '../hints.ts';
import type { GlobalOptions } from '../options.ts';
import { chooseLake } from '../paths.ts';
import { readShadows, settling, shadowSentence } from '../shadows.ts';
import type { Finding } from './finding.ts';

const NONE: Finding = { state: 'ok', text: 'No two uploads tell of the same time' };

export async function checkOverlaps(options: GlobalOptions): Promise<Finding> {
  if (options.endpoint === undefined && !existsSync(chooseLake(options.lake).home)) return NONE;
  try {
    return await withConnection(options, async (connection) => {
      const [first, ...others] = await readShadows(connection);
      if (!first) return NONE;
      const more =
        others.length === 0
          ? ''
          : ` ${plural(others.length, 'other overlap')}: ${commandLine('datasets')} lists them all.`;
      return { state: 'warning', text: shadowSentence(first), mend: `${settling(first)}${more}` };
    });
  } catch (error) {
    return { state: 'wrong', text: `What overlaps cannot be read: ${messageOf(error)}` };
  }
}
