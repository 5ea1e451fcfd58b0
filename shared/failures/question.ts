/** What a refused file leaves open, in the details of its refusal. */
import { z } from 'zod';

const detailsSchema = z.looseObject({
  statement: z.string(),
  candidates: z.array(z.looseObject({ means: z.string(), setting: z.looseObject({}) })).min(1),
  columns: z.array(z.looseObject({ column: z.string(), values: z.array(z.string()), means: z.string() })).default([]),
});

export type AskedQuestion = z.infer<typeof detailsSchema>;

/** @returns undefined for a refusal that asks nothing */
export function questionIn(details: Readonly<Record<string, unknown>> | undefined): AskedQuestion | undefined {
  return detailsSchema.safeParse(details).data;
}
