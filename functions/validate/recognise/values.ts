/**
 * Decides what each column of numbers is: which energy, power or register of which flow, or something else. Or asks,
 * once.
 */
import type { Flow } from '../../../shared/energy/flows.ts';
import {
  type Decision,
  isPower,
  type LayoutColumn,
  type LayoutSettings,
  type Unit,
} from '../../../shared/readings/layout.ts';
import { unitOf } from '../../../shared/readings/units.ts';
import { asNet, goesOutBelowZero, isSignedUse, mirrored } from './below-zero.ts';
import { columnFlows } from './column-flows.ts';
import { countingOf, type Evidence, evidenceOf } from './evidence.ts';
import { unitOfDirections } from './id-columns.ts';
import { constantTexts, leftColumn } from './left-columns.ts';
import { isPowerByName, type LeftOut, type Look, lookAtColumns } from './looks.ts';
import { factorOpen, meterFactor } from './meter-factor.ts';
import type { NumberFormat } from './numbers.ts';
import { nightOpen, proposalsOf, whatIsOpen, withDarkNights } from './open-questions.ts';
import { type Assigned, wholeAndParts } from './parts.ts';
import { askAboutColumns } from './proposal.ts';
import { identitiesAmong, withoutRepeats } from './repeats.ts';
import type { Roles } from './roles.ts';
import { routesAmong } from './routes.ts';
import type { RowOrder } from './row-order.ts';
import type { Sample } from './sample.ts';
import type { Series } from './series.ts';
import { type SignContext, signsAmong } from './signs.ts';
import { withoutStrangers } from './strangers.ts';
import { otherQuantityOf } from './words/flow-of-words.ts';
import { meaningOf } from './words/meaning.ts';
import { namesRegion } from './words/power-stations.ts';
import { commodityOf, namesDeliveryPoint, namesInverter } from './words/site-flows.ts';

export type ValueColumn = LayoutColumn & { readonly role: 'energy' | 'power' | 'register' | 'total' };

export interface Values {
  readonly columns: readonly ValueColumn[];
  readonly ignored: readonly LayoutColumn[];
  readonly decisions: readonly Decision[];
}

/** What values are decided from. */
export interface Ground {
  /** Zone of the site's wall clock. */
  readonly zone: string;
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
  const looked = lookAtColumns(roles, settings, unitOfDirections(sample, roles.ids.measure) ?? ground.preambleUnit);
  const known = new Map<Look, Evidence>();
  const evidence = (look: Look): Evidence => {
    const found = known.get(look) ?? evidenceOf(look.profile.index, sample, order, format);
    known.set(look, found);
    return found;
  };
  const { kept: all, left } = withoutStrangers(looked.candidates, evidence, settings);
  const routes = routesAmong(all);
  const routed = new Set(routes.map(({ look }) => look));
  const kept = all.filter((look) => !routed.has(look));
  const filled = kept.filter(({ profile }) => profile.kind !== 'empty');
  const around = [...sample.names, ...ground.preamble];
  const constants = constantTexts(roles, sample);
  const flows = columnFlows(filled.length > 0 ? filled : kept, evidence, settings, {
    deliveryPoint: [...around, ...order.names].some(namesDeliveryPoint),
    inverter: [...around, ...constants].some(namesInverter),
    commodity: commodityOf(sample.names, ground.preamble),
  });
  const usage =
    saysUsage(ground.preamble) ||
    kept.some(
      ({ meaning: { concepts } }) =>
        (concepts.has('consumption') || concepts.has('production')) && !concepts.has('register'),
    );
  const belowZero = new Set<Look>();
  const series = withStill(
    kept.flatMap((look): Series[] => {
      const said =
        flows.get(look) ?? columnFlows([look], evidence, settings, { deliveryPoint: false, inverter: false }).get(look);
      if (!said) return [];
      const own = evidence(look);
      // Of several series of one column each has signs of its own.
      const alone = look.given?.flow === undefined && order.series.length === 1;
      const flow = alone && isSignedUse(said, own) ? asNet(said) : said;
      const below = look.given?.sign === undefined && goesOutBelowZero(flow, own);
      if (below) belowZero.add(look);
      return [{ look, evidence: below ? mirrored(own) : own, ...roleOf(look, own, usage), flow, unit: look.unit }];
    }),
  );
  const factor = meterFactor(roles, sample, ground.preamble);
  const identities = identitiesAmong(series, factor);
  const repeated = withoutRepeats(series, identities);
  const byCells = roles.ids.appliance !== undefined || roles.ids.measure !== undefined;
  const { parted, hours } = withDarkNights(
    wholeAndParts(repeated.series, identities, series),
    byCells ? undefined : order,
  );
  const strangers: readonly LeftOut[] = [...looked.left, ...left];
  const out: readonly LeftOut[] = [
    ...strangers,
    ...[...repeated.out, ...parted.out].map(({ series: { look }, why }) => ({
      profile: look.profile,
      role: 'ignored' as const,
      why,
    })),
  ];
  const counted = parted.assigned.map((each) => each.series);
  const signs = signsAmong(counted, identities, series, signContext(counted, looked.left, ground));
  const open = whatIsOpen(parted, signs, sample, settings, ground.labels);
  const byFactor = factorOpen(parted.assigned, factor, ground.labels);
  if (byFactor) open.push(byFactor);
  if (hours !== undefined) open.push(nightOpen(parted, hours, ground.labels));
  if (open.length > 0)
    askAboutColumns(
      open,
      [
        ...proposalsOf(parted, signs.reversed, order.step, {
          regional: namesRegion(sample.names),
          factor: byFactor ? factor : undefined,
        }),
        ...[...repeated.out, ...parted.out].map(({ series: one }) => ({
          series: one,
          flow: one.flow.flow,
          unit: one.unit,
          ignored: true,
          reversed: false,
        })),
      ],
      strangers,
      {
        byCells,
        sample,
        settings,
        labels: ground.labels,
      },
    );

