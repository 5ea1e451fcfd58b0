/** The flow of each column: from its words, from what stands beside it, and from the numbers where these are silent. */

import type { Flow } from '../../../shared/energy/flows.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { formatPercent } from '../../../shared/text/format.ts';
import { isBelowZero } from './below-zero.ts';
import type { Evidence } from './evidence.ts';
import type { Look } from './looks.ts';
import { flowOf } from './words/flow-of-words.ts';
import { type SiteContext, type SiteFlow, siteFlows } from './words/site-flows.ts';

export interface ColumnFlow extends Omit<SiteFlow, 'certainty'> {
  readonly certainty: SiteFlow['certainty'] | 'given' | 'silent';
}

/** Measures of files that were written before there were flows. */
export const FLOW_OF_MEASURE = { consumption: 'consumption', generation: 'production' } as const;

/**
 * Of the use of its nights a house takes at least this much at noon; a grid meter that feeds in takes next to nothing.
 */
const HOUSE_AT_NOON = 0.3;
const GRID_AT_NOON = 0.1;
const ROWS_NEEDED = 24;

/** @param looks whose numbers are not all empty */
export function columnFlows(
  looks: readonly Look[],
  evidence: (look: Look) => Evidence,
  settings: LayoutSettings,
  context: SiteContext,
): Map<Look, ColumnFlow> {
  const byWords = siteFlows(
    looks.filter(({ given }) => given?.flow === undefined).map(({ profile }) => profile.name),
    { ...context, atOnce: goOnAtOnce(looks, evidence) },
  );
  const result = new Map<Look, ColumnFlow>();
  for (const look of looks) {
    const words = byWords.get(look.profile.name);
    result.set(look, givenFlow(look, settings, words) ?? words ?? SILENT);
  }
  const directed = withManufacture(context.deliveryPoint ? withNumbered(result) : result, evidence);
  return withPair(withSignedMains(withFeedIn(directed, evidence), evidence), evidence);
}

/** Of the rows of panels a good part is dark. */
const DARK = 0.1;

/** `Production hall 2` is where goods are made, if it goes on by night: beside a use, it is a part of that. */
function withManufacture(flows: Map<Look, ColumnFlow>, evidence: (look: Look) => Evidence): Map<Look, ColumnFlow> {
  if (![...flows].some(([, { flow }]) => flow === 'consumption' || flow === 'import')) return flows;
  for (const [look, each] of flows) {
    const { concepts } = look.meaning;
    const { zero, count } = evidence(look);
    const named = each.flow === 'production' && each.certainty !== 'given' && concepts.has('hall');
    if (!named || concepts.has('solar') || count < ROWS_NEEDED || zero > DARK * count) continue;
    const why = `${each.why}; it goes on by night: goods are made there`;
    flows.set(look, { ...each, flow: 'submeter', certainty: 'named', why, open: false });
  }
  // Without a production the use is that of the house, and no direction of a meter.
  if ([...flows].some(([, { flow }]) => flow === 'production')) return flows;
  return new Map([...flows].map(([look, each]) => [look, { ...each, open: false }]));
}

/** In so many of the intervals the lesser of both is at least this share of the greater. */
const MOSTLY = 0.9;
const NEARLY_AS_MUCH = 0.5;

/** Whether use and generation go on at the same time: those of a region, and no meter's two directions. */
function goOnAtOnce(looks: readonly Look[], evidence: (look: Look) => Evidence): boolean {
  const of = (flow: Flow) => looks.filter(({ meaning }) => flowOf(meaning)?.flow === flow);
  const [use, made] = [of('consumption')[0], of('production')[0]];
  if (!use || !made) return false;
  const [used, generated] = [evidence(use).values, evidence(made).values];
  if (usesInTheSun(used, generated)) return true;
  const shares = [...used.keys()].flatMap((row) => {
    const [least, most] = [used[row] ?? Number.NaN, generated[row] ?? Number.NaN].sort((a, b) => a - b);
    return least === undefined || most === undefined || Number.isNaN(least + most) ? [] : least / most;
  });
  return (
    shares.length >= ROWS_NEEDED && shares.filter((each) => each >= NEARLY_AS_MUCH).length >= MOSTLY * shares.length
  );
}

/** At noon a house goes on to use what its fridge takes, and its meter at the grid next to nothing. */
const OF_THE_MOST = 0.01;
const IN_THE_SUN = 0.3;
const NEARLY_ALWAYS = 0.97;

function usesInTheSun(used: Float64Array, generated: Float64Array): boolean {
  const most = (values: Float64Array) => values.reduce((max, each) => (each > max ? each : max), 0);
  const [mostUsed, mostMade] = [most(used), most(generated)];
  const noons = [...generated.keys()].filter((row) => (generated[row] ?? 0) > IN_THE_SUN * mostMade);
  const uses = noons.filter((row) => (used[row] ?? 0) > OF_THE_MOST * mostUsed);
  return noons.length >= ROWS_NEEDED && uses.length >= NEARLY_ALWAYS * noons.length;
}

/** Share of the values that are below zero in a meter at the grid of a house with panels. */
const OFTEN_BELOW_ZERO = 0.05;
const FEW = 5;

/**
 * A house does not use less than nothing: mains beside panels that are often below zero are the meter at the grid. What
 * is fed in, or drawn, and often the other way, is that meter as well.
 */
