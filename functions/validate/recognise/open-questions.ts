/** What is open about the columns of energy. */
import type { Flow } from '../../../shared/energy/flows.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { listed } from '../../../shared/text/listed.ts';
import { hoursOfNight } from './dark-nights.ts';
import { isSilent } from './looks.ts';
import type { Assigned, Doubt, Parted } from './parts.ts';
import type { Profile } from './profile.ts';
import type { Open } from './proposal.ts';
import type { RowOrder } from './row-order.ts';
import type { Sample } from './sample.ts';
import type { Series } from './series.ts';
import type { Signs } from './signs.ts';

/** @returns everything that words, units and numbers leave open; none where the columns are understood */
export function whatIsOpen(
  { assigned, doubts }: Parted,
  signs: Signs,
  sample: Sample,
  settings: LayoutSettings,
  labels: ReadonlyMap<number, string>,
): Open[] {
  return [
    unitsOpen(assigned),
    silentOpen(assigned, sample, settings),
    growthOpen(assigned, labels),
    pairOpen(assigned, labels),
    signOpen(signs, labels),
    phaseOpen(assigned, labels),
    ...doubts.map((doubt) => doubtOpen(doubt, labels)),
  ].filter((each) => each !== undefined);
}

/**
 * A lone column of energy whose words say no more, and which is dark by night, is most likely what panels produce.
 * @param order of the rows; undefined where cells say what each record is
 */
export function withDarkNights(
  parted: Parted,
  order: RowOrder | undefined,
): { parted: Parted; hours: number | undefined } {
  const [only, ...more] = parted.assigned;
  const bare = only?.flow === 'consumption' && more.length === 0 && saysNoUse(only.series);
  const hours = only && bare && order ? hoursOfNight(only.series, order) : undefined;
  if (!only || hours === undefined) return { parted, hours: undefined };
  return { parted: { ...parted, assigned: [{ ...only, flow: 'production' }] }, hours };
}

/** No word of it is one for a use, or for an appliance: that it is the only energy makes it the use. */
function saysNoUse({ flow: { certainty }, look }: Series): boolean {
  const { concepts } = look.meaning;
  const says = (['consumption', 'import', 'home', 'appliance'] as const).some((concept) => concepts.has(concept));
  return certainty !== 'given' && !says;
}

export function nightOpen({ assigned }: Parted, hours: number, labels: ReadonlyMap<number, string>): Open {
  const change = assigned.map(({ series }): [string, ReturnType<typeof asFlow>] => [
    labelOf(series.look.profile, labels),
    asFlow(series, 'consumption'),
  ]);
  return {
    what: 'flow',
    sentence:
      `${some(sources(assigned.map(({ series }) => series)))} shows nothing for ${hours} hours of each day: ` +
      `what panels produce, or the use of something that is off by night.`,
    others: [{ means: 'a use', change: Object.fromEntries(change) }],
  };
}

function asFlow({ role, unit }: Series, flow: Flow) {
  return { role, ...(unit ? { unit } : {}), flow };
}

const sources = (series: readonly Series[]) => series.map(({ look }) => `"${look.profile.name}"`);
const NAMED = 8;
const some = (names: readonly string[]) => listed(names, NAMED);

function unitsOpen(assigned: readonly Assigned[]): Open | undefined {
  const unknown = assigned
    .map(({ series }) => series)
    .filter(({ unit, look }) => unit === undefined && !look.unitElsewhere);
  if (unknown.length === 0) return undefined;
  return {
    what: 'unit',
    sentence: `Nothing says in which unit the values of ${some(sources(unknown))} are.`,
    others: [],
  };
}

function silentOpen(assigned: readonly Assigned[], sample: Sample, settings: LayoutSettings): Open | undefined {
  const silent = assigned
    .map(({ series }) => series)
    .filter(({ look, flow }) => isSilent(look) && flow.certainty !== 'given');
  const [only] = silent;
  const unit = settings.unit ?? only?.look.meaning.unit;
  if (!only || (silent.length === 1 && assigned.length === 1 && unit !== undefined && sample.header)) return undefined;
  return { what: 'role', sentence: `The headings do not say what ${some(sources(silent))} are.`, others: [] };
}

function growthOpen(assigned: readonly Assigned[], labels: ReadonlyMap<number, string>): Open | undefined {
  const growing = assigned.map(({ series }) => series).filter(({ grows }) => grows);
  if (growing.length === 0) return undefined;
  return {
    what: 'role',
    sentence:
      `The values of ${some(sources(growing))} only ever grow: a meter's register that counts up, ` +
      `or the energy of each interval.`,
    others: [true, false].map((counts) => ({
      means: counts ? 'registers that count up' : 'the energy of each interval',
      change: Object.fromEntries(
        growing.map(({ look, unit, flow }) => [
          labelOf(look.profile, labels),
          { role: counts ? ('register' as const) : ('energy' as const), ...(unit ? { unit } : {}), flow: flow.flow },
        ]),
      ),
    })),
  };
}

function labelOf({ index, name }: Profile, labels: ReadonlyMap<number, string>): string {
  return labels.get(index) ?? name;
}

