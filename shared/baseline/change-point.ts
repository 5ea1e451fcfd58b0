/**
 * What a day's energy was at its outdoor temperature: change-point models of ASHRAE Guideline 14-2014, fitted to days
 * and chosen as CalTRACK 2.0 does. Formulas and sources: docs/METHODS.md, Baseline.
 */
import { z } from 'zod';
import { MS_PER_DAY } from '../text/days.ts';
import { type Fit, leastSquares } from './least-squares.ts';
import { NORMAL_95 } from './student.ts';

/** The shapes, with what of a model each has; parameters are coefficients and change points. */
export const SHAPES = {
  mean: { parameters: 1, heating: false, cooling: false, words: 'no dependence on the temperature' },
  heating: { parameters: 3, heating: true, cooling: false, words: 'heating, 3 parameters' },
  cooling: { parameters: 3, heating: false, cooling: true, words: 'cooling, 3 parameters' },
  both: { parameters: 5, heating: true, cooling: true, words: 'heating and cooling, 5 parameters' },
} as const;
const SHAPE_NAMES = ['mean', 'heating', 'cooling', 'both'] as const satisfies (keyof typeof SHAPES)[];
type Shape = (typeof SHAPE_NAMES)[number];

/** A whole local day. */
export interface ClimateDay {
  /** `2026-10-01` */
  readonly day: string;
  readonly kwh: number;
  /** Its mean outdoors, °C. */
  readonly temperature: number;
}

const branchSchema = z
  .object({ change_point: z.number().describe('°C'), kwh_per_degree: z.number().describe('kWh a day for each °C') })
  .nullable();

export const baselineSchema = z.object({
  shape: z.enum(SHAPE_NAMES),
  base_kwh: z.number().describe('A day on which nothing is heated or cooled'),
  heating: branchSchema.describe('For each °C below the change point'),
  cooling: branchSchema.describe('For each °C above the change point'),
  days: z.number().int(),
  mean_kwh: z.number(),
  coldest: z.number().describe('Lowest daily mean that the baseline has seen, °C'),
  warmest: z.number(),
  rmse_kwh: z.number().describe('√(Σ(y − ŷ)² / (n − p))'),
  r2: z.number(),
  adjusted_r2: z.number(),
  cv_rmse: z.number().describe('rmse / mean'),
  nmbe: z.number().describe('Σ(y − ŷ) / ((n − p) × mean)'),
  autocorrelation: z.number().describe('Of the misses of days that follow one another'),
  effective_days: z.number().describe('n (1 − ρ) / (1 + ρ), at most n'),
});
export type Baseline = z.infer<typeof baselineSchema>;

/** Change points that are tried, °C: 30 to 90 °F of CalTRACK. */
const [LOWEST, HIGHEST, STEP] = [-1, 32, 0.5];
/** What a branch needs on its side of the change point. */
const BRANCH_DAYS = 10;
const BRANCH_DEGREE_DAYS = 11;
/** Fewer days show no more than their weather. */
export const FEWEST_DAYS = 60;

/** Of two models that fit alike the simpler one counts, which stands first. */
const A_TIE = 1e-12;

/** @returns null with fewer than `FEWEST_DAYS`, or where nothing was used */
export function fitBaseline(days: readonly ClimateDay[]): Baseline | null {
  const mean = meanOf(days.map(({ kwh }) => kwh));
  if (days.length < FEWEST_DAYS || !(mean > 0)) return null;
  const all = squaresAbout(days, mean);
  const scored = candidates(days).map((each) => ({ ...each, score: adjusted(each, days.length, all) }));
  const [first, ...others] = scored;
  if (first === undefined) return null;
  const best = others.reduce((chosen, each) => (each.score > chosen.score + A_TIE ? each : chosen), first);
  return described(best, days, mean, all);
}

/** The energy of a day at its temperature, by a baseline, kWh. */
export function expectedKwh({ base_kwh, heating, cooling }: Baseline, temperature: number): number {
  const below = heating === null ? 0 : heating.kwh_per_degree * Math.max(0, heating.change_point - temperature);
  const above = cooling === null ? 0 : cooling.kwh_per_degree * Math.max(0, temperature - cooling.change_point);
  return base_kwh + below + above;
}

interface Candidate {
  readonly shape: Shape;
  readonly heatingPoint: number | null;
  readonly coolingPoint: number | null;
  readonly fit: Fit;
}

interface Branch {
  readonly point: number;
  /** How far each day is beyond it. */
  readonly degrees: Float64Array;
}