function withSignedMains(flows: Map<Look, ColumnFlow>, evidence: (look: Look) => Evidence): Map<Look, ColumnFlow> {
  const made = [...flows].find(([, { flow }]) => flow === 'production')?.[0];
  if (!made) return flows;
  const dark = [...evidence(made).values].map((value) => value === 0);
  // What is always below zero, in the dark as well, is no exchange: so some write what is used.
  const isUse = (own: Evidence) => isBelowZero(own) && own.values.some((value, row) => value < 0 && dark[row]);
  for (const [look, each] of flows) {
    const own = evidence(look);
    const often = own.negative >= FEW && own.negative >= OFTEN_BELOW_ZERO * own.count && !isUse(own);
    if (each.flow !== 'consumption' || each.certainty === 'given' || !often) continue;
    flows.set(look, { ...each, flow: 'net', why: `${each.why}; it is often below zero`, open: false });
  }
  return flows;
}

/**
 * Below zero is what leaves a meter: a generation that is written so beside a consumption is fed in, and the
 * consumption is what comes in.
 */
function withFeedIn(flows: Map<Look, ColumnFlow>, evidence: (look: Look) => Evidence): Map<Look, ColumnFlow> {
  const of = (flow: Flow) => [...flows].filter(([, each]) => each.flow === flow && each.certainty === 'generic');
  const out = of('production').filter(([look]) => isBelowZero(evidence(look)));
  const ins = of('consumption');
  if (out.length === 0 || ins.length === 0) return flows;
  const set = (entries: readonly [Look, ColumnFlow][], flow: Flow, why: string) => {
    for (const [look, each] of entries) flows.set(look, { ...each, flow, why: `${each.why}; ${why}`, open: false });
  };
  set(out, 'export', 'its values are below zero');
  set(ins, 'import', 'what is generated beside it is written below zero, as feed-in is');
  return flows;
}

/**
 * The four registers of a European smart meter, by their numbers: two tariffs from the grid, two into it. Only
 * proposed.
 */
function withNumbered(flows: Map<Look, ColumnFlow>): Map<Look, ColumnFlow> {
  const numbered = new Map<string, [Look, ColumnFlow][]>();
  for (const entry of flows) {
    const [, stem, number] = /^(.*\D)(\d)$/.exec(entry[0].meaning.tag) ?? [];
    const vague = entry[1].flow === 'consumption' && entry[1].certainty !== 'certain' && entry[1].certainty !== 'given';
    if (stem === undefined || number === undefined || !vague || entry[0].unit !== undefined) continue;
    numbered.set(stem, [...(numbered.get(stem) ?? []), entry]);
  }
  for (const entries of numbered.values()) {
    if (entries.length !== 4) continue;
    for (const [look, flow] of entries) {
      const number = Number(look.meaning.tag.slice(-1));
      flows.set(look, {
        ...flow,
        flow: number <= 2 ? 'import' : 'export',
        why: `${flow.why}; register ${number} of four`,
      });
    }
  }
  return flows;
}

const SILENT: ColumnFlow = { flow: 'submeter', certainty: 'silent', why: 'its name says nothing', open: false };

function givenFlow(
  { given, meaning }: Look,
  settings: LayoutSettings,
  words: SiteFlow | undefined,
): ColumnFlow | undefined {
  const flow = given?.flow ?? (given?.measure ? FLOW_OF_MEASURE[given.measure] : undefined);
  if (flow) return { flow, certainty: 'given', why: 'given', open: false };
  if (given?.role === 'total')
    return { flow: 'consumption', certainty: 'given', why: 'given as the total', open: false };
  if (
    settings.measure &&
    (words === undefined || words.certainty !== 'certain') &&
    !flowOf(meaning)?.certainty.startsWith('c')
  )
    return { flow: FLOW_OF_MEASURE[settings.measure], certainty: 'given', why: 'given for all values', open: false };
  return undefined;
}

/** Consumption and generation without more: at noon a house still uses, and a meter at the grid does not. */
function withPair(flows: Map<Look, ColumnFlow>, evidence: (look: Look) => Evidence): Map<Look, ColumnFlow> {
  const open = [...flows].filter(([, { open }]) => open);
  const use = open.find(([, { flow }]) => flow === 'consumption')?.[0];
  const made = open.find(([, { flow }]) => flow === 'production')?.[0];
  if (!use || !made) return flows;
  const share = shareAtNoon(evidence(use).values, evidence(made).values);
  if (share === undefined || (share < HOUSE_AT_NOON && share > GRID_AT_NOON)) return flows;
  const percent = formatPercent(share);
  for (const [look, flow] of open) {
    const why =
      share >= HOUSE_AT_NOON
        ? `while most is produced the use is ${percent} of what it is else: a house and its panels`
        : `while most is produced the use is ${percent} of what it is else: the two directions of a meter at the grid`;
    const becomes: Flow = share >= HOUSE_AT_NOON ? flow.flow : flow.flow === 'consumption' ? 'import' : 'export';
    flows.set(look, { ...flow, flow: becomes, why: `${flow.why}; ${why}`, open: false });
  }
  return flows;
}

/** Use while most is produced, as a share of the use while least is. */
function shareAtNoon(use: Float64Array, made: Float64Array): number | undefined {
  const rows = [...use.keys()].filter((row) => !Number.isNaN((use[row] ?? Number.NaN) + (made[row] ?? Number.NaN)));
  if (rows.length < ROWS_NEEDED) return undefined;
  rows.sort((a, b) => (made[a] ?? 0) - (made[b] ?? 0));
  const part = Math.floor(rows.length / 4);
  const mean = (some: readonly number[]) => some.reduce((sum, row) => sum + (use[row] ?? 0), 0) / some.length;
  const [least, most] = [mean(rows.slice(0, 2 * part)), mean(rows.slice(-part))];
  return least > 0 ? most / least : undefined;
}
