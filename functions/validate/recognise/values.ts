/** Decides what each column of numbers is: which energy, power or register of which flow, or something else. Or asks, once. */
import type { Flow } from '../../../shared/energy/flows.ts';
import {
  type Decision,
  isPower,
  type LayoutColumn,
  type LayoutSettings,
  type Unit,
} from '../../../shared/readings/layout.ts';
import type { Measure } from '../../../shared/tables/schema.ts';
import { columnFlows } from './column-flows.ts';
import { countingOf, type Evidence, evidenceOf, isAConstantCode, staysInABand } from './evidence.ts';
import { isSilent, type LeftOut, type Look, lookAtColumns } from './looks.ts';
import type { NumberFormat } from './numbers.ts';
import { type Assigned, type Doubt, wholeAndParts } from './parts.ts';
import type { Profile } from './profile.ts';
import { askAboutColumns, likelyUnits, mayBeEnergy, type Open, type Proposal } from './proposal.ts';
import { identitiesAmong, type Series, withoutRepeats } from './repeats.ts';
import type { Roles } from './roles.ts';
import type { RowOrder } from './row-order.ts';
import type { Sample } from './sample.ts';
import { unitOf } from './units.ts';
import { flowOf } from './words/flow-of-words.ts';
import { meaningOf } from './words/meaning.ts';
import { qualityOf } from './words/quality-words.ts';
import { namesDeliveryPoint } from './words/site-flows.ts';

export type ValueColumn = LayoutColumn & { readonly role: 'energy' | 'power' | 'register' | 'total' };

export interface Values {
  readonly columns: readonly ValueColumn[];
  readonly ignored: readonly LayoutColumn[];
  readonly decisions: readonly Decision[];
}

/** What values are decided from. */
export interface Ground {
  readonly sample: Sample;
  readonly roles: Roles;
  readonly settings: LayoutSettings;
  readonly format: NumberFormat;
  readonly order: RowOrder;
  readonly preamble: readonly string[];
  readonly preambleUnit: Unit | undefined;
  /** Names under which a person finds columns, see `labelsOf`. */
  readonly labels: ReadonlyMap<number, string>;
}

/** @throws Question UNIT_UNKNOWN or LAYOUT_AMBIGUOUS */
export function decideValues(ground: Ground): Values {
  const { sample, roles, settings, format, order } = ground;
  const looked = lookAtColumns(roles, settings, unitOfDirections(sample, roles) ?? ground.preambleUnit);
  const known = new Map<Look, Evidence>();
  const evidence = (look: Look): Evidence => {
    const found = known.get(look) ?? evidenceOf(look.profile.index, sample, order, format);
    known.set(look, found);
    return found;
  };
  const { kept, left } = withoutStrangers(looked.candidates, evidence, settings);
  const filled = kept.filter(({ profile }) => profile.kind !== 'empty');
  const flows = columnFlows(filled.length > 0 ? filled : kept, evidence, settings, {
    deliveryPoint: [...sample.names, ...ground.preamble, ...order.names].some(namesDeliveryPoint),
  });
  const open: Open[] = [];
  const usage =
    saysUsage(ground.preamble) ||
    kept.some(
      ({ meaning: { concepts } }) =>
        (concepts.has('consumption') || concepts.has('production')) && !concepts.has('register'),
    );
  const series = withStill(
    kept.flatMap((look): Series[] => {
      const flow = flows.get(look) ?? columnFlows([look], evidence, settings, { deliveryPoint: false }).get(look);
      return flow
        ? [{ look, evidence: evidence(look), ...roleOf(look, evidence(look), usage), flow, unit: look.unit }]
        : [];
    }),
  );
  const identities = identitiesAmong(series);
  const repeated = withoutRepeats(series, identities);
  const parted = wholeAndParts(repeated.series, identities, series);
  const strangers: readonly LeftOut[] = [...looked.left, ...left];
  const out: readonly LeftOut[] = [
    ...strangers,
    ...[...repeated.out, ...parted.out].map(({ series: { look }, why }) => ({
      profile: look.profile,
      role: 'ignored' as const,
      why,
    })),
  ];
  for (const each of [
    unitsOpen(parted.assigned),
    silentOpen(parted.assigned, sample, settings),
    growthOpen(parted.assigned, ground.labels),
    pairOpen(parted.assigned, ground.labels),
    ...parted.doubts.map((doubt) => doubtOpen(doubt, ground.labels)),
  ])
    if (each) open.push(each);
  if (open.length > 0)
    askAboutColumns(
      open,
      [
        ...proposalsOf(parted.assigned, parted.doubts, order.step),
        ...[...repeated.out, ...parted.out].map(({ series: one }) => ({
          series: one,
          flow: one.flow.flow,
          unit: one.unit,
          ignored: true,
        })),
      ],
      strangers,
      {
        sample,
        settings,
        labels: ground.labels,
      },
    );

  const columns = parted.assigned.map((each) => columnOf(each, repeated.reversed));
  return {
    columns: named(columns),
    ignored: out.map(({ profile, role, why }) => leftColumn(profile, role, why, sample)),
    decisions: columns.map(({ name, flow, unit, role, why }) => ({
      what: `column "${name}"`,
      chosen: `${flow ?? ''}${role === 'energy' || role === 'total' ? '' : `, ${role}`}${unit ? ` in ${unit}` : ''}`,
      why,
    })),
  };
}

