/** power_factor_data and phase_data: what readings beside the energies, and the phases of a meter, tell. */
import { literal } from '../../shared/database/duckdb.ts';
import type { TableQuery } from '../../shared/lake/run-files.ts';
import type { AppliedLayout } from '../../shared/readings/layout.ts';

const PHASES = ['L1', 'L2', 'L3'] as const;

interface PhaseSeries {
  readonly series: string;
  readonly flow: string;
  readonly phase: (typeof PHASES)[number];
}

/** What of it an upload can tell. */
export interface PowerReadings {
  readonly reactive: boolean;
  /** None where one of the three phases is not there. */
  readonly phases: readonly PhaseSeries[];
}

export function powerReadingsIn(layout: AppliedLayout | null): PowerReadings {
  const balance = layout?.balance;
  if (!balance) return { reactive: false, phases: [] };
  const phaseOf = new Map(layout.columns.map(({ name, phase }) => [name, phase]));
  const phases = balance.series.flatMap(({ name, column, flow, left_out }): PhaseSeries[] => {
    const phase = left_out === undefined ? phaseOf.get(column) : undefined;
    return phase === undefined ? [] : [{ series: name, flow, phase }];
  });
  const whole = [...Map.groupBy(phases, ({ flow }) => flow).values()].filter((same) =>
    PHASES.every((phase) => same.some((each) => each.phase === phase)),
  );
  return {
    reactive: balance.measures.some(({ quantity }) => quantity === 'reactive'),
    phases: whole.flat(),
  };
}

/**
 * @param readings relation of upload_readings
 * @param balance relation of balance_data
 */
export function powerQueries({ reactive, phases }: PowerReadings, readings: string, balance: string): TableQuery[] {
  return [
    ...(reactive ? [{ table: 'power_factor_data', query: factorQuery(readings, balance) } as const] : []),
    ...(phases.length > 0 ? [{ table: 'phase_data', query: phaseQuery(readings, phases) } as const] : []),
  ];
}

const HOURS = '((epoch_us(end_utc) - epoch_us(utc)) / 3600000000.0)';
const MONTH = "strftime(timestamp, '%Y-%m')";

/** The balance may have longer intervals than the reactive energy: those count that it fills. */
function factorQuery(readings: string, balance: string): string {
  const kvarh = `CASE unit WHEN 'kvarh' THEN value WHEN 'kvar' THEN CAST(value * ${HOURS} AS DECIMAL(38,9)) END`;
  const reactive = `
    SELECT site_id, series, utc, end_utc, CAST(${kvarh} AS DECIMAL(38,9)) AS kvarh FROM ${readings}
    WHERE flow = 'reactive' AND end_utc > utc`;
  const active = `
    SELECT site_id, min(timestamp) AS timestamp, utc, end_utc,
      sum(CAST(coalesce(import_kwh, use_kwh) AS DECIMAL(38,9))) AS kwh
    FROM ${balance} WHERE end_utc > utc GROUP BY site_id, utc, end_utc`;
  return `
    SELECT *, kwh / sqrt(kwh * kwh + kvarh * kvarh) AS power_factor
    FROM (
      SELECT site_id, series, ${MONTH} AS month, CAST(sum(kwh) AS DOUBLE) AS kwh, CAST(sum(kvarh) AS DOUBLE) AS kvarh
      FROM (
        SELECT r.site_id, r.series, b.timestamp, b.utc, b.end_utc, b.kwh, sum(r.kvarh) AS kvarh
        FROM (${reactive}) r ASOF JOIN (${active}) b ON r.site_id = b.site_id AND r.utc >= b.utc
        WHERE r.kvarh IS NOT NULL AND b.kwh IS NOT NULL AND r.end_utc <= b.end_utc
        GROUP BY ALL
        HAVING sum(epoch_us(r.end_utc) - epoch_us(r.utc)) = epoch_us(b.end_utc) - epoch_us(b.utc)
      ) GROUP BY ALL
    ) WHERE kwh > 0 ORDER BY site_id, series, month`;
}

/** Phases of several meters of a site add up before they are compared. */
function phaseQuery(readings: string, phases: readonly PhaseSeries[]): string {
  const named = phases.map(({ series, flow, phase }) => `(${[series, flow, phase].map(literal).join(', ')})`);
  const each = (of: (column: string) => string) => PHASES.map((phase) => of(phase.toLowerCase())).join(', ');
  const intervals = `
    SELECT site_id, flow, min(timestamp) AS timestamp, utc, end_utc, ${HOURS} AS hours,
      ${PHASES.map((phase) => `sum(kwh) FILTER (phase = '${phase}') AS ${phase.toLowerCase()}`).join(', ')}
    FROM (
      SELECT site_id, r.flow, phase, timestamp, utc, end_utc, CAST(value AS DECIMAL(38,9)) AS kwh
      FROM ${readings} r JOIN (VALUES ${named.join(', ')}) p(series, flow, phase) USING (series, flow)
      WHERE unit = 'kWh' AND end_utc > utc
    ) GROUP BY site_id, flow, utc, end_utc`;
  const mean = 'CAST((l1 + l2 + l3) / 3 AS DECIMAL(38,9))';
  const apart = (of: string) => `abs(${of} - ${mean})`;
  const difference = 'CAST(greatest(l1, l2, l3) - least(l1, l2, l3) AS DOUBLE) / hours';
  return `
    SELECT site_id, flow, ${MONTH} AS month, ${each((of) => `CAST(sum(${of}) AS DOUBLE) AS ${of}_kwh`)},
      ${each((of) => `max(CAST(${of} AS DOUBLE) / hours) AS ${of}_peak_kw`)},
      CAST(sum(greatest(${each(apart)})) AS DOUBLE) / nullif(CAST(sum(abs(${mean})) AS DOUBLE), 0) AS imbalance,
      max(${difference}) AS difference_kw,
      arg_max(timestamp, (${difference}, -epoch_us(utc))) AS difference_timestamp
    FROM (${intervals}) WHERE l1 IS NOT NULL AND l2 IS NOT NULL AND l3 IS NOT NULL
    GROUP BY site_id, flow, month ORDER BY site_id, flow, month`;
}
