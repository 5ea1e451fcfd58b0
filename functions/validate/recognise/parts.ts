/** Which column is the whole of a flow and which are its parts, so that nothing is added to its own sum. */
import { FLOW_NAMES, type Flow } from '../../../shared/energy/flows.ts';
import { mayBeOne } from './check-meters.ts';
import {
  alwaysCovers,
  comparable,
  covers,
  goesOnAs,
  isGreaterPart,
  isSum,
  isTotalOfRows,
  repeatsSums,
  rowsOfAll,
  standBeside,
  takeTurns,
  takeTurnsAsDirections,
} from './compared-columns.ts';
import { stringsBesideOutput } from './dc-side.ts';
import type { Identity } from './identities/index.ts';
import { isSilent } from './looks.ts';
import { PART_OF, partsByName } from './parts-by-name.ts';
import type { Series } from './series.ts';
import { stemOf, tagOf } from './series-tags.ts';
import { isUse, sumsAmongUses } from './sums-among-uses.ts';
import { sumOfAll, totalAmong } from './totals.ts';
import { isCodeName } from './words/code-names.ts';

export interface Assigned {
  readonly series: Series;
  readonly flow: Flow;
  /** What decided about whole and parts, where something did. */
  readonly why?: string;
  /** The submeter that it is behind. */
  readonly behind?: Series;
}

/** Columns of one flow that nothing tells apart, or that may be parts of another. */
export interface Doubt {
  /** `beside`: they can hardly be parts of the other; `turns`: they may be the two directions of one meter. */
  readonly kind: 'twins' | 'parts' | 'beside' | 'turns';
  readonly flow: Flow;
  readonly series: readonly Series[];
  /** The column that may be the whole. */
  readonly whole: Series;
}

export interface Parted {
  readonly assigned: readonly Assigned[];
  readonly out: readonly { readonly series: Series; readonly why: string }[];
  readonly doubts: readonly Doubt[];
}

export function wholeAndParts(
  series: readonly Series[],
  identities: readonly Identity[],
  all: readonly Series[],
): Parted {
  const assigned = new Map<Series, Assigned>(series.map((one) => [one, { series: one, flow: one.flow.flow }]));
  const out = sumsAmongUses(series);
  const doubts: Doubt[] = [];
  const set = (one: Series, flow: Flow, why: string) => assigned.set(one, { series: one, flow, why });

  const submeters = series.filter((one) => one.flow.flow === 'submeter' && !out.has(one));
  const behind = partsByName(submeters);
  const named = submeters.filter((one) => !behind.has(one));
  const wholes = series.filter((one) => one.flow.flow === 'consumption' && !out.has(one));
  const turns = directionsAmong(series);
  if (turns) {
    const [first, second] = turns;
    set(first, 'import', 'it takes turns with the other, as the two directions of a meter do');
    set(second, 'export', 'it takes turns with the other, as the two directions of a meter do');
    doubts.push({ kind: 'turns', flow: 'import', series: [second], whole: first });
    return { assigned: [...assigned.values()], out: [], doubts };
  }
  const whole = sumOfAll(series, identities, all);
  if (whole) {
    for (const one of wholes) set(one, 'submeter', `a part of "${whole.look.profile.name}", which holds the sum`);
    set(whole, 'consumption', 'its values are the sum of the others');
  } else assignUses();
  for (const [one, why] of stringsBesideOutput(series)) out.set(one, why);
  for (const flow of FLOW_NAMES) {
    if (flow === 'consumption' || flow === 'submeter') continue;
    dropWithin(
      series.filter((one) => one.flow.flow === flow && !out.has(one)),
      out,
      doubts,
    );
  }
  return {
    assigned: [...assigned.values()].filter((one) => !out.has(one.series)).map(behindItsWhole),
    out: [...out].map(([one, why]) => ({ series: one, why })),
    doubts,
  };

  function behindItsWhole(each: Assigned): Assigned {
    const whole = behind.get(each.series);
    // Behind the own meter of the site is every submeter.
    if (!whole || assigned.get(whole)?.flow !== 'submeter') return each;
    return { ...each, behind: whole, why: `its name says that it is a part of "${whole.look.profile.name}"` };
  }

  function assignUses(): void {
    const unnamed = dropWithin(wholes, out, doubts);
    const [whole] = unnamed;
    const twins = copiesAmong([...unnamed, ...named]);
    if (twins) {
      doubts.push(twins);
      return;
    }
    if (whole && unnamed.length === 1 && named.length > 0) {
      if (covers(whole, named)) {
        const sum = isSum(whole, named)
          ? 'its values are the sum of the others'
          : 'its values are never less than the others together';
        set(whole, 'consumption', sum);
      } else if (whole.look.given === undefined || named.some(({ look }) => look.given === undefined)) {
        const beside = standBeside(whole, named);
        doubts.push({ kind: beside ? 'beside' : 'parts', flow: 'consumption', series: named, whole });
        if (beside)
          for (const one of named) set(one, 'consumption', 'it often shows more than the other: a meter beside it');
      }
    }
    if (unnamed.length === 0 && named.length > 1) {
      const total = totalAmong(named, identities, all);
      const before = wholeBefore(named);
      if (total) set(total, 'consumption', 'its values are the sum of the others');
      else if (before) set(before, 'consumption', 'the names of the others say that they are parts of it');
      else doubts.push(...coveringAmong(named, set), ...nestedAmong(named, set));
    }
    if (
      wholes.length === 0 &&
      named.length === 1 &&
      named[0] &&
      series.every((one) => one === named[0] || behind.has(one) || !isUse(one.flow.flow))
    )
      set(named[0], 'consumption', 'it is the only energy of the file');
  }
}

