import { fetchCells } from '../../shared/cells.ts';
import { type Clock, clockBetween, clockOf } from '../../shared/domain/clock.ts';
import { withDatabase } from '../../shared/duckdb.ts';
import { LOG } from '../../shared/log.ts';
import type { StepContext } from '../../shared/step.ts';
import { withFolder, writeTables } from '../../shared/tables.ts';
import type { AggregateOutput, Validated } from '../../statemachine/contract.ts';
import { billQuery } from './bills.ts';
import { costQuery, createCosts } from './costs.ts';
import { createDays } from './expected.ts';
import { datesOf, spreadOverHours } from './hours.ts';
import { createPrices } from './prices.ts';
import { dailyQuery, hourlyQuery, processedQuery } from './rollups.ts';
import { createSeries } from './series.ts';

/**
 * Describes a run's readings: figures per series, totals per local day, profile per local hour of day; what they cost by tariff band, and
 * what each site pays.
 * @returns where the tables were written
 * @throws InputRejected SETTING_INVALID when the lake's tariffs cannot be used
 */
export async function aggregate(input: Validated, context: StepContext): Promise<AggregateOutput> {
  return withFolder(context, (folder) =>
    withDatabase(context.database, async (db) => {
      const cells = await fetchCells(input, db, context, folder);
      const { longestMinutes } = await createSeries(db, cells, input.totals);
      const hours = spreadOverHours(cells.relation, longestMinutes);
      const dates = await datesOf(db, hours);
      const clock = clockOn(dates, input.timeZone);
      await createDays(db, dates, clock);
      const prices = await createPrices(db, dates, clock, context);
      await createCosts(db, hours, prices);
      const tables = await writeTables(
        [
          { table: 'processed_energy_data', query: processedQuery(cells.survey) },
          { table: 'daily_energy_data', query: dailyQuery(cells) },
          { table: 'hourly_energy_data', query: hourlyQuery(cells) },
          { table: 'cost_data', query: costQuery() },
          { table: 'bill_data', query: billQuery(hours, prices, false) },
        ],
        input,
        db,
        context,
        folder,
      );
      context.log.info(LOG.usageAggregated, { series: tables[0]?.rows, days: tables[1]?.rows });
      return { status: 'OK', tables };
    }),
  );
}

const TWO_DAYS_MS = 2 * 86_400_000;

/** The site's clock on these local dates, which no zone has more than a day away from UTC's. */
function clockOn(dates: readonly string[], zone: string): Clock {
  const [from, to] = [dates[0], dates.at(-1)].map((date) => Date.parse(`${date}T00:00:00Z`));
  if (from === undefined || to === undefined) throw new Error('A run without readings has nothing to describe.');
  return clockBetween(clockOf(zone, new Date(to).getUTCFullYear()), from - TWO_DAYS_MS, to + TWO_DAYS_MS);
}
