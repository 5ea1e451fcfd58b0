import type { Report } from '../../../../shared/report/report.ts';
import type { Measure } from '../../../../shared/tables/schema.ts';

export type MeasuredSeries = NonNullable<Report['consumption']>['appliances'][number];

/** The series of a measure and their total, kWh; null where the report does not have the measure. */
export function seriesOf(report: Report, measure: Measure): { series: MeasuredSeries[]; total: number } | null {
  const { consumption, generation } = report;
  switch (measure) {
    case 'consumption':
      return consumption && { series: consumption.appliances, total: consumption.total_kwh };
    case 'generation':
      return generation && { series: generation.sites, total: generation.total_kwh };
  }
}
