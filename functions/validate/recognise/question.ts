/** What a file leaves open is asked, with the candidates and the exact setting that answers. */

import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { InputRejected, type RejectionCode } from '../../../shared/runtime/errors.ts';

export interface Candidate {
  /** In a few words. */
  readonly means: string;
  readonly setting: LayoutSettings;
}

/**
 * @param given what a person has said already: each answer repeats it, so that it can be given as it stands
 * @returns the refusal that asks
 */
export function question(
  code: Extract<RejectionCode, 'LAYOUT_AMBIGUOUS' | 'UNIT_UNKNOWN'>,
  sentence: string,
  open: readonly Candidate[],
  given: LayoutSettings,
  asks?: keyof LayoutSettings,
): InputRejected {
  const candidates = open.map(({ means, setting }) => ({ means, setting: merged(given, setting) }));
  const [first] = candidates;
  const answers = candidates
    .slice(0, 4)
    .map(({ means, setting }) => `${JSON.stringify(setting)} (${means})`)
    .join(' or ');
  return new InputRejected(code, `${sentence} Say which with --layout: ${answers}.`, {
    candidates,
    setting: first?.setting ?? {},
    ...(asks ? { asks } : {}),
    give_as: { option: '--layout JSON', metadata: 'layout', file: 'config/layouts.json' },
  });
}

function merged(given: LayoutSettings, answer: LayoutSettings): LayoutSettings {
  const columns = given.columns || answer.columns ? { columns: { ...given.columns, ...answer.columns } } : {};
  return { ...given, ...answer, ...columns };
}
