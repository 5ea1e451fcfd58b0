/** What became of the sites' own generation. Energies kWh. */
import { z } from 'zod';

const kwh = z.number();
const share = z.number().nullable();

const figures = {
  consumed_kwh: kwh,
  generated_kwh: kwh,
  self_consumed_kwh: kwh
    .nullable()
    .describe(
      "Generated and consumed in the same interval; null where the file holds the registers of the grid's meter",
    ),
  imported_kwh: kwh.describe('From the grid'),
  exported_kwh: kwh.describe('Into the grid'),
  self_consumption: share.describe('Share of the generation that was consumed on the spot, 0 to 1'),
  self_sufficiency: share.describe('Share of the consumption that was generated on the spot, 0 to 1'),
};

export const solarSchema = z.object({
  ...figures,
  interval_minutes: z
    .number()
    .nullable()
    .describe('The longest interval: the longer it is, the higher self-consumption comes out'),
  avoided_costs: z
    .array(z.object({ currency: z.string(), amount: z.number() }))
    .describe('What the self-consumed energy would have cost to buy, with network and taxes'),
  sites: z.array(z.object({ site_id: z.string(), ...figures })).describe('The largest generators first, at most 20'),
});
export type Solar = z.infer<typeof solarSchema>;
