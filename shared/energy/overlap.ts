/** What an upload has in common with others of its sites. */
import { z } from 'zod';

/** So many other uploads are named, the ones with the most readings first. */
export const OVERLAP_NAMES = 5;
/** Energies that differ by less are the same, apart from rounding, kWh. */
export const SAME_KWH = 0.0005;

const count = z.number().int().nonnegative();
const kwh = z.number().nullable();

export const overlapSchema = z.object({
  readings: count.describe('Readings of the upload at times that other uploads tell of'),
  from: z.string().describe('Start of the first of them, wall clock at the site'),
  to: z.string().describe('End of the last of them'),
  datasets: z.array(z.string()).max(OVERLAP_NAMES).describe('The other uploads, those with the most readings first'),
  left_out: count.describe('How many more there are'),
  kwh: kwh.describe('What is used there by this upload; null where it does not tell'),
  others_kwh: kwh.describe('What is used there by the others'),
  generated_kwh: kwh.describe('What is produced there by this upload; null where it does not tell'),
  others_generated_kwh: kwh.describe('What is produced there by the others'),
});
export type Overlap = z.infer<typeof overlapSchema>;
