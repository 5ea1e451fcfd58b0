/** Power factor and phases, of uploads that have reactive energy or each of three phases. */
import { z } from 'zod';

const siteId = z.string().describe('Site: home, building, plant');
const month = z.string().describe('Local month, `2026-10`');
const kw = z.number();
const kwh = z.number();

export const powerSchema = z.object({
  factors: z
    .array(
      z.object({
        site_id: siteId,
        series: z.string().describe('Name of the reactive energy; lagging and leading stand apart'),
        month,
        kwh: kwh.describe('From the grid, else used, in the intervals in which both are known'),
        kvarh: z.number().describe('Reactive energy of the same intervals'),
        power_factor: z.number().describe('kwh / √(kwh² + kvarh²)'),
      }),
    )
    .describe('By month, the last ones, at most 40; all of them are in power-factor.csv'),
  phases: z
    .array(
      z.object({
        site_id: siteId,
        flow: z.string().describe('What the phases are of: consumption, import, net'),
        month,
        l1_kwh: kwh,
        l2_kwh: kwh,
        l3_kwh: kwh,
        l1_peak_kw: kw.describe('Mean power of its highest interval'),
        l2_peak_kw: kw,
        l3_peak_kw: kw,
        imbalance: z
          .number()
          .nullable()
          .describe('How far the phase farthest from the mean of the three is from it, as a share of that mean'),
        difference_kw: kw.describe('Largest difference between two phases in an interval'),
        difference_at: z.string().describe('Start of that interval, wall clock at the site'),
      }),
    )
    .describe('By month, the last ones, at most 40; all of them are in phases.csv'),
});
export type Power = z.infer<typeof powerSchema>;

export const NO_POWER: Power = { factors: [], phases: [] };

/** Below it many grid operators charge for the reactive energy. */
export const LOW_POWER_FACTOR = 0.9;
