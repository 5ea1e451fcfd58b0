/** Axis of a chart: round ticks that cover the values, zero always among them. */
export interface Scale {
  readonly ticks: readonly number[];
  /** Position of a value in pixels from the top. */
  y(value: number): number;
}

const TICKS = 4;
/** A range below this is none; the smallest energy that is kept is a billionth of a kWh. */
const SMALLEST = 1e-12;

/** @param top and bottom pixels of the plot's edges */
export function linearScale(values: readonly number[], top: number, bottom: number): Scale {
  // Not Math.max(...values): there may be more of them than a call takes arguments.
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const range = high - low > SMALLEST ? high - low : 1;
  const step = niceStep(range / TICKS);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => round((first + index) * step));
  const span = (last - first) * step;
  return { ticks, y: (value) => bottom - ((value - first * step) / span) * (bottom - top) };
}

/** The next of 1, 2, 2.5 or 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function round(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}

/** Pixels, to a tenth: a page is read, not measured. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
