/**
 * Money and prices of a tariff file. They are decimals from the file to the bill: a price is kept as the text that the
 * person wrote, which is exact, and SQL multiplies it as DECIMAL.
 */
import { z } from 'zod';

/** Digits after the point: with the nine of an energy, a cost is exact in DECIMAL(38,15). */
export const PRICE_DECIMALS = 6;
/** Digits after the point of an amount of money, as SQL has it. */
export const COST_DECIMALS = 15;
/** Digits after the point of g/kWh: as kg they are PRICE_DECIMALS. */
const CARBON_DECIMALS = 3;

/** @param smallest and `largest` value that is accepted */
export function decimalSchema(decimals: number, smallest: number, largest: number) {
  return z
    .number('must be a number, without quotes')
    .min(smallest, smallest === 0 ? 'must not be below 0' : undefined)
    .max(largest)
    .transform(String)
    .refine((text) => new RegExp(`^-?\\d+(\\.\\d{1,${decimals}})?$`).test(text), {
      error: `has more than ${decimals} digits after the point`,
    });
}

const MOST = 1_000_000;
/** In the tariff's currency; room for those whose kWh costs thousands. Below 0 where there is too much energy. */
export const signedPrice = decimalSchema(PRICE_DECIMALS, -MOST, MOST);
export const carbon = decimalSchema(CARBON_DECIMALS, 0, 10_000);
/** What is counted, not paid: kWh, kW, a factor. */
export const quantity = decimalSchema(PRICE_DECIMALS, 0, 1_000_000_000);

/** A name in the tables and the report. */
export const nameSchema = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');
