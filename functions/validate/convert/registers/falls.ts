/**
 * Why the stands of a register fall: each fall becomes a false stand that is left out, a jitter, a rollover, a restart
 * or a reset. docs/METHODS.md, "Registers", says how they are told apart.
 */
import type { Database } from '../../../../shared/database/duckdb.ts';

/** Columns that name a register. */
export const REGISTER = 'site_id, appliance';
const BY_TIME = `PARTITION BY ${REGISTER} ORDER BY utc`;

/** As many stands in a row may be false; more of them are what the register shows. */
const FALSE_IN_A_ROW = 3;
const RUNS = Array.from({ length: FALSE_IN_A_ROW }, (_, n) => n + 1);
/** A step up to, or back from, a false stand is this many times faster than any other step. */
const TIMES_FASTEST = 2;
/** Energy behind a rollover or a reset is believed up to this many times the fastest other step. */
const TIMES_BELIEVED = 3;
/**
 * A stand is false at its first sight where the step to it, or from a first stand of 0, is this many times the fastest
 * other one.
 */
const TIMES_ABSURD = 100;
/** Where every step lies near a fall: the fastest one is taken for this many times the median one. */
const TIMES_MEDIAN = 5;
/** A decrease of up to this many last digits, or of this share of the stand, is a jitter. */
const JITTER_DIGITS = 3;
const JITTER_SHARE = 0.001;
/** A register that rolls over was nearly full, and then nearly empty. */
const NEARLY_FULL = 0.9;
/** So many falls, one a day at whatever hour, are those of a counter of the day. */
const DAYS_TO_TELL = 2;
/** A counter of the day begins again at this share of the changes of the date, or more. */
const DAILY = 0.8;
/** The stands from which the register's own step is found. */
const STANDS_LOOKED_AT = 1000;

/** Stands with a digit in their last decimals of a kWh may be whole numbers of joules: those are none of a kWh. */
const NANO_OF_JOULES = 1000;
const JOULES_PER_KWH = 3_600_000;
/** Nine decimals of a kWh hold a joule to this part. */
const PART_OF_A_JOULE = 0.002;

const ENERGY = 'DECIMAL(18,9)';
const hours = (from: string, to: string) => `((epoch_us(${to}) - epoch_us(${from})) / 3600000000.0::DOUBLE)`;
const rate = (energy: string, from: string, to: string) => `CAST(${energy} AS DOUBLE) / ${hours(from, to)}`;

/** What a register's fall was found to be; SQL keeps the name. */
export const FALLS = ['JITTER', 'ROLLOVER', 'RESTART', 'RESET', 'UNKNOWN'] as const;
export type Fall = (typeof FALLS)[number];

/**
 * Makes `falling`, the registers of the table `register_steps` that fall somewhere or begin with a 0, and for them
 * - `false_stands`: `site_id, appliance, utc, timestamp, value`, what is left out;
 * - `judged_steps`: the columns of `register_steps` over the other stands, with `fall` (null where it does not) and
 *   `energy` (kWh, null where it is not known).
 * @returns whether there is such a register; where not, the last two are not made
 */
export async function judgeFalls(db: Database): Promise<boolean> {
  await db.run(
    `CREATE OR REPLACE TEMP TABLE falling AS SELECT ${REGISTER} FROM register_steps GROUP BY ALL ` +
      `HAVING count_if(next_value < value) > 0 ` +
      `OR (arg_min(value, utc) = 0 AND coalesce(arg_min(next_value, utc), 0) > 0)`,
  );
  const [some] = await db.rows('SELECT count(*) AS n FROM falling');
  if (Number(some?.n) === 0) return false;
  await createNeighbours(db);
  await createHabits(db);
  await createFalseStands(db);
  await createJudged(db);
  return true;
}