/** Every model that its data bear: enough days on each side, slopes above 0 that chance does not explain. */
function candidates(days: readonly ClimateDay[]): Candidate[] {
  const points = Array.from({ length: Math.round((HIGHEST - LOWEST) / STEP) + 1 }, (_, place) => LOWEST + place * STEP);
  const branches = (sign: 1 | -1) =>
    points
      .map((point): Branch => {
        const beyond = days.map(({ temperature }) => Math.max(0, sign * (temperature - point)));
        return { point, degrees: new Float64Array(beyond) };
      })
      .filter(borne);
  const [heating, cooling] = [branches(-1), branches(1)];
  const pairs = {
    mean: [[null, null]],
    heating: heating.map((low) => [low, null] as const),
    cooling: cooling.map((high) => [null, high] as const),
    both: heating.flatMap((low) =>
      cooling.filter(({ point }) => point >= low.point).map((high) => [low, high] as const),
    ),
  } as const satisfies Record<Shape, readonly (readonly [Branch | null, Branch | null])[]>;
  const ones = new Float64Array(days.length).fill(1);
  const values = new Float64Array(days.map(({ kwh }) => kwh));
  return SHAPE_NAMES.flatMap((shape) =>
    pairs[shape].flatMap(([low, high]): Candidate[] => {
      const columns = [ones, ...[low, high].flatMap((branch) => branch?.degrees ?? [])];
      const fit = leastSquares(columns, values);
      if (fit === null || !qualified(fit)) return [];
      return [{ shape, heatingPoint: low?.point ?? null, coolingPoint: high?.point ?? null, fit }];
    }),
  );
}

function borne({ degrees }: Branch): boolean {
  const beyond = degrees.filter((each) => each > 0);
  return beyond.length >= BRANCH_DAYS && beyond.reduce((sum, each) => sum + each, 0) >= BRANCH_DEGREE_DAYS;
}

function qualified({ coefficients: [base = 0, ...slopes], standardErrors: [, ...errors] }: Fit): boolean {
  return base >= 0 && slopes.every((slope, place) => slope > 0 && slope >= NORMAL_95 * (errors[place] ?? 0));
}

/** R² for its parameters. @param all squares of the days about their mean */
function adjusted({ shape, fit }: Candidate, n: number, all: number): number {
  if (all === 0) return shape === 'mean' ? 1 : 0;
  return 1 - fit.sse / (n - SHAPES[shape].parameters) / (all / (n - 1));
}

function described(candidate: Candidate, days: readonly ClimateDay[], mean: number, all: number): Baseline {
  const { shape, heatingPoint, coolingPoint, fit } = candidate;
  const [base = 0, ...slopes] = fit.coefficients;
  const n = days.length;
  const free = n - SHAPES[shape].parameters;
  const rmse = Math.sqrt(fit.sse / free);
  const rho = autocorrelation(days, fit.residuals);
  const branch = (point: number | null, slope: number | undefined) =>
    point === null ? null : { change_point: point, kwh_per_degree: slope ?? 0 };
  const temperatures = days.map(({ temperature }) => temperature);
  return {
    shape,
    base_kwh: base,
    heating: branch(heatingPoint, slopes[0]),
    cooling: branch(coolingPoint, slopes[heatingPoint === null ? 0 : 1]),
    days: n,
    mean_kwh: mean,
    coldest: temperatures.reduce((a, b) => Math.min(a, b)),
    warmest: temperatures.reduce((a, b) => Math.max(a, b)),
    rmse_kwh: rmse,
    r2: all === 0 ? 1 : 1 - fit.sse / all,
    adjusted_r2: adjusted(candidate, n, all),
    cv_rmse: rmse / mean,
    nmbe: fit.residuals.reduce((sum, each) => sum + each, 0) / (free * mean),
    autocorrelation: rho,
    effective_days: Math.min(n, (n * (1 - rho)) / (1 + rho)),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

function squaresAbout(days: readonly ClimateDay[], mean: number): number {
  return days.reduce((sum, { kwh }) => sum + (kwh - mean) ** 2, 0);
}

/** Only of days that follow one another: a gap says nothing of the next day. @returns 0 where nothing is missed */
function autocorrelation(days: readonly ClimateDay[], residuals: Float64Array): number {
  const squares = residuals.reduce((sum, each) => sum + each * each, 0) / residuals.length;
  const pairs = days.flatMap(({ day }, place) => {
    const [now, before, last] = [residuals[place], residuals[place - 1], days[place - 1]?.day];
    if (now === undefined || before === undefined || last === undefined) return [];
    return Date.parse(day) - Date.parse(last) === MS_PER_DAY ? [now * before] : [];
  });
  return squares === 0 || pairs.length === 0 ? 0 : Math.max(-0.99, Math.min(0.99, meanOf(pairs) / squares));
}
