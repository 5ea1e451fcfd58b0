/** What a file leaves open, as the options that answer it. */
import { z } from 'zod';
import { shellWord } from '../hints.ts';
import { sanitize } from '../output/sanitize.ts';

const detailsSchema = z.looseObject({
  candidates: z.array(z.looseObject({ means: z.string(), setting: z.looseObject({}) })),
});
const SHOWN = 4;

/** @returns a line for each candidate that a refusal names; none where it asks nothing */
export function answersOf(details: Readonly<Record<string, unknown>> | undefined): string[] {
  const parsed = detailsSchema.safeParse(details);
  if (!parsed.success) return [];
  return parsed.data.candidates
    .slice(0, SHOWN)
    .map(({ means, setting }) => sanitize(`--layout ${shellWord(JSON.stringify(setting))}   ${means}`));
}
