/** Strings of panels beside the output of their inverter: the same energy before its losses and behind them. */
import { kilowattHoursIn } from '../../../shared/readings/layout.ts';
import type { Series } from './series.ts';

const DIRECT = /(?<!\p{L})(dc|mppt?|string|pv|solar)[\s_.-]*\d/iu;
const ALTERNATING = /(?<!\p{L})(ac|output|inverter|wechselrichter|onduleur|omvormer|inversor|falownik)(?!\p{L})/iu;

/**
 * What comes out is at least and at most this share of what went in: an inverter loses, and meters differ. At dawn it
 * needs all that there is, so rows count by their energy.
 */
const LEAST = 0.7;
const MOST = 1.05;
const AGREEING = 0.9;
const ROWS_NEEDED = 6;

/** @returns the columns of the DC side, whose energy the AC side shows once more, and why they are left out */
export function stringsBesideOutput(series: readonly Series[]): Map<Series, string> {
  const made = series.filter(({ flow, look }) => flow.flow === 'production' && look.given === undefined);
  const isDirect = ({ look: { meaning } }: Series) => meaning.concepts.has('dc') || DIRECT.test(meaning.text);
  const strings = made.filter((one) => isDirect(one) && !ALTERNATING.test(one.look.meaning.text));
  const sure = strings.every(({ look }) => look.meaning.concepts.has('dc'));
  const outputs = made.filter(
    (one) => !strings.includes(one) && (sure || ALTERNATING.test(one.look.meaning.text)) && !isDirect(one),
  );
  const found = new Map<Series, string>();
  const [output, ...more] = outputs;
  if (strings.length === 0 || output === undefined || more.length > 0 || !isOutputOf(output, strings)) return found;
  for (const one of strings) found.set(one, `the DC side of "${output.look.profile.name}", which is the same energy`);
  return found;
}

function isOutputOf(output: Series, strings: readonly Series[]): boolean {
  if (strings.some(({ role, unit }) => role !== output.role || (unit === undefined) !== (output.unit === undefined)))
    return false;
  if (output.role === 'register') return false;
  const scale = ({ unit }: Series) => (unit === undefined ? 1 : kilowattHoursIn(unit));
  let [rows, all, agreeing] = [0, 0, 0];
  for (const [row, value] of output.evidence.values.entries()) {
    const into = strings.reduce((sum, one) => sum + (one.evidence.values[row] ?? Number.NaN) * scale(one), 0);
    const from = value * scale(output);
    if (!(into > 0) || Number.isNaN(from)) continue;
    rows += 1;
    all += into;
    if (from >= LEAST * into && from <= MOST * into) agreeing += into;
  }
  return rows >= ROWS_NEEDED && agreeing >= AGREEING * all;
}