  const counts = (one: Series) => signs.reversed.has(one) || belowZero.has(one.look);
  const columns = [
    ...parted.assigned.map((each) => columnOf(each, counts(each.series))),
    ...routes.flatMap(({ look, flows: ends }) =>
      ends.map((flow) => routeColumn(look, flow, roleOf(look, evidence(look), usage).role)),
    ),
  ].sort((one, other) => one.index - other.index);
  return {
    columns: named(columns),
    ignored: out.map(({ profile, role, why }) =>
      leftColumn({ profile, role, why }, sample, { constants, zone: ground.zone }),
    ),
    decisions: columns.map(({ name, flow, unit, role, why }) => ({
      what: `column "${name}"`,
      chosen: `${flow ?? ''}${role === 'energy' || role === 'total' ? '' : `, ${role}`}${unit ? ` in ${unit}` : ''}`,
      why,
    })),
  };
}

/** Only a signed column needs it. */
function signContext(
  counted: readonly Series[],
  left: readonly LeftOut[],
  { sample, order, format }: Ground,
): SignContext {
  const signed = counted.filter(({ flow: { flow } }) => flow === 'net' || flow === 'battery');
  if (signed.length === 0) return { charge: undefined, minutes: new Float64Array() };
  const charges = left
    .filter(({ profile }) => otherQuantityOf(meaningOf(profile.name)) === 'state_of_charge')
    .map(({ profile }) => evidenceOf(profile.index, sample, order, format))
    .sort((a, b) => b.distinct - a.distinct);
  const longest = order.series.reduce<readonly number[]>((most, each) => (each.length > most.length ? each : most), []);
  return { charge: charges[0]?.values, minutes: Float64Array.from(longest, order.minuteOfDay) };
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
  // A column of power beside energies, whose unit nobody says.
  if (unit === undefined && !unitElsewhere && isPowerByName(meaning)) return sure('power');
  const named = concepts.has('register') || concepts.has('today') || code?.holds === 'register';
  switch (countingOf(evidence)) {
    case 'stands':
    case 'restarts':
      return sure('register');
    case 'varies':
      // A name that says stands counts where the numbers are too few to show it and never fall.
      return sure(named && evidence.growth.down === 0 && evidence.growth.up > 0 ? 'register' : 'energy');
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

/** Whether the lines before the table say usage, and none says that meters were read. */
function saysUsage(preamble: readonly string[]): boolean {
  const cells = preamble.flatMap((line) => line.split(/[;,\t|]/)).map((cell) => meaningOf(cell).concepts);
  return (
    cells.some((found) => found.has('consumption') || found.has('production')) &&
    !cells.some((found) => found.has('register'))
  );
}

/** No energy but a stand is the same in so many rows, whatever the sun and the house do. */
const ROWS_OF_A_STAND = 24;

/** A register whose meter stands still beside others that count: a tariff that is not used, a direction that is not. */
function withStill(series: readonly Series[]): Series[] {
  return series.map((one) => {
    const { evidence, role, look } = one;
    if (role !== 'energy' || look.given || evidence.growth.up + evidence.growth.down > 0 || evidence.max === 0)
      return one;
    const isBeside = (other: Series) =>
      other.role === 'register' &&
      other.unit === one.unit &&
      (other.flow.flow === one.flow.flow
        ? evidence.max >= 10 * other.evidence.growth.step
        : one.flow.flow !== 'submeter' && evidence.count >= ROWS_OF_A_STAND);
    return series.some(isBeside) ? { ...one, role: 'register' } : one;
  });
}

function columnOf({ series, flow, why }: Assigned, reversed: boolean): ValueColumn {
  const { look, role } = series;
  const { profile, meaning, given } = look;
  const whole = meaning.names.length === 0 && meaning.tag === '' && meaning.phase === undefined;
  const reasons = [
    given ? 'given' : look.unitFrom,
    given?.flow || given?.measure ? '' : series.flow.why,
    why ?? '',
    roleWhy(series),
  ];
  return {
    ...placed(look, role, flow),
    ...(given?.meter ? { meter: given.meter } : {}),
    ...(given?.parent ? { parent: given.parent } : {}),
    ...(given?.factor && given.factor !== 1 ? { factor: given.factor } : {}),
    ...(meaning.phase ? { phase: meaning.phase } : {}),
    ...((given?.sign ?? (reversed ? 'reversed' : undefined)) ? { sign: 'reversed' as const } : {}),
    ...(given?.appliance === undefined
      ? whole
        ? {}
        : { appliance: withoutUnit(profile.name) }
      : { appliance: given.appliance }),
    why: [...new Set(reasons.filter((reason) => reason !== ''))].join('; '),
  };
}

/** A way counts in the term of each of its ends. */
function routeColumn(look: Look, flow: Flow, role: Series['role']): ValueColumn {
  const name = withoutUnit(look.profile.name);
  const why = `${look.unitFrom}; "${name}" names where it comes from and where it goes`;
  return { ...placed(look, role, flow), appliance: name, why };
}

/** Where a column's values stand, and what they are. */
function placed({ profile, unit, unitElsewhere }: Look, role: Series['role'], flow: Flow) {
  return {
    index: profile.index,
    name: profile.name,
    role,
    ...(unit ? { unit } : {}),
    ...(unitElsewhere && profile.words > 0 ? { unit_in_cells: true } : {}),
    flow,
  };
}

/** `Kitchen [kWh]` is called Kitchen; a unit without brackets is part of a name that somebody made up. */
function withoutUnit(name: string): string {
  const [, own = '', unit = ''] = /^(.*\S)\s*[[(]([^\])]+)[\])]$/.exec(name) ?? [];
  return own !== '' && unitOf(unit) !== undefined ? own : name;
}

function roleWhy({ role, evidence, look: { given, meaning } }: Series): string {
  if (given?.role || role !== 'register') return '';
  const counting = countingOf(evidence);
  if (counting === 'stands')
    return `its values are stands that only grow, ${Math.round(evidence.growth.size)} times their steps`;
  if (counting === 'restarts') return 'its values grow and start again';
  return meaning.code ? `the code ${meaning.code.text} is one of a register` : 'its name is one of a register';
}

/** The second of two columns of one name is another series. */
function named(columns: readonly ValueColumn[]): ValueColumn[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const key = JSON.stringify([column.appliance ?? '', column.flow]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    if (nth === 1) return column;
    const own = column.appliance ?? withoutUnit(column.name);
    const taken = columns.some((other) => other !== column && (other.appliance ?? other.name) === own);
    const appliance = column.appliance === undefined && !taken ? own : `${own} (${nth})`;
    return { ...column, appliance, why: `${column.why}; another column is of its flow` };
  });
}