/** `neighbours`: each stand with its place, the ones before and behind it, and whether a fall is near. */
async function createNeighbours(db: Database): Promise<void> {
  const beside = RUNS.flatMap((n) => [
    `lead(value, ${n + 1}) OVER w AS next_${n}`,
    `lead(utc, ${n}) OVER w AS next_utc_${n}`,
    `lag(value, ${n}) OVER w AS before_${n}`,
    `lag(utc, ${n}) OVER w AS before_utc_${n}`,
  ]);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE neighbours AS SELECT *, ` +
      `coalesce(bool_or(falls) OVER (${BY_TIME} ROWS BETWEEN ${FALSE_IN_A_ROW + 1} ` +
      `PRECEDING AND ${FALSE_IN_A_ROW + 1} FOLLOWING), false) AS near_fall FROM (` +
      `SELECT *, row_number() OVER w AS place, coalesce(next_value < value, false) AS falls, ` +
      `CAST(timestamp AS DATE) <> CAST(next_timestamp AS DATE) AS over_midnight, ${beside.join(', ')}, ` +
      `lead(utc, ${FALSE_IN_A_ROW + 1}) OVER w AS next_utc_${FALSE_IN_A_ROW + 1} ` +
      `FROM register_steps SEMI JOIN falling USING (${REGISTER}) WINDOW w AS (${BY_TIME}))`,
  );
}

/**
 * `habits`, a row a register: `fastest` (the highest power of an ordinary step, kW), `counted` (the unit that it
 * counts in, a kWh or a joule), `grain` and `digit` (its common step and its last digit), all three in kWh, and
 * `restarts`: whether it usually falls where the date changes, and goes on from there.
 */
async function createHabits(db: Database): Promise<void> {
  const nano = 'CAST(CAST(value AS DECIMAL(38,9)) * 1000000000 AS BIGINT)';
  const joules = `CAST(value AS DOUBLE) * ${JOULES_PER_KWH}`;
  const places = ['place', 'CASE WHEN near_fall THEN place END'];
  const grainOf = (count: string) => {
    const [first, atFalls] = places.map((order) => `arg_min(${count}, ${order}, ${STANDS_LOOKED_AT})`);
    return `nullif(list_reduce(list_concat(${first}, coalesce(${atFalls}, [])), lambda a, b: gcd(a, b)), 0)`;
  };
  const lastDigit = (count: string) => `pow(10, length(${count}::VARCHAR) - length(rtrim(${count}::VARCHAR, '0')))`;
  const atMidnight = 'falls AND over_midnight AND coalesce(next_1 < value, true)';
  const power = rate('next_value - value', 'utc', 'next_utc');
  await db.run(
    `CREATE OR REPLACE TEMP TABLE habits AS SELECT *, grains * smallest AS grain, ` +
      `${lastDigit('grains')} * smallest AS digit FROM (` +
      `SELECT *, restarts AND midnight_falls >= ${DAILY} * midnights AS daily, ` +
      `CASE WHEN in_joules THEN grain_joules ELSE grain_nano END AS grains, ` +
      `CASE WHEN in_joules THEN 1.0::DOUBLE / ${JOULES_PER_KWH} ELSE 1e-9::DOUBLE END AS smallest, ` +
      `CASE WHEN in_joules THEN 1.0::DOUBLE / ${JOULES_PER_KWH} ELSE 1.0::DOUBLE END AS counted FROM (` +
      `SELECT *, whole_joules AND grain_nano < ${NANO_OF_JOULES} AS in_joules FROM (` +
      `SELECT ${REGISTER}, coalesce(max(${power}) FILTER (NOT near_fall AND next_value > value), ` +
      `${TIMES_MEDIAN} * median(${power}) FILTER (next_value > value)) AS fastest, ` +
      // A first stand of 0 is no ordinary one before it is judged.
      `max(${power}) FILTER (NOT near_fall AND next_value > value AND place > 1) AS fastest_later, ` +
      `count_if(over_midnight AND value > 0) AS midnights, ` +
      `count_if(over_midnight AND value > 0 AND falls) AS midnight_falls, ` +
      `count_if(${atMidnight}) >= 2 AND 2 * count_if(${atMidnight}) >= count_if(falls) AS restarts, ` +
      `${grainOf(nano)} AS grain_nano, ${grainOf(`CAST(round(${joules}) AS BIGINT)`)} AS grain_joules, ` +
      `bool_and(abs(${joules} - round(${joules})) < ${PART_OF_A_JOULE}) AS whole_joules ` +
      `FROM neighbours GROUP BY ALL)))`,
  );
}

/** A stand that lies apart from those around it, which themselves go on as if it had not been there. */
async function createFalseStands(db: Database): Promise<void> {
  // Behind the fall: low stands, then one that is not below the stand before the fall.
  const last = (n: number) => (n === 1 ? 'next_value' : `next_${n - 1}`);
  const low = RUNS.map((n) => {
    const back = `${rate(`next_${n} - ${last(n)}`, `next_utc_${n}`, `next_utc_${n + 1}`)}`;
    return { n, is: `next_${n} >= value`, jump: back };
  });
  // Before the fall: high stands, and before them one that is not above the stand behind the fall.
  const first = (n: number) => (n === 1 ? 'value' : `before_${n - 1}`);
  const firstUtc = (n: number) => (n === 1 ? 'utc' : `before_utc_${n - 1}`);
  const high = RUNS.map((n) => {
    const up = `${rate(`${first(n)} - before_${n}`, `before_utc_${n}`, firstUtc(n))}`;
    return { n, is: `before_${n} <= next_value`, jump: up };
  });
  const choose = (runs: typeof low, what: (run: (typeof low)[number]) => string) =>
    `CASE ${runs.map((run) => `WHEN ${run.is} THEN ${what(run)}`).join(' ')} END`;
  const fast = `> ${TIMES_FASTEST} * coalesce(fastest, 0)`;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE false_stands AS WITH ` +
      `falls AS (SELECT n.*, fastest, ${choose(low, ({ n }) => String(n))} ` +
      `AS low_run, ${choose(low, ({ jump }) => jump)} AS low_jump, ` +
      `${choose(high, ({ n }) => String(n))} AS high_run, ${choose(high, ({ jump }) => jump)} AS high_jump ` +
      `FROM neighbours n JOIN habits USING (${REGISTER}) WHERE falls AND NOT (restarts AND over_midnight)), ` +
      `told AS (SELECT *, coalesce(low_jump ${fast}, false) AS is_low, coalesce(high_jump ${fast}, false) AS is_high ` +
      `FROM falls), ` +
      `runs AS (SELECT ${REGISTER}, CASE ` +
      `WHEN is_low AND (NOT is_high OR low_run < high_run OR (low_run = high_run AND low_jump >= high_jump)) ` +
      `THEN range(place + 1, place + 1 + low_run) ` +
      `WHEN is_high THEN range(place - high_run + 1, place + 1) ` +
      // Just before a rollover or a reset nothing goes on as before: then only what is far beyond anything is false.
      `WHEN high_run IS NULL AND ${rate('value - before_1', 'before_utc_1', 'utc')} > ${TIMES_ABSURD} * fastest ` +
      `THEN [place] END AS places FROM told), ` +
      `places AS (SELECT DISTINCT ${REGISTER}, unnest(places) AS place FROM runs UNION ` +
      `SELECT ${REGISTER}, 1 FROM neighbours JOIN habits USING (${REGISTER}) ` +
      `WHERE place = 1 AND value = 0 AND next_value > 0 ` +
      `AND ${rate('next_value', 'utc', 'next_utc')} > ${TIMES_ABSURD} * fastest_later) ` +
      `SELECT ${REGISTER}, utc, timestamp, value FROM neighbours JOIN places USING (${REGISTER}, place)`,
  );
}