/** A column of quality is one whose words or cells say so. */
function leftColumn({ index, name }: Profile, role: LayoutColumn['role'], why: string, sample: Sample): LayoutColumn {
  if (role === 'ignored' && holdsQuality(sample, index))
    return { index, name, role: 'quality', why: 'its cells say how a reading came about' };
  return { index, name, role, why };
}

const CELLS_LOOKED_AT = 500;

function holdsQuality(sample: Sample, index: number): boolean {
  const cells = sample.rows.slice(0, CELLS_LOOKED_AT).map((row) => (row[index] ?? '').trim());
  const filled = cells.filter((cell) => cell !== '');
  return (
    filled.length > 0 &&
    new Set(filled).size <= 8 &&
    filled.every((cell) => !/^[\d.,+-]+$/.test(cell) && qualityOf(cell) !== undefined)
  );
}

/** Columns without a unit beside some that have one, and empty ones, are energies only when words or numbers say so. */
function withoutStrangers(
  candidates: readonly Look[],
  evidence: (look: Look) => Evidence,
  settings: LayoutSettings,
): { kept: readonly Look[]; left: readonly LeftOut[] } {
  const left: LeftOut[] = [];
  const hasUnit = ({ unit, unitElsewhere }: Look) => unit !== undefined || unitElsewhere;
  const sure = candidates.filter(
    (look) => hasUnit(look) && look.profile.kind !== 'empty' && settings.unit === undefined,
  );
  const filled = candidates.filter(({ profile }) => profile.kind !== 'empty');
  const kept = candidates.filter((look) => {
    const { profile, given } = look;
    const leave = (why: string) => {
      left.push({ profile, role: 'ignored', why });
      return false;
    };
    if (given) return true;
    if (profile.kind === 'empty')
      return filled.length === 0 || (hasUnit(look) && sure.length === 0) || leave('it is empty');
    const zero = evidence(look).max === 0 && evidence(look).min === 0;
    if (
      zero &&
      look.meaning.concepts.has('register') &&
      candidates.some((other) => other !== look && evidence(other).max > 0)
    )
      return leave('a register that shows nothing but 0');
    const own = look.meaning.unit !== undefined;
    if (
      !own &&
      isAConstantCode(evidence(look)) &&
      candidates.some((other) => other !== look && evidence(other).distinct > 1)
    )
      return leave('the same whole number in every row');
    if (hasUnit(look) || sure.length === 0) return true;
    if (!sure.some((other) => alike(evidence(look), evidence(other))))
      return leave('another column is the energy, and neither its name nor its values say that it is one');
    return true;
  });
  return { kept, left };
}

/** Numbers of one kind: of about the same size, and written as the others are. */
function alike(one: Evidence, other: Evidence): boolean {
  const size = ({ max, min }: Evidence) => Math.max(Math.abs(max), Math.abs(min));
  const ratio = size(one) / size(other);
  return (
    one.count > 0 &&
    ratio > 0.01 &&
    ratio < 100 &&
    one.whole === other.whole &&
    !(staysInABand(one) && !staysInABand(other))
  );
}

