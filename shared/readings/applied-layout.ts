import type { Validated } from '../contract.ts';
import type { StepContext } from '../runtime/step-context.ts';
import { type AppliedLayout, appliedLayoutSchema } from './layout.ts';

/** How the upload was understood; null for a run of an earlier release. */
export async function fetchLayout(
  { layout }: Pick<Validated, 'layout'>,
  context: Pick<StepContext, 'lake'>,
): Promise<AppliedLayout | null> {
  const stored = layout === undefined ? undefined : await context.lake.getText(layout);
  return stored ? appliedLayoutSchema.parse(JSON.parse(stored.text)) : null;
}