/** The steps between the stands that are left, with what each fall is. */
async function createJudged(db: Database): Promise<void> {
  const nearly = (modulus: string) =>
    `CASE WHEN value >= ${NEARLY_FULL} * ${modulus} ` +
    `AND next_value <= ${1 - NEARLY_FULL} * ${modulus} THEN ${modulus} END`;
  const power10 = 'counted * pow(10, floor(log10(value / counted)) + 1)';
  const power2 = (step: string) => `${step} * pow(2, floor(log2(value / ${step})) + 1)`;
  const moduli = [power10, power2('digit'), power2('grain')].map(nearly);
  const believed = (energy: string) =>
    `coalesce(${rate(energy, 'utc', 'next_utc')} <= ${TIMES_BELIEVED} * fastest, true)`;
  // The whole register's steps are looked at once more: without its false stands others follow one another.
  await db.run(
    `CREATE OR REPLACE TEMP TABLE judged_steps AS WITH ` +
      `stands AS (SELECT ${REGISTER}, utc, timestamp, value FROM neighbours ` +
      `ANTI JOIN false_stands USING (${REGISTER}, utc)), ` +
      `steps AS (SELECT *, lead(value) OVER w AS next_value, lead(utc) OVER w AS next_utc, ` +
      `lead(timestamp) OVER w AS next_timestamp, ` +
      `value = lag(value) OVER w OR lead(value, 2) OVER w = 0 AS rests FROM stands WINDOW w AS (${BY_TIME})), ` +
      // A register that rolls over does so by what was used, and not by the day.
      `days AS (SELECT ${REGISTER}, count(DISTINCT CAST(timestamp AS DATE)) AS days, ` +
      `count_if(next_value < CAST(value AS DOUBLE) / 2) AS falls, ` +
      `count(DISTINCT CASE WHEN next_value < CAST(value AS DOUBLE) / 2 THEN CAST(next_timestamp AS DATE) END) ` +
      `AS of_days FROM steps GROUP BY ALL), ` +
      `filled AS (SELECT s.*, fastest, digit, ` +
      `falls >= ${DAYS_TO_TELL} AND falls = of_days AND falls >= ${DAILY} * (days - 1) AS once_a_day, ` +
      `CAST(timestamp AS DATE) <> CAST(next_timestamp AS DATE) ` +
      `AND (daily OR (restarts AND next_value < value)) AS restarted, ` +
      `value - next_value <= greatest(${JITTER_DIGITS} * digit, ${JITTER_SHARE} * value) ` +
      `AND 2 * next_value >= value AS jitters, ` +
      `CASE WHEN value > 0 AND next_value < value ` +
      `THEN CAST(list_min([${moduli.join(', ')}]) AS ${ENERGY}) END AS modulus ` +
      `FROM steps s JOIN habits USING (${REGISTER}) JOIN days USING (${REGISTER})), ` +
      `named AS (SELECT *, CASE WHEN next_value IS NULL THEN NULL WHEN restarted THEN 'RESTART' ` +
      `WHEN next_value >= value THEN NULL WHEN jitters THEN 'JITTER' ` +
      `WHEN modulus IS NOT NULL AND NOT once_a_day AND ${believed('modulus - value + next_value')} ` +
      // What passes its last digit goes on: it hardly ever rests before, or at 0.
      `AND NOT coalesce(next_value = 0 AND rests AND modulus - value > ${JITTER_DIGITS} * digit, false) ` +
      `THEN 'ROLLOVER' ` +
      `WHEN ${believed('next_value')} THEN 'RESET' ELSE 'UNKNOWN' END AS fall FROM filled), ` +
      `stretched AS (SELECT *, coalesce(sum(CASE WHEN fall IS NULL OR fall = 'JITTER' THEN 0 ELSE 1 END) ` +
      `OVER (${BY_TIME} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS stretch FROM named), ` +
      // The highest stand so far: what a jitter takes back is not counted twice.
      `topped AS (SELECT *, max(value) OVER (PARTITION BY ${REGISTER}, stretch ORDER BY utc) AS top FROM stretched) ` +
      `SELECT ${REGISTER}, ${startedLate()}, next_utc, next_timestamp, value, next_value, fall, CASE ` +
      `WHEN next_value IS NULL OR fall = 'UNKNOWN' THEN NULL ` +
      `WHEN fall IS NULL OR fall = 'JITTER' THEN greatest(next_value, top) - top ` +
      `WHEN fall = 'ROLLOVER' THEN greatest(modulus - top, 0) + next_value ELSE next_value END AS energy FROM topped`,
  );
  for (const table of ['neighbours', 'habits']) await db.run(`DROP TABLE ${table}`);
}

/** What a counter of the day shows after days without a stand is of its last day: nothing is known of those before. */
function startedLate(): string {
  const late = `restarted AND CAST(next_timestamp AS DATE) - CAST(timestamp AS DATE) > 1`;
  const midnight = "date_trunc('day', next_timestamp)";
  return (
    `CASE WHEN ${late} THEN next_utc - (next_timestamp - ${midnight}) ELSE utc END AS utc, ` +
    `CASE WHEN ${late} THEN ${midnight} ELSE timestamp END AS timestamp`
  );
}
