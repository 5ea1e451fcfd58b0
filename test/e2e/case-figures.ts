/** Reads the figures of a case from what a run published: its tables, report.json and the rejected records. */
import { z } from 'zod';
import { literal } from '../../shared/database/duckdb.ts';
import { TABLES } from '../../shared/tables/schema.ts';
import type { TestStack } from '../helpers/stack.ts';
import type { Figures } from './case-format.ts';

export interface PublishedRun {
  readonly lake: TestStack;
  readonly dataset: string;
  /** What the execution ended with: PUBLISHED or PARTIAL. */
  readonly outcome: string;
  /** Prefix of report.json and its companions. */
  readonly report: string;
}

/** Only what is compared; the report has a schema of its own. */
const reportSchema = z.looseObject({
  period: z.looseObject({ to: z.string() }),
  readings: z.looseObject({ rejected: z.number(), missing: z.number() }),
  rejected: z.looseObject({ quarantine: z.string().nullable() }),
  load: z
    .looseObject({
      sites: z.array(
        z.looseObject({
          measure: z.string(),
          mean_kw: z.number().nullable(),
          peak_kw: z.number().nullable(),
          peak_at: z.string().nullable(),
        }),
      ),
    })
    .nullish(),
  money: z
    .looseObject({
      totals: z.array(
        z.looseObject({
          currency: z.string(),
          net_cost: z.number(),
          net_cost_without_impossible: z.number().nullish(),
        }),
      ),
    })
    .nullish(),
  file_cost: z.looseObject({ amount: z.number(), currency: z.string().nullish() }).nullish(),
  overlap: z.looseObject({ readings: z.number() }).nullish(),
});

const rejectedSchema = z.object({ line: z.number(), code: z.string(), column: z.string().nullish() });

/** Tables and columns that a release may lack: its figures are then read from what it has, or are not known. */
const NAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(TABLES).map(([table, { columns }]) => [table, new Set(columns.map(({ name }) => name))]),
);
const BALANCE = 'balance_data';
const SERIES = 'upload_readings';
const READINGS = 'raw_energy_data';

type Row = readonly (string | null)[];

class Reader {
  readonly run: PublishedRun;
  readonly #asked = new Map<string, Promise<Row[]>>();
  #report: Promise<z.infer<typeof reportSchema>> | undefined;
  constructor(run: PublishedRun) {
    this.run = run;
  }

  get of(): string {
    return `dataset = ${literal(this.run.dataset)}`;
  }

  /** The table that has a row for each instant of the file. */
  get instants(): string {
    return NAMES.has(BALANCE) ? BALANCE : READINGS;
  }

  rows(sql: string): Promise<Row[]> {
    const asked = this.#asked.get(sql) ?? this.run.lake.query(sql);
    this.#asked.set(sql, asked);
    return asked;
  }

  async text(expression: string, table: string, where = 'true'): Promise<string | null> {
    const [row] = await this.rows(`SELECT ${expression} FROM ${table} WHERE ${this.of} AND ${where}`);
    return row?.[0] ?? null;
  }

  async number(expression: string, table: string, where?: string): Promise<number | null> {
    const text = await this.text(expression, table, where);
    return text === null ? null : Number(text);
  }

  /** @returns undefined in a release that keeps no balance */
  async balance(column: string): Promise<number | null | undefined> {
    const name = `${column}_kwh`;
    return NAMES.get(BALANCE)?.has(name) ? this.number(`sum(${name})`, BALANCE) : undefined;
  }

  /** @returns undefined in a release that does not keep the series as they were read */
  async flow(flow: string): Promise<number | null | undefined> {
    return NAMES.get(SERIES)?.has('flow') ? this.number('sum(value)', SERIES, `flow = ${literal(flow)}`) : undefined;
  }

  report(): Promise<z.infer<typeof reportSchema>> {
    this.#report ??= this.run.lake
      .text(`${this.run.report}report.json`)
      .then((text) => reportSchema.parse(JSON.parse(text)));
    return this.#report;
  }
}

/** What is drawn from the grid is not use where something is fed in and production is not measured. */
async function consumption(from: Reader): Promise<number | null> {
  if (NAMES.get(BALANCE)?.has('basis')) {
    const grids = await from.number('count(*)', BALANCE, `basis = 'grid' AND export_kwh > 0`);
    if (grids) return null;
  }
  return from.number('sum(kwh)', READINGS);
}

async function generation(from: Reader): Promise<number | null> {
  const production = await from.balance('production');
  return production === undefined ? from.number('sum(generated_kwh)', READINGS) : production;
}

async function selfConsumed(from: Reader): Promise<number | null> {
  const used = await from.balance('self_used');
  return used === undefined ? from.number('sum(self_consumed_kwh)', 'bill_data') : used;
}

async function byName(from: Reader, sql: string): Promise<Record<string, number>> {
  const rows = await from.rows(sql);
  return Object.fromEntries(rows.map(([name, sum]) => [name ?? '', Number(sum)]));
}

async function interval(from: Reader): Promise<number | null> {
  const length = NAMES.get(from.instants)?.has('end_utc')
    ? `date_diff('millisecond', utc, end_utc) / 60000.0`
    : 'interval_minutes';
  const [row] = await from.rows(
    `SELECT ${length}, count(*) FROM ${from.instants} WHERE ${from.of} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1`,
  );
  return row?.[0] == null ? null : Number(row[0]);
}