function roleOf(
  { given, unit, unitElsewhere, meaning, profile }: Look,
  evidence: Evidence,
  usage: boolean,
): Pick<Series, 'role' | 'grows'> {
  const sure = (role: Series['role']) => ({ role, grows: false });
  switch (given?.role) {
    case 'register':
    case 'power':
    case 'energy':
      return sure(given.role === 'energy' && unit && isPower(unit) ? 'power' : given.role);
    case 'total':
      return sure('energy');
    default:
  }
  const inCells = unitOf(profile.word ?? '');
  if ((unit && isPower(unit)) || (unitElsewhere && inCells && isPower(inCells))) return sure('power');
  const { concepts, code } = meaning;
  const named = concepts.has('register') || concepts.has('today') || code?.holds === 'register';
  switch (countingOf(evidence)) {
    case 'stands':
    case 'restarts':
      return sure('register');
    case 'varies':
      return sure('energy');
    case 'unknown':
      return sure(named ? 'register' : 'energy');
    case 'grows':
      if (named || concepts.has('total')) return sure('register');
      // A name or a line above that says usage or yield is one of energies.
      return {
        role: usage || concepts.has('consumption') || concepts.has('production') ? 'energy' : 'register',
        grows: true,
      };
  }
}

/** `Active Import Interval (kWh)` in every row: the unit that all cells of a column of directions name. */
function unitOfDirections(sample: Sample, roles: Roles): Unit | undefined {
  const column = roles.ids.measure;
  if (!column) return undefined;
  const texts = new Set(sample.rows.map((row) => (row[column.index] ?? '').trim()).filter((text) => text !== ''));
  const units = new Set([...texts].map((text) => meaningOf(text).unit));
  const [only] = units;
  return units.size === 1 ? only : undefined;
}

/** Whether the lines before the table say usage, and none says that meters were read. */
function saysUsage(preamble: readonly string[]): boolean {
  const cells = preamble.flatMap((line) => line.split(/[;,\t|]/)).map((cell) => meaningOf(cell).concepts);
  return (
    cells.some((found) => found.has('consumption') || found.has('production')) &&
    !cells.some((found) => found.has('register'))
  );
}

/** A register whose meter stands still beside others that count: a tariff that is not used. */
function withStill(series: readonly Series[]): Series[] {
  return series.map((one) => {
    const { evidence, role, look } = one;
    if (role !== 'energy' || look.given || evidence.growth.up + evidence.growth.down > 0 || evidence.max === 0)
      return one;
    const beside = series.some(
      (other) =>
        other.role === 'register' &&
        other.flow.flow === one.flow.flow &&
        other.unit === one.unit &&
        evidence.max >= 10 * other.evidence.growth.step,
    );
    return beside ? { ...one, role: 'register' } : one;
  });
}

const sources = (series: readonly Series[]) => series.map(({ look }) => `"${look.profile.name}"`);
const listed = (names: readonly string[]) =>
  names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');

function unitsOpen(assigned: readonly Assigned[]): Open | undefined {
  const unknown = assigned
    .map(({ series }) => series)
    .filter(({ unit, look }) => unit === undefined && !look.unitElsewhere);
  if (unknown.length === 0) return undefined;
  return {
    what: 'unit',
    sentence: `Nothing says in which unit the values of ${listed(sources(unknown))} are.`,
    others: [],
  };
}

function silentOpen(assigned: readonly Assigned[], sample: Sample, settings: LayoutSettings): Open | undefined {
  const silent = assigned
    .map(({ series }) => series)
    .filter(({ look, flow }) => isSilent(look) && flow.certainty !== 'given');
  if (
    silent.length === 0 ||
    (silent.length === 1 && assigned.length === 1 && settings.unit !== undefined && sample.header)
  )
    return undefined;
  return { what: 'role', sentence: `The headings do not say what ${listed(sources(silent))} are.`, others: [] };
}

function growthOpen(assigned: readonly Assigned[], labels: ReadonlyMap<number, string>): Open | undefined {
  const growing = assigned
    .map(({ series }) => series)
    .filter(
      ({ role, evidence, look }) => role === 'energy' && countingOf(evidence) === 'grows' && look.given === undefined,
    );
  if (growing.length === 0) return undefined;
  return {
    what: 'role',
    sentence: `The values of ${listed(sources(growing))} only ever grow: a meter's register that counts up, or the energy of each interval.`,
    others: [
      {
        means: 'the energy of each interval',
        change: Object.fromEntries(
          growing.map(({ look, unit, flow }) => [
            labelOf(look.profile, labels),
            { role: 'energy' as const, ...(unit ? { unit } : {}), flow: flow.flow },
          ]),
        ),
      },
    ],
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
    sentence: `${listed(sources(pair.map(({ series }) => series)))} may be the house and what it produces, or the two directions of the meter at the grid.`,
    others: [{ means: 'the two directions of the meter at the grid', change: Object.fromEntries(change) }],
  };
}

