/** Two meters of one energy, as a main meter and one that checks it: nearly the same in nearly every row. */
import type { Flow } from '../../../shared/energy/flows.ts';
import { comparable, energiesOf, scaleOf } from './compared-columns.ts';
import type { Series } from './series.ts';

/** How the second of them is called. */
const CHECKS = new RegExp(
  '(?<!\\p{L})(?:' +
    'check|control|backup|back-up|secondary|redundant|duplicate|spare|reference|vergleich|pr[üu]f|comprobante|' +
    'comprobaci[óo]n|v[ée]rif|contr[ôo]l|sekund[äa]r|reserve|controle)|kontroll|vergleichsz|prüfz|controlemeter|' +
    'rezerw|kontroln',
  'iu',
);

const ROWS_NEEDED = 24;
const NEARLY_EVERY_ROW = 0.95;
/** Two meters of one energy differ by so much, and by a few of their last digits. */
const APART = { said: 0.05, unsaid: 0.1 };
/** Where no name says it they are the same altogether but for this share. */
const TOGETHER = 0.02;
const DIGITS = 3;

/** @returns each meter that by its name and its numbers checks another one, with that one */
export function checkMeters(series: readonly Series[]): ReadonlyMap<Series, Series> {
  const found = new Map<Series, Series>();
  for (const one of series) {
    if (one.look.given !== undefined || !CHECKS.test(one.look.profile.name)) continue;
    const main = series.find(
      (other) =>
        other !== one &&
        !CHECKS.test(other.look.profile.name) &&
        isLike(one.flow.flow, other.flow.flow) &&
        areNearlyEqual(one, other, APART.said),
    );
    if (main) found.set(one, main);
  }
  return found;
}

/** What comes in of a site may be called a use, and a meter that checks it a part of one. */
function isLike(one: Flow, other: Flow): boolean {
  const isUse = (flow: Flow) => flow === 'consumption' || flow === 'submeter' || flow === 'import';
  return one === other || (isUse(one) && isUse(other));
}

/** @returns whether two uses may be one, though no name says it */
export function mayBeOne(one: Series, other: Series): boolean {
  const phases = [one, other].some(({ look }) => look.meaning.phase !== undefined);
  const sum = ({ evidence: { values } }: Series) => values.reduce((all, each) => all + (each || 0), 0);
  const [own, others] = [one, other].map((each) => sum(each) * scaleOf(each));
  const same = Math.abs((own ?? 0) - (others ?? 0)) <= TOGETHER * Math.max(own ?? 0, others ?? 0);
  return !phases && same && one.role !== 'register' && areNearlyEqual(one, other, APART.unsaid);
}

function areNearlyEqual(one: Series, other: Series, apart: number): boolean {
  if (!comparable(one, other)) return false;
  const [own, others] = [one, other].map((each) => energiesOf(each).map((value) => value * scaleOf(each)));
  const digit = Math.max(...[one, other].map((each) => 10 ** -each.evidence.decimals * scaleOf(each)));
  const pairs = [...(own ?? []).keys()]
    .map((row) => [own?.[row] ?? Number.NaN, others?.[row] ?? Number.NaN] as const)
    .filter(([first, second]) => !Number.isNaN(first + second));
  const shown = pairs.filter(([first, second]) => first > 0 || second > 0);
  const near = shown.filter(
    ([first, second]) => Math.abs(first - second) <= apart * Math.max(first, second) + DIGITS * digit,
  );
  const tells = shown.filter(([first, second]) => Math.max(first, second) > (2 * DIGITS * digit) / apart / 2);
  return (
    shown.length >= ROWS_NEEDED &&
    tells.length >= ROWS_NEEDED / 2 &&
    near.length >= NEARLY_EVERY_ROW * shown.length &&
    new Set(shown.map(([first]) => first)).size >= ROWS_NEEDED / 2
  );
}