function pairOpen(assigned: readonly Assigned[], labels: ReadonlyMap<number, string>): Open | undefined {
  const pair = assigned.filter(({ series }) => series.flow.open);
  if (pair.length === 0) return undefined;
  const change = pair.map(({ series, flow }) => [
    labelOf(series.look.profile, labels),
    {
      ...(series.unit ? { unit: series.unit } : {}),
      role: series.role,
      flow: flow === 'consumption' ? ('import' as const) : ('export' as const),
    },
  ]);
  return {
    what: 'flow',
    sentence:
      `${some(sources(pair.map(({ series }) => series)))} may be the house and what it produces, ` +
      `or the two directions of the meter at the grid.`,
    others: [{ means: 'the two directions of the meter at the grid', change: Object.fromEntries(change) }],
  };
}

/** A signed column of which neither a balance nor a charge nor a night tells which way it counts. */
function signOpen({ open, reversed }: Signs, labels: ReadonlyMap<number, string>): Open | undefined {
  const series = [...open];
  if (series.length === 0) return undefined;
  const turned = (one: Series) => (reversed.has(one) ? {} : { sign: 'reversed' as const });
  return {
    what: 'flow',
    sentence:
      `Nothing tells whether ${some(sources(series))} ${series.length > 1 ? 'are' : 'is'} positive ` +
      `for what the site takes or for what it gives away or stores.`,
    others: [
      {
        means: 'they count the other way',
        change: Object.fromEntries(
          series.map((one) => [labelOf(one.look.profile, labels), { ...asFlow(one, one.flow.flow), ...turned(one) }]),
        ),
      },
    ],
  };
}

/** One phase of three is not the whole, unless the site has no other. */
function phaseOpen(assigned: readonly Assigned[], labels: ReadonlyMap<number, string>): Open | undefined {
  const lone = assigned.filter(
    ({ series, flow }) =>
      series.look.meaning.phase !== undefined &&
      series.look.given === undefined &&
      flow !== 'submeter' &&
      !assigned.some((other) => other.series !== series && other.flow === flow),
  );
  if (lone.length === 0) return undefined;
  return {
    what: 'role',
    sentence: `Of the phases of a meter only ${some(sources(lone.map(({ series }) => series)))} is there.`,
    others: [
      {
        means: 'it is one phase of three: a part of what the site uses',
        change: Object.fromEntries(
          lone.map(({ series }) => [labelOf(series.look.profile, labels), asFlow(series, 'submeter')]),
        ),
      },
    ],
  };
}

function doubtOpen({ kind, flow, series, whole }: Doubt, labels: ReadonlyMap<number, string>): Open {
  const of = (one: Series) => labelOf(one.look.profile, labels);
  if (kind === 'twins') {
    return {
      what: 'role',
      sentence: `${series.map((one) => `"${of(one)}"`).join(' and ')} both seem to be the whole ${flow}.`,
      others: [
        ...series
          .filter((one) => one !== whole)
          .map((one) => ({
            means: `"${of(one)}" is`,
            change: Object.fromEntries(
              series.map((each) => [
                of(each),
                each === one ? { ...(one.unit ? { unit: one.unit } : {}), flow } : { role: 'ignored' as const },
              ]),
            ),
          })),
        {
          means: 'they are series of their own, which add up',
          change: Object.fromEntries(
            series.map((each) => [of(each), { ...(each.unit ? { unit: each.unit } : {}), flow, appliance: of(each) }]),
          ),
        },
      ],
    };
  }
  if (kind === 'turns') {
    const pair = [whole, ...series];
    const change = (flows: readonly Flow[]) =>
      Object.fromEntries(pair.map((one, at) => [of(one), asFlow(one, flows[at] ?? one.flow.flow)]));
    return {
      what: 'flow',
      sentence:
        `${some(pair.map((one) => `"${of(one)}"`))} take turns: ` +
        'where one shows something the other shows nothing.',
      others: [
        { means: 'they are the two directions, the other way round', change: change(['export', 'import']) },
        { means: 'they are two uses, which add up', change: change(['submeter', 'submeter']) },
      ],
    };
  }
  if (kind === 'beside') {
    return {
      what: 'role',
      sentence:
        `${some(series.map((one) => `"${of(one)}"`))} often ${series.length > 1 ? 'show' : 'shows'} more ` +
        `than "${of(whole)}": they stand side by side, or are parts of it that were measured otherwise.`,
      others: [
        {
          means: `they are parts of "${of(whole)}"`,
          change: Object.fromEntries(series.map((each) => [of(each), asFlow(each, 'submeter')])),
        },
      ],
    };
  }
  return {
    what: 'role',
    sentence: `"${of(whole)}" may hold ${some(series.map((one) => `"${of(one)}"`))}, or stand beside them.`,
    others: [
      {
        means: 'they stand side by side and add up',
        change: Object.fromEntries(
          [whole, ...series].map((each) => [
            of(each),
            {
              ...(each.unit ? { unit: each.unit } : {}),
              flow: each === whole && flow === 'consumption' ? ('submeter' as const) : each.flow.flow,
              appliance: of(each),
            },
          ]),
        ),
      },
    ],
  };
}
