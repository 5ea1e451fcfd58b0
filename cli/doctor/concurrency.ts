/** How many functions of the account may run at once, and what that means for many uploads. */
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { formatCount } from '../../shared/text/format.ts';
import { secondsOfUpload } from '../cost/step-seconds.ts';
import type { DeployedStack } from '../deployed.ts';
import { duration } from '../output/format.ts';
import type { Finding } from './finding.ts';

/** Uploads that arrive together, whose end is told. */
const CROWDS = [100, 10_000] as const;

/** `npm run bench -- --only waiting` holds the workflow to it. */
const TIMES_BOUND = 2;

/** With fewer, ten thousand uploads take more than half an hour. */
const FEW = 100;

export async function checkConcurrency({ region }: DeployedStack): Promise<Finding> {
  const lambda = new LambdaClient({ region });
  try {
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
    return concurrencyFinding(AccountLimit?.UnreservedConcurrentExecutions ?? 0, AccountLimit?.ConcurrentExecutions);
  } finally {
    lambda.destroy();
  }
}

/** @param free what no function of the account has reserved for itself @param all the account's limit in the region */
export function concurrencyFinding(free: number, all: number = free): Finding {
  if (free === 0) {
    return {
      state: 'wrong',
      text: 'No function may run: all concurrency of the account is reserved',
      mend: 'Lower what other functions reserve, or request more (Service Quotas, Lambda, "Concurrent executions").',
    };
  }
  const reserved = free < all ? ` of ${formatCount(all)}` : '';
  const crowds = CROWDS.map(
    (uploads) => `${formatCount(uploads)} uploads at once take at most ${duration(1000 * drainSeconds(uploads, free))}`,
  );
  const text =
    `${formatCount(free)}${reserved} functions of the account may run at once: ` +
    `${crowds.join(', ')}, where each is like the sample month`;
  if (free >= FEW) return { state: 'ok', text };
  return {
    state: 'warning',
    text,
    mend: 'Uploads wait for their turn. Request more: Service Quotas, Lambda, "Concurrent executions".',
  };
}

/** @returns how long the last of many uploads takes at most, s */
function drainSeconds(uploads: number, concurrency: number): number {
  const alone = secondsOfUpload();
  return Math.max(alone, (TIMES_BOUND * uploads * alone) / concurrency);
}
