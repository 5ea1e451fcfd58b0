/** What a refused file leaves open, in the details of its refusal. */
import { z } from 'zod';

const detailsSchema = z.looseObject({
  statement: z.string(),
  candidates: z.array(z.looseObject({ means: z.string(), setting: z.looseObject({}) })).min(1),
  columns: z.array(z.looseObject({ column: z.string(), values: z.array(z.string()), means: z.string() })).default([]),
});

export type AskedQuestion = z.infer<typeof detailsSchema>;

/** A longer answer says more of columns than a message can hold. */
const LONGEST_ANSWER = 300;

/** @returns the answer that is most likely right, as a shell takes it; null where it is long */
export function likelyAnswer({ candidates }: AskedQuestion): string | null {
  const layout = JSON.stringify(candidates[0]?.setting ?? {});
  return layout.length > LONGEST_ANSWER ? null : `'${layout.replaceAll("'", `'\\''`)}'`;
}

/** @returns undefined for a refusal that asks nothing */
export function questionIn(details: Readonly<Record<string, unknown>> | undefined): AskedQuestion | undefined {
  return detailsSchema.safeParse(details).data;
}
