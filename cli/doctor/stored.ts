/** What only the stack of a lake can answer. One that is started for it is started once, and told of once. */
import { existsSync } from 'node:fs';
import { withConnection } from '../connection.ts';
import { CliError, messageOf } from '../errors.ts';
import type { GlobalOptions } from '../options.ts';
import { chooseLake, shownPath } from '../paths.ts';
import { checkConfig } from './config.ts';
import type { Finding, StoredCheck } from './finding.ts';
import { checkOverlaps } from './overlaps.ts';
import { checkPrices } from './prices.ts';
import { checkRecounts } from './recounts.ts';
import { checkFailedRuns } from './runs.ts';
import { checkServed } from './served.ts';
import { checkSweep } from './sweep.ts';

const CHECKS: readonly StoredCheck[] = [
  { reads: 'The files of config/', check: checkConfig },
  { reads: 'The runs', check: checkFailedRuns },
  { reads: 'What overlaps', check: checkOverlaps },
  { reads: 'What counts in months', check: checkRecounts },
  { reads: 'The prices of months', check: checkPrices },
  { reads: 'What sites are served', check: checkServed },
  { reads: 'What was left unfinished', check: checkSweep },
];

export async function checkStored(options: GlobalOptions): Promise<readonly Finding[]> {
  const { home } = chooseLake(options.lake);
  if (options.endpoint === undefined && !existsSync(home)) {
    return [{ state: 'ok', text: 'Nothing was uploaded yet' }];
  }
  try {
    return await withConnection(options, async (connection) => {
      const findings: Finding[] = [];
      for (const { reads, check } of CHECKS) {
        findings.push(
          await check(connection).catch((error: unknown): Finding => {
            return { state: 'wrong', text: `${reads} cannot be read: ${messageOf(error)}` };
          }),
        );
      }
      return findings;
    });
  } catch (error) {
    const text = `The lake ${shownPath(home)} cannot be opened: ${messageOf(error)}`;
    const mend = error instanceof CliError ? error.hint : undefined;
    return [{ state: 'wrong', text, ...(mend === undefined ? {} : { mend }) }];
  }
}
