/** What the energy cost, and what it emitted. Amounts are in the tariff's `currency`; energies kWh, CO2 kg. */
import { z } from 'zod';
import { BILL_KIND_NAMES } from '../energy/bill-kinds.ts';

const amount = z.number();
const kwh = z.number();
const count = z.number().int().nonnegative();
const currency = z.string();
const siteId = z.string().describe('Site: home, building, plant');
const co2 = z
  .number()
  .nullable()
  .describe('CO2 of the energy from the grid, kg; null where the tariff gives no factor');

const amounts = {
  days: count.describe('Site days with readings'),
  days_without_tariff: count.describe(
    'Site days on which no version of the tariff is valid: their energy has no cost here',
  ),
  imported_kwh: kwh.nullable().describe('From the grid; null when the file gives no consumption'),
  exported_kwh: kwh.nullable().describe('Into the grid; null when the file gives no generation'),
  energy_cost: amount.describe('Energy from the grid at the prices of its times'),
  standing_charge: amount.describe('Charges by time, of the days with readings'),
  export_revenue: amount.describe('Energy into the grid at the export price'),
  net_cost: amount.describe('All lines of the bill: what exports earn taken off'),
  spread_kwh: kwh
    .default(0)
    .describe('Consumption whose hours are not known: spread evenly over its time, and so priced'),
  impossible_kwh: kwh.default(0).describe('Consumption by readings that are not believed; it is in the bill'),
  net_cost_without_impossible: amount
    .nullable()
    .default(null)
    .describe('The net cost without the readings that are not believed; null where there are none'),
  unpriced_kwh: kwh.default(0).describe('From the grid at times at which the tariff has no price: in no amount'),
  split_kwh: kwh.default(0).describe('From the grid by readings across a change of the price: split by time'),
  average_price: amount.nullable().describe('Energy cost / energy from the grid'),
  co2_kg: co2,
};

export const moneySchema = z.object({
  totals: z
    .array(
      z.object({
        currency,
        gross_cost: amount
          .nullable()
          .default(null)
          .describe(
            'What all that was used costs by the bands, as if all of it came from the grid. Less energy_cost: what ' +
              'own energy took off; null in a report of an earlier release',
          ),
        ...amounts,
      }),
    )
    .describe('All sites together, one entry a currency'),
  sites: z
    .array(
      z.object({
        site_id: siteId,
        tariff: z.string(),
        prices: z
          .string()
          .nullable()
          .default(null)
          .describe('Digest of what the tariff said of these days; null for the price of the settings'),
        currency,
        ...amounts,
      }),
    )
    .describe('The largest bills first. All days of all sites are in the table bill_data and in bills.csv'),
  lines: z
    .array(
      z.object({
        currency,
        kind: z.enum(BILL_KIND_NAMES),
        name: z.string().describe('Band, charge or tax'),
        quantity: z.number().describe('kWh, kW or days; 0 where the line counts nothing'),
        unit: z.string(),
        amount: amount.nullable().describe('Below 0 where it earns; null without a price, or where it is not known'),
        unknown_months: count
          .default(0)
          .describe('Months in which a charge on demand is not known, because readings of more than an hour tell none'),
      }),
    )
    .default([])
    .describe('The lines of all bills together, in their order; site by site and month by month in bill_line_data'),
  bands: z
    .array(
      z.object({
        currency,
        band: z.string(),
        kwh: kwh.describe('Consumed in the band, as if all of it came from the grid'),
        cost: amount,
        lowest_price: amount.nullable().describe('Of a kWh in this period; null where no tariff is valid'),
        highest_price: amount.nullable(),
      }),
    )
    .describe('Consumption by band of the tariff, the most expensive first'),
  appliances: z
    .array(
      z.object({
        site_id: siteId,
        appliance: z.string(),
        currency,
        kwh,
        cost: amount.describe('As if all of it came from the grid'),
        shift_saving: amount.describe("If what was used in each day's dearest band had been used in its cheapest one"),
        co2_kg: co2,
      }),
    )
    .describe('The most expensive first. All of them, by day and band, are in the table cost_data and in costs.csv'),
});
export type Money = z.infer<typeof moneySchema>;
