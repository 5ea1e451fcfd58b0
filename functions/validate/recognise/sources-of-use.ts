/**
 * Where a use came from: `From solar` and `From grid` beside a consumption, `davon PV` of a charge, the mix of a
 * supply. Such columns are parts of the use. What panels produce is more wherever anything is fed in or stored.
 */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { comparable, energiesOf, isSum, scaleOf } from './compared-columns.ts';
import { PART_OF } from './parts-by-name.ts';
import type { Series } from './series.ts';
import { isOfRegionsOnly, stationIn } from './words/power-stations.ts';

export interface SourcesOfUse {
  readonly series: readonly Series[];
  /** Parts of what stands beside them. */
  readonly out: readonly { readonly series: Series; readonly why: string }[];
}

/** @param headings of the columns that hold no energies, and what stands in all of their rows */
export function withSourcesOfUse(
  series: readonly Series[],
  headings: readonly string[],
  settings: Pick<LayoutSettings, 'kind'>,
): SourcesOfUse {
  const of = (...flows: readonly Flow[]) => series.filter(({ flow: { flow } }) => flows.includes(flow));
  const whole = wholeOf(series);
  const made = of('production').filter(({ look }) => look.given?.flow === undefined);
  const [only, ...more] = made;
  if (!only) return { series, out: [] };
  if (whole && settings.kind !== 'region') {
    const mix = mixOf(whole, series);
    const why = `a part of "${whole.look.profile.name}": the mix of what was supplied`;
    if (mix.length > 0)
      return { series: series.filter((one) => !mix.includes(one)), out: mix.map((one) => ({ series: one, why })) };
  }
  const becomes = (why: string): SourcesOfUse => ({
    series: series.map((one) => {
      if (made.includes(one)) return withFlow(one, 'self_used', why);
      return one === whole ? withFlow(one, 'consumption', 'what it came from stands beside it') : one;
    }),
    out: [],
  });
  const stores = of('charge', 'battery').some((one) => one !== whole);
  if (whole) {
    const sources = series.filter((one) => one !== whole && isSource(one));
    const sum = [sources, sources.filter((one) => one.flow.flow !== 'discharge')].find(
      (parts) => parts.length > 1 && parts.includes(only) && comparable(whole, only) && isSum(whole, parts),
    );
    const exports = of('export').some(({ evidence }) => evidence.max > 0);
    const drawn = sum?.filter((one) => !made.includes(one)) ?? [];
    if (sum && (exports || made.every(isNamedAsSource) || isCut(made, drawn)))
      return becomes(`with ${namesOf(drawn)} it is all of "${whole.look.profile.name}", and a part of it`);
    if (!sum && !exports && more.length === 0 && PART_OF.test(only.look.profile.name))
      return becomes(`its name says that it is a part of "${whole.look.profile.name}"`);
    if (headings.some((name) => OF_A_CHARGER.test(name)) && !exports && !stores)
      return becomes('the records are those of charging: what of it came from the panels');
  }
  const [out, ...outs] = of('export');
  if (out && more.length + outs.length === 0 && !stores && isLess(only, out) && !saysProduction(only))
    return becomes(`it is less than "${out.look.profile.name}", as no production is`);
  return { series, out: [] };
}

/** Columns beside the energies of a charger. */
const OF_A_CHARGER = new RegExp(
  String.raw`charg(?:e|ing)[\s_-]?(?:point|station|session|box|card)|wallbox|` +
    String.raw`(?<!\p{L})(?:(?:sessions?|evse|rfid)(?!\p{L})|vehicle|fahrzeug|v[ée]hicule|voertuig|veh[íi]culo)|` +
    'ladepunkt|ladevorg|ladestation|ladekarte|laadpunt|laadsessie|laadpaal|laadpas|borne',
  'iu',
);

const SOURCES: ReadonlySet<Flow> = new Set([
  ...(['import', 'production', 'discharge', 'self_used', 'community', 'supplier'] as const),
]);

function isSource({ flow: { flow }, evidence }: Series): boolean {
  return SOURCES.has(flow) || (flow === 'net' && evidence.negative === 0);
}