/**
 * The only two energies of a file, at least one of which has a name that says nothing of a flow: what looks like two
 * uses may be what a meter takes and what it gives.
 */
function directionsAmong(series: readonly Series[]): readonly [Series, Series] | undefined {
  const [first, second, ...more] = series.filter(({ flow }) => isUse(flow.flow));
  if (!first || !second || more.length > 0) return undefined;
  const pair = [first, second];
  const vague = pair.every(
    ({ flow, look }) =>
      look.given === undefined &&
      flow.certainty !== 'certain' &&
      (flow.flow === 'submeter' || flow.flow === 'consumption'),
  );
  const unknown = pair.some(({ flow, look }) => flow.flow === 'submeter' && !look.meaning.concepts.has('appliance'));
  return vague && unknown && takeTurnsAsDirections(first, second) ? [first, second] : undefined;
}

/** Two uses of a file that are nearly the same in nearly every row: they may be two meters of one. */
function copiesAmong(uses: readonly Series[]): Doubt | undefined {
  const [first, second, ...more] = uses;
  const unsaid = first && second && more.length === 0 && uses.every(({ look }) => look.given === undefined);
  if (!unsaid || !mayBeOne(first, second)) return undefined;
  const whole = second.flow.flow === 'consumption' && first.flow.flow !== 'consumption' ? second : first;
  return { kind: 'twins', flow: 'consumption', series: [first, second], whole };
}

/** Leaves out the parts of a flow whose total stands beside them. @returns the columns that are left */
function dropWithin(all: readonly Series[], out: Map<Series, string>, doubts: Doubt[]): readonly Series[] {
  if (all.length < 2) return all;
  const empty = all.filter(({ look, unit, evidence }) => {
    const isOpen = look.given === undefined && unit === undefined && !look.unitElsewhere;
    return isOpen && evidence.min === 0 && evidence.max === 0;
  });
  if (empty.length < all.length) for (const one of empty) out.set(one, 'it shows nothing, beside others that do');
  const series = all.filter((one) => !out.has(one));
  const dropped = new Set<Series>();
  for (const total of series) {
    if (dropped.has(total) || total.look.given) continue;
    const others = series.filter(
      (one) => one !== total && !dropped.has(one) && one.look.given === undefined && comparable(one, total),
    );
    const kinds = new Map<string, Series[]>();
    for (const one of others) kinds.set(stemOf(one), [...(kinds.get(stemOf(one)) ?? []), one]);
    for (const group of [...kinds.values(), others]) {
      if (group.length < 2 || group.some((one) => dropped.has(one)) || areOtherPhases(total, group)) continue;
      if (!isSum(total, group) && !isSingleTariff(total, group)) continue;
      if (rowsOfAll(group) > SOME_MORE * total.evidence.count) {
        // What begins later, or stands in some rows only, is not all that its parts tell.
        dropped.add(total);
        out.set(total, 'the sum of the others, which tell of more rows');
        break;
      }
      for (const part of group) {
        dropped.add(part);
        out.set(part, `a part of "${total.look.profile.name}", which holds the sum`);
      }
    }
  }
  for (const one of series) {
    const other = dropped.has(one)
      ? undefined
      : series.find((each) => each !== one && (isTotalOfRows(one, each) || repeatsSums(one, each)));
    if (!other) continue;
    dropped.add(one);
    out.set(one, `the sum of several rows of "${other.look.profile.name}"`);
  }
  const left = series.filter((one) => !dropped.has(one));
  const byTag = new Map<string, Series[]>();
  for (const one of left) byTag.set(tagOf(one), [...(byTag.get(tagOf(one)) ?? []), one]);
  for (const twins of byTag.values()) {
    const [first] = twins;
    // What a person has said of both is meant.
    if (!first || twins.length < 2 || twins.every(({ look }) => look.given !== undefined) || takeTurns(twins)) continue;
    const whole = twins.reduce((best, one) => (tellsMore(one, best) ? one : best), first);
    doubts.push({ kind: 'twins', flow: first.flow.flow, series: twins, whole });
  }
  const bare = left.filter((one) => tagOf(one) === '');
  const [only] = bare;
  const tagged = left.filter((one) => tagOf(one) !== '');
  if (
    only &&
    bare.length === 1 &&
    tagged.length > 0 &&
    !goesOnAs(only, tagged) &&
    left.some(({ look }) => look.given === undefined)
  )
    doubts.push({ kind: 'parts', flow: only.flow.flow, series: tagged, whole: only });
  return left;
}

