/**
 * Decides what each column of numbers is: which energy, power or register of which flow, or something else. Or asks,
 * once.
 */
import type { Decision, LayoutColumn } from '../../../shared/readings/layout.ts';
import { isBeyondASite, regionQuestion } from './beyond-a-site.ts';
import { checkMeters } from './check-meters.ts';
import { emptyDirections } from './empty-directions.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import {
  highestPowers,
  netPowers,
  unconnectedMeters,
  withBlocks,
  withGridUse,
  withMadeEnergy,
} from './grid-evidence.ts';
import type { Ground } from './ground.ts';
import { unitOfDirections } from './id-columns.ts';
import { constantTexts, leftColumn } from './left-columns.ts';
import { proposalsOf } from './likely-meanings.ts';
import { type LeftOut, type Look, lookAtColumns } from './looks.ts';
import { askAboutMultipliers, factorOpen, meterFactor } from './meter-factor.ts';
import { nightOpen, whatIsOpen, withDarkNights } from './open-questions.ts';
import { wholeAndParts } from './parts.ts';
import { askAboutColumns } from './proposal.ts';
import { identitiesAmong, withoutRepeats } from './repeats.ts';
import { routesAmong, unitOfRoutes } from './routes.ts';
import type { Series } from './series.ts';
import { seriesOfColumns } from './series-of-columns.ts';
import { withSignedBalance } from './signed-balance.ts';
import { type SignContext, signsAmong } from './signs.ts';
import { withSiteBalance } from './site-balance.ts';
import { withSourcesOfUse } from './sources-of-use.ts';
import { standsAtEnds } from './stands-beside.ts';
import { withoutStrangers } from './strangers.ts';
import { columnOf, named, routeColumn, type ValueColumn } from './value-columns.ts';
import { roleOf } from './value-roles.ts';
import { otherQuantityOf } from './words/flow-of-words.ts';
import { meaningOf } from './words/meaning.ts';
import { namesRegion } from './words/power-stations.ts';
import { workedOut } from './worked-out.ts';

export interface Values {
  readonly columns: readonly ValueColumn[];
  readonly ignored: readonly LayoutColumn[];
  readonly decisions: readonly Decision[];
  /** Stands that show that times are the ends of the energies beside them. */
  readonly endsAt?: string;
}

const UNCONNECTED = 'it shows nothing, beside a production: no meter is connected there';

const HIGHEST = 'the highest power of so long a time, beside its energies';
const NET_AGAIN = 'a power of the grid, beside the energies of both its directions';

/** @throws Question UNIT_UNKNOWN or LAYOUT_AMBIGUOUS */
export function decideValues(ground: Ground): Values {
  const { sample, roles, settings, format, order } = ground;
  const looked = lookAtColumns(roles, settings, unitOfDirections(sample, roles.ids.measure) ?? ground.preambleUnit);
  const known = new Map<number, Evidence>();
  const evidence = ({ profile: { index } }: Pick<Look, 'profile'>): Evidence => {
    const found = known.get(index) ?? evidenceOf(index, sample, order, format);
    known.set(index, found);
    return found;
  };
  const { kept: all, left } = withoutStrangers(looked.candidates, evidence, settings);
  const { routes, repeated: alongRoutes } = routesAmong(all, evidence);
  const openUnit = unitOfRoutes(routes, evidence, settings);
  if (openUnit) throw openUnit;
  const routed = new Set([...routes, ...alongRoutes].map(({ look }) => look));
  const kept = all.filter((look) => !routed.has(look));
  const constants = constantTexts(roles, sample);
  const { counted, belowZero, usage } = seriesOfColumns(kept, evidence, ground, constants);
  const stores = sample.names.some((name) => meaningOf(name).concepts.has('state_of_charge'));
  const unconnected = new Set(unconnectedMeters(counted));
  const highest = highestPowers(counted, order.step);
  const connected = counted.filter((one) => !unconnected.has(one) && !highest.includes(one));
  if (settings.kind === undefined && isBeyondASite(connected)) throw regionQuestion(settings);
  const factor = meterFactor(roles, sample, ground.preamble);
  const identities = identitiesAmong(connected, { factor: factor?.factor, step: order.step });
  const series = withSignedBalance(withSiteBalance(connected, identities), identities);
  const repeated = withoutRepeats(series, identities, order.step);
  askAboutMultipliers(repeated.series, ground);
  const byCells = roles.ids.appliance !== undefined || roles.ids.measure !== undefined;
  const beside = [
    ...sample.names.filter((name) => counted.every(({ look }) => look.profile.name !== name)),
    ...constants,
  ];
  const derived = workedOut(series, identities);
  const checks = checkMeters(repeated.series);
  const apart = repeated.series.filter((one) => !derived.has(one) && !checks.has(one));
  const sources = withSourcesOfUse(apart, beside, settings);
  const ofSite = withMadeEnergy(withGridUse(withBlocks(sources.series), stores));
  const again = netPowers(ofSite);
  const { parted, hours } = withDarkNights(
    wholeAndParts(
      ofSite.filter((one) => !again.includes(one)),
      identities,
      series,
    ),
    byCells ? undefined : order,
  );
  const strangers: readonly LeftOut[] = [
    ...looked.left,
    ...left,
    ...[...unconnected].map(({ look }) => leftOut(look, UNCONNECTED)),
    ...highest.map(({ look }) => leftOut(look, HIGHEST)),
    ...[...derived].map(([{ look }, why]) => leftOut(look, why)),
    ...[...checks].map(([{ look }, main]) => leftOut(look, `it checks "${main.look.profile.name}"`)),
    ...again.map(({ look }) => leftOut(look, NET_AGAIN)),
    ...alongRoutes.map(({ look, why }) => leftOut(look, why)),
  ];
  const out: readonly LeftOut[] = [
    ...strangers,
    ...[...repeated.out, ...sources.out, ...parted.out].map(({ series: { look }, why }) => leftOut(look, why)),
  ];
  const assigned = parted.assigned.map((each) => each.series);
  const signs = signsAmong(assigned, identities, series, signContext(assigned, looked.left, ground));
  const open = whatIsOpen(parted, signs, sample, settings, ground.labels);
  const byFactor = factorOpen(parted.assigned, counted, factor, ground.labels);
  if (byFactor) open.push(byFactor.open);
  if (hours !== undefined) open.push(nightOpen(parted, hours, ground.labels));
  if (open.length > 0)
    askAboutColumns(
      open,
      [
        ...proposalsOf(parted, signs.reversed, order.step, {
          regional: namesRegion(sample.names),
          factors: byFactor?.factors ?? new Map(),
          scaled: [...roles.given.values()].some(({ role }) => role === 'multiplier'),
          summed: identities.flatMap((each) =>
            each.kind === 'linear' ? [each.terms.flatMap(({ id }) => series[id] ?? [])] : [],
          ),
        }),
        ...[...repeated.out, ...sources.out, ...parted.out].map(({ series: one }) => ({
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
  const empty = emptyDirections(parted.assigned);
  const columns = [
    ...parted.assigned.map((each) => columnOf(each, counts(each.series), empty.has(each.series))),
    ...routes.flatMap(({ look, flows: ends }) =>
      ends.map((flow) => routeColumn(look, flow, roleOf(look, evidence(look), usage).role)),
    ),
  ].sort((one, other) => one.index - other.index);
  const endsAt = order.series.length > 1 ? undefined : standsAtEnds(out, assigned, evidence);
  return {
    ...(endsAt === undefined ? {} : { endsAt }),
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

function leftOut({ profile }: Look, why: string): LeftOut {
  return { profile, role: 'ignored', why };
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
