/** How far the walk through the lake has come that deletes what nobody needs: one that runs out of its time goes on. */
import { z } from 'zod';
import { SWEEP_KEY } from '../lake/keys.ts';
import type { LakeStore } from '../runtime/lake-port.ts';
import { parseJson } from '../text/parse-json.ts';

/** In the order in which they are walked. */
export const PARTS = ['generations', 'attempts'] as const;
export type Part = (typeof PARTS)[number];

const placeSchema = z.object({
  part: z.enum(PARTS),
  after: z.string().optional().describe('Name of the last site or dataset that was looked at'),
});
export type Place = z.infer<typeof placeSchema>;

const stateSchema = z.object({
  walked: z.iso.datetime().nullable().describe('When the last walk began that came to its end'),
  begun: z.iso.datetime().nullable().describe('When the present one began'),
  place: placeSchema.nullable().describe('Where it goes on; null where none is under way'),
});
export type SweepState = z.infer<typeof stateSchema>;

const NEVER: SweepState = { walked: null, begun: null, place: null };

/** A walk that nothing is known of begins again. */
export async function readState(lake: Pick<LakeStore, 'getText'>): Promise<SweepState> {
  return stateSchema.safeParse(parseJson((await lake.getText(SWEEP_KEY))?.text ?? '')).data ?? NEVER;
}

export async function writeState(lake: Pick<LakeStore, 'putText'>, state: SweepState): Promise<void> {
  await lake.putText(SWEEP_KEY, `${JSON.stringify(state)}\n`, 'application/json');
}