function doubtOpen({ kind, flow, series, whole }: Doubt, labels: ReadonlyMap<number, string>): Open {
  const of = (one: Series) => labelOf(one.look.profile, labels);
  if (kind === 'twins') {
    return {
      what: 'role',
      sentence: `${series.map((one) => `"${of(one)}"`).join(' and ')} both seem to be the whole ${flow}.`,
      others: [
        ...series.slice(1).map((one) => ({
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
  return {
    what: 'role',
    sentence: `"${of(whole)}" may hold ${listed(series.map((one) => `"${of(one)}"`))}, or stand beside them.`,
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

/** The most likely meaning of every column that is not left out. */
function proposalsOf(assigned: readonly Assigned[], doubts: readonly Doubt[], step: number | undefined): Proposal[] {
  const twins = doubts
    .filter(({ kind }) => kind === 'twins')
    .flatMap(({ series, whole }) => series.filter((one) => one !== whole));
  const parts = doubts
    .filter(({ kind, flow }) => kind === 'parts' && flow !== 'consumption')
    .flatMap(({ series }) => series);
  const series = assigned.map(({ series: one, flow }) => ({ one, flow }));
  const silent = series.filter(({ one }) => isSilent(one.look));
  const able = silent.filter(({ one }) => mayBeEnergy(one));
  const chosen = able.length > 0 ? able : silent.slice(0, 1);
  const units = likelyUnits(
    series.map(({ one }) => one),
    step,
  );
  const others = series.some(({ one, flow }) => !isSilent(one.look) && flow === 'consumption');
  return series.map(({ one, flow }) => {
    const quiet = isSilent(one.look) && one.flow.certainty !== 'given';
    return {
      series: one,
      flow: quiet && chosen.length === 1 && !others ? ('consumption' as Flow) : flow,
      unit: one.look.unitElsewhere ? undefined : (one.unit ?? units.get(one)),
      ignored: twins.includes(one) || parts.includes(one) || (quiet && !chosen.some((each) => each.one === one)),
    };
  });
}

function columnOf({ series, flow, why }: Assigned, reversed: ReadonlySet<Series>): ValueColumn {
  const { look, role, unit } = series;
  const { profile, meaning, given } = look;
  const whole = meaning.names.length === 0 && meaning.tag === '' && meaning.phase === undefined;
  const reasons = [
    given ? 'given' : look.unitFrom,
    given?.flow || given?.measure ? '' : series.flow.why,
    why ?? '',
    roleWhy(series),
  ];
  return {
    index: profile.index,
    name: profile.name,
    role,
    ...(unit ? { unit } : {}),
    ...(look.unitElsewhere && profile.words > 0 ? { unit_in_cells: true } : {}),
    flow,
    measure: measureOfFlow(flow),
    ...(given?.meter ? { meter: given.meter } : {}),
    ...(given?.parent ? { parent: given.parent } : {}),
    ...(meaning.phase ? { phase: meaning.phase } : {}),
    ...((given?.sign ?? (reversed.has(series) ? 'reversed' : undefined)) ? { sign: 'reversed' as const } : {}),
    ...(given?.appliance === undefined ? (whole ? {} : { appliance: profile.name }) : { appliance: given.appliance }),
    why: [...new Set(reasons.filter((reason) => reason !== ''))].join('; '),
  };
}

function roleWhy({ role, evidence, look: { given, meaning } }: Series): string {
  if (given?.role || role !== 'register') return '';
  const counting = countingOf(evidence);
  if (counting === 'stands')
    return `its values are stands that only grow, ${Math.round(evidence.growth.size)} times their steps`;
  if (counting === 'restarts') return 'its values grow and start again';
  return meaning.code ? `the code ${meaning.code.text} is one of a register` : 'its name is one of a register';
}

/** Kept until every reader goes by flows: what a column was called before. */
export function measureOfFlow(flow: Flow): Measure {
  return flow === 'production' || flow === 'export' ? 'generation' : 'consumption';
}

/** The second of two columns of one name is another series. */
function named(columns: readonly ValueColumn[]): ValueColumn[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const key = JSON.stringify([column.appliance ?? '', column.flow]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    if (nth === 1) return column;
    const appliance = `${column.appliance ?? column.name} (${nth})`;
    return { ...column, appliance, why: `${column.why}; another column has its name` };
  });
}
