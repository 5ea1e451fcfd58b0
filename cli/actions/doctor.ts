import { sanitize } from '../../shared/text/sanitize.ts';
import { CHECKS } from '../doctor/checks.ts';
import type { Check, Finding } from '../doctor/finding.ts';
import { EXIT } from '../errors.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../output/print.ts';
import { paint } from '../output/style.ts';

const MARKS = { ok: ['✓', 'green'], warning: ['!', 'yellow'], wrong: ['✗', 'red'] } as const;

export async function doctorCommand(options: GlobalOptions): Promise<void> {
  let wrong = false;
  for (const check of await checksFor(options)) {
    for (const { state, text, mend } of [await check().catch(broken)].flat()) {
      const [mark, style] = MARKS[state];
      print(`${paint(mark, style)} ${sanitize(text)}`);
      if (mend !== undefined) print(`    ${sanitize(mend)}`);
      wrong ||= state === 'wrong';
    }
  }
  if (wrong) process.exitCode = EXIT.failed;
}

/** A local set-up is checked from this machine's side, a deployed stack through AWS. */
async function checksFor(options: GlobalOptions): Promise<(() => ReturnType<Check>)[]> {
  if (options.stack === undefined) return CHECKS.map((check) => () => check(options));
  const [{ findDeployed }, { DEPLOYED_CHECKS }] = await Promise.all([
    import('../deployed.ts'),
    import('../doctor/deployed.ts'),
  ]);
  const stack = await findDeployed(options.stack);
  return DEPLOYED_CHECKS.map((check) => () => check(stack));
}

function broken(error: unknown): Finding {
  return { state: 'wrong', text: error instanceof Error ? error.message : String(error) };
}