/** `ET` is what `VT` and `MT` are together: a Slovenian meter of two tariffs shows it beside them. */
function isSingleTariff(total: Series, group: readonly Series[]): boolean {
  const tags = group.map(tagOf).sort();
  return tagOf(total) === 'et' && tags.join() === 'mt,vt';
}

/** A phase may show what two others do together, and is not their sum. */
function areOtherPhases({ look }: Series, group: readonly Series[]): boolean {
  const { phase } = look.meaning;
  return phase !== undefined && group.some((one) => one.look.meaning.phase !== undefined);
}

/** One of two columns may be the other in longer intervals: the one with many more readings tells more. */
const MANY_MORE = 1.5;
const SOME_MORE = 1.05;

function tellsMore(one: Series, other: Series): boolean {
  const [own, others] = [one.evidence.count, other.evidence.count];
  if (Math.max(own, others) > MANY_MORE * Math.min(own, others)) return own > others;
  return rankOf(one) > rankOf(other);
}

/** Energies say most; of counters those that go on; power says it only between its readings. */
function rankOf({ role, evidence }: Series): number {
  switch (role) {
    case 'energy':
      return 3;
    case 'register':
      return evidence.growth.drops === 0 ? 2 : 1;
    case 'power':
      return 0;
  }
}

/** The one column that is named as no part, where all others are and it holds them. */
function wholeBefore(named: readonly Series[]): Series | undefined {
  const parts = named.filter(({ look }) => PART_OF.test(look.profile.name));
  const [whole, ...more] = named.filter((one) => !parts.includes(one));
  return whole && more.length === 0 && parts.length > 0 && covers(whole, parts) ? whole : undefined;
}

/** A column whose name says nothing, and which always shows as much as the named ones together, may be the whole. */
function coveringAmong(
  named: readonly Series[],
  set: (one: Series, flow: Flow, why: string) => unknown,
): readonly Doubt[] {
  const [whole, ...more] = named.filter(({ look }) => isCodeName(look.meaning.tag) && !isSilent(look));
  const parts = named.filter((one) => one !== whole);
  if (!whole || more.length > 0 || whole.look.given !== undefined || whole.unit === undefined) return [];
  if (parts.length === 0 || whole.role === 'register' || !alwaysCovers(whole, parts)) return [];
  set(whole, 'consumption', 'its values are never less than the others together');
  return [{ kind: 'parts', flow: 'consumption', series: parts, whole }];
}

/** Several columns that are each said to be a demand, one of which is the greater part of the other in every row. */
function nestedAmong(
  named: readonly Series[],
  set: (one: Series, flow: Flow, why: string) => unknown,
): readonly Doubt[] {
  const demands = named.filter(({ look }) => look.given === undefined && look.meaning.concepts.has('consumption'));
  const whole = demands.find((one) => {
    const others = demands.filter((other) => other !== one);
    return others.length > 0 && others.every((other) => isGreaterPart(other, one));
  });
  if (!whole) return [];
  set(whole, 'consumption', 'the others are the greater part of it in every row');
  return [{ kind: 'parts', flow: 'consumption', series: demands.filter((one) => one !== whole), whole }];
}
