/** What pages and summaries tell of sites in a period: the figures of `/summary`, with their days, hours and kinds. */
import pMap from 'p-map';
import { z } from 'zod';
import { literal } from '../database/duckdb.ts';
import { queryRecord } from '../record/query.ts';
import { dayAfter } from '../text/days.ts';
import {
  type FiguresContext,
  type Period,
  type SiteFigures,
  siteFigures,
  type TogetherFigures,
  together,
} from './figures.ts';
import { type ForecastDay, siteForecast } from './forecast.ts';
import type { ServedSite } from './table.ts';

export interface SiteOverview extends SiteFigures {
  /** kWh used in an hour of day, mean of the days; an hour without readings is absent. */
  readonly hours: ReadonlyMap<number, number>;
  /** Days to come, by measure and day; empty where there is no forecast. */
  readonly forecast: readonly ForecastDay[];
}

export interface Overview {
  readonly period: Period;
  /** By name. */
  readonly sites: readonly SiteOverview[];
  readonly together: TogetherFigures;
}

/** Days that a page tells of where nobody says which. */
export const OVERVIEW_DAYS = 30;
const SITES_AT_ONCE = 4;

/** @returns the days up to one, it included */
export function periodUpTo(day: string): Period {
  return { from: dayAfter(day, 1 - OVERVIEW_DAYS), to: day };
}

export async function sitesOverview(
  sites: readonly Pick<ServedSite, 'site_id' | 'dataset'>[],
  period: Period,
  context: FiguresContext,
): Promise<Overview> {
  const told = await pMap(
    sites,
    async ({ site_id, dataset }) => {
      const forecast = await siteForecast(site_id, dataset, context);
      return {
        ...(await siteFigures(site_id, period, context)),
        hours: await usualHours(site_id, period, context),
        forecast: forecast === null || forecast === 'unreadable' ? [] : forecast.days,
      };
    },
    { concurrency: SITES_AT_ONCE },
  );
  return { period, sites: told, together: together(told.map(({ figures }) => figures)) };
}

const hoursSchema = z.array(z.object({ hour: z.coerce.number(), kwh: z.coerce.number() }));

async function usualHours(site: string, period: Period, context: FiguresContext): Promise<Map<number, number>> {
  const rows = await queryRecord(
    site,
    'balance_data',
    period,
    (relation) => `SELECT hour(timestamp) AS hour, sum(use_kwh) / count(DISTINCT CAST(timestamp AS DATE)) AS kwh
      FROM ${relation} WHERE use_kwh IS NOT NULL AND timestamp >= DATE ${literal(period.from)}
        AND timestamp < DATE ${literal(dayAfter(period.to, 1))}
      GROUP BY 1 ORDER BY 1`,
    context,
  );
  return new Map(hoursSchema.parse(rows).map(({ hour, kwh }) => [hour, kwh]));
}