/** The one use of the file, or what was charged of a car. */
function wholeOf(series: readonly Series[]): Series | undefined {
  const uses = series.filter(({ flow: { flow } }) => flow === 'consumption');
  if (uses.length > 0) return uses.length === 1 ? uses[0] : undefined;
  if (series.some(({ look: { meaning } }) => meaning.concepts.has('battery') || meaning.concepts.has('discharge')))
    return undefined;
  const charges = series.filter(({ flow: { flow, certainty } }) => flow === 'charge' && certainty === 'generic');
  return charges.length === 1 ? charges[0] : undefined;
}

function isNamedAsSource({ look: { profile, meaning } }: Series): boolean {
  return meaning.from === 'solar' || PART_OF.test(profile.name);
}

function saysProduction({ look: { meaning } }: Series): boolean {
  return meaning.concepts.has('production');
}

/** Share of the rows with sun in which nothing else was needed. */
const OFTEN = 0.05;
const ROWS_NEEDED = 5;

/** Whether what comes from the sun ends where the use does: again and again it is all of it. */
function isCut(made: readonly Series[], others: readonly Series[]): boolean {
  if (made.some(saysProduction)) return false;
  const [suns, rest] = [made.map(energiesOf), others.map(energiesOf)];
  const rows = [...(suns[0] ?? []).keys()];
  const sum = (values: readonly Float64Array[], row: number) => values.reduce((all, each) => all + (each[row] || 0), 0);
  const sunny = rows.filter((row) => sum(suns, row) > 0);
  const alone = sunny.filter((row) => sum(rest, row) === 0);
  return alone.length >= ROWS_NEEDED && alone.length >= OFTEN * sunny.length;
}

/** Panels make at least what is fed in. */
function isLess(made: Series, out: Series): boolean {
  if (!comparable(made, out)) return false;
  const [own, others] = [made, out].map((one) => energiesOf(one).map((value) => value * scaleOf(one)));
  const rows = [...(others ?? []).keys()].filter((row) => (others?.[row] ?? 0) > 0 && (own?.[row] ?? Number.NaN) >= 0);
  const less = rows.filter((row) => (own?.[row] ?? 0) < (1 - CLEARLY) * (others?.[row] ?? 0));
  return less.length >= ROWS_NEEDED && less.length >= MOSTLY_LESS * rows.length;
}
const CLEARLY = 0.1;
const MOSTLY_LESS = 0.1;

/** `Matched`, `Allocated`: certificates that are set against a use. */
const CERTIFIED =
  /(?<!\p{L})(?:matched|allocated|certificates?|guarantees?|recs?|goos?|hkn|herkunftsnachweise?)(?!\p{L})/iu;

/** What is exchanged beside the stations makes a balance of them. */
const OF_A_GRID: ReadonlySet<Flow> = new Set(['import', 'export', 'net'] as const);

/** @returns the columns that say from which stations or certificates a use was supplied, where they are all of it */
function mixOf(whole: Series, series: readonly Series[]): readonly Series[] {
  const isPart = (one: Series) => {
    const { profile, meaning } = one.look;
    const station = stationIn(meaning.text) !== undefined || meaning.concepts.has('gas');
    return station || isSource(one) || PART_OF.test(profile.name) || CERTIFIED.test(profile.name);
  };
  const others = series.filter((one) => one !== whole && one.look.given === undefined);
  const parts = others.filter(isPart);
  const names = parts.map(({ look }) => look.profile.name);
  const supplied = names.some(isOfRegionsOnly) || names.some((name) => CERTIFIED.test(name));
  if (!supplied || others.some(({ flow: { flow } }) => OF_A_GRID.has(flow))) return [];
  const made = parts.some(({ flow: { flow } }) => flow === 'production');
  const sum = [parts, others].find((some) => some.length > 1 && isSum(whole, some));
  return made && sum ? sum : names.every((name) => CERTIFIED.test(name)) ? parts : [];
}

function namesOf(series: readonly Series[]): string {
  return series.map(({ look }) => `"${look.profile.name}"`).join(', ');
}

function withFlow(one: Series, flow: Flow, why: string): Series {
  if (one.flow.flow === flow) return one;
  return { ...one, flow: { ...one.flow, flow, why: `${one.flow.why}; ${why}`, certainty: 'certain', open: false } };
}