/** @returns undefined where the report has no load shape, or one for each of several sites */
async function load(from: Reader) {
  const sites = (await from.report()).load?.sites.filter(({ measure }) => measure !== 'generation') ?? [];
  return sites.length === 1 ? sites[0] : undefined;
}

async function bill(from: Reader) {
  return (await from.report()).money?.totals.find(({ currency }) => currency === 'EUR');
}

async function forecast(from: Reader): Promise<number[]> {
  const rows = await from.rows(
    `SELECT yhat FROM forecast_data WHERE ${from.of} AND measure <> 'generation' ORDER BY ds LIMIT 7`,
  );
  return rows.map(([yhat]) => Number(yhat));
}

const at = (expression: string): string => `date_format(${expression}, '%Y-%m-%d %H:%i:%s')`;

type Read = (from: Reader) => Promise<unknown>;

const READ = {
  consumption_kwh: consumption,
  generation_kwh: generation,
  import_kwh: (from) => from.balance('import'),
  export_kwh: (from) => from.balance('export'),
  charge_kwh: (from) => from.balance('charge'),
  discharge_kwh: (from) => from.balance('discharge'),
  self_consumed_kwh: selfConsumed,
  rest_kwh: (from) => from.number('sum(kwh)', READINGS, `appliance = 'rest'`),
  residual_kwh: (from) => from.balance('residual'),
  community_kwh: (from) => from.flow('community'),
  supplier_kwh: (from) => from.flow('supplier'),
  heat_kwh: (from) => from.flow('heat'),
  gas_m3: (from) => from.flow('gas'),
  series: (from) =>
    byName(from, `SELECT appliance, sum(kwh) FROM ${READINGS} WHERE ${from.of} AND kwh IS NOT NULL GROUP BY appliance`),
  series_count: (from) => from.number('count(DISTINCT appliance)', READINGS, `appliance <> 'rest'`),
  readings: (from) => from.number('count(DISTINCT utc)', from.instants),
  first: (from) => from.text(at('min_by("timestamp", utc)'), from.instants),
  last: (from) => from.text(at('max_by("timestamp", utc)'), from.instants),
  last_end: async (from) => (await from.report()).period.to,
  first_utc: (from) => from.text(at('min(utc)'), from.instants),
  last_utc: (from) => from.text(at('max(utc)'), from.instants),
  interval_minutes: interval,
  mean_kw: async (from) => (await load(from))?.mean_kw,
  peak_kw: async (from) => (await load(from))?.peak_kw,
  peak_at: async (from) => (await load(from))?.peak_at,
  cost_eur: async (from) => (await bill(from))?.net_cost,
  cost_eur_without_impossible: async (from) => (await bill(from))?.net_cost_without_impossible,
  file_cost: async (from) => (await from.report()).file_cost?.amount,
  file_currency: async (from) => (await from.report()).file_cost?.currency,
  month_kwh: (from) =>
    byName(
      from,
      `SELECT date_format(day, '%Y-%m'), sum(total_kwh) FROM daily_energy_data ` +
        `WHERE ${from.of} AND measure <> 'generation' GROUP BY 1`,
    ),
  missing_days: async (from) =>
    (await from.number(`sum(date_diff('day', gap_start, gap_end))`, 'missing_data', `measure <> 'generation'`)) ?? 0,
  missing_cells: async (from) => (await from.report()).readings.missing,
  rejected: async (from) => (await from.report()).readings.rejected,
  changes: async (from) =>
    (
      await from.rows(
        `SELECT date_format(start_timestamp, '%Y-%m-%d'), date_diff('day', start_timestamp, end_timestamp), ` +
          `excess_kwh FROM anomaly_event_data WHERE ${from.of} AND kind = 'LEVEL_SHIFT'`,
      )
    ).map(([start, days, kwh]) => ({ from: start, days: Number(days), kwh: Number(kwh) })),
  forecast_7_days_kwh: async (from) => {
    const days = await forecast(from);
    return days.length === 7 ? days.reduce((sum, each) => sum + each, 0) : null;
  },
  forecast_day_kwh: forecast,
  overlap_readings: async (from) => (await from.report()).overlap?.readings,
  record_kwh_after_both: async (from) => {
    const [row] = await from.rows(
      `SELECT sum(kwh) FROM ${READINGS} WHERE site_id IN (SELECT site_id FROM ${READINGS} WHERE ${from.of})`,
    );
    return row?.[0] == null ? null : Number(row[0]);
  },
  status: async (from) => from.run.outcome,
} satisfies Record<keyof Figures, Read>;

const READERS: ReadonlyMap<string, Read> = new Map(Object.entries(READ));

/** @param expected names to read, and the form in which the case gives them */
export async function publishedFigures(
  run: PublishedRun,
  expected: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const from = new Reader(run);
  const figures: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(expected)) {
    const read = READERS.get(name);
    if (!read) throw new Error(`nothing reads the figure ${name}`);
    figures[name] = name === 'rejected' && Array.isArray(value) ? await rejectedRecords(from) : await read(from);
  }
  return figures;
}

async function rejectedRecords(from: Reader): Promise<z.infer<typeof rejectedSchema>[]> {
  const key = (await from.report()).rejected.quarantine;
  if (key === null) return [];
  const text = await from.run.lake.text(key);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rejectedSchema.parse(JSON.parse(line)));
}
