/** What a report takes for granted because the upload does not say it: a mark next to the figures, and a sentence. */

import type { Measure } from '../tables/schema.ts';
import { ASSUMED_PRICE } from '../tariff/assumed.ts';
import { SETTINGS_TARIFF } from '../tariff/schema.ts';
import { formatEnergy } from '../text/format.ts';
import type { Report } from './report.ts';

const MARKS = ['¹', '²', '³', '⁴', '⁵'] as const;

export interface Assumptions {
  /** The mark of each, empty where it is not assumed: it stands right behind the figure. */
  readonly zone: string;
  readonly unit: string;
  readonly price: string;
  readonly emission: string;
  /** Behind a sum with readings that are not believed in it. */
  readonly believed: Readonly<Record<Measure, string>>;
  /** The sentences, each with its mark, in the order of the marks. */
  readonly notes: readonly string[];
}

export function assumptionsOf(report: Report): Assumptions {
  const marks = MARKS.values();
  const notes: string[] = [];
  const marked = (assumed: boolean, sentence: string): string => {
    const mark = assumed ? marks.next().value : undefined;
    if (mark === undefined) return '';
    notes.push(`${mark} ${sentence}`);
    return mark;
  };
  const { money, consumption, generation } = report;
  const beyond = (total: Report['consumption'] | Report['generation']) => total?.impossible_kwh ?? 0;
  const energies = [
    ...(beyond(consumption) === 0 ? [] : [`${formatEnergy(beyond(consumption))} of what was used`]),
    ...(beyond(generation) === 0 ? [] : [`${formatEnergy(beyond(generation))} of what was generated`]),
  ];
  const settings = money?.sites.some(({ tariff }) => tariff === SETTINGS_TARIFF) ?? false;
  const zone = marked(
    isDefaultZone(report),
    'Read as UTC, the zone where neither the file nor a person names another: hours and days depend on it.',
  );
  const unit = marked(hasSaidUnit(report), 'The unit was said by a person; the file does not name it.');
  const believed = marked(
    energies.length > 0,
    `${energies.join(' and ')} are in readings beyond what can be: they are counted here, and not believed.`,
  );
  return {
    zone,
    unit,
    believed: {
      consumption: beyond(consumption) === 0 ? '' : believed,
      generation: beyond(generation) === 0 ? '' : believed,
    },
    price: marked(settings, ASSUMED_PRICE),
    emission: marked(
      settings && (money?.totals.some(({ co2_kg }) => co2_kg !== null) ?? false),
      'With the CO₂ factor of the settings, a mean that is not of this supplier.',
    ),
    notes,
  };
}

/** As functions/validate/recognise/time-zone.ts says why a file has its zone; where zones stand in it, they count. */
function isDefaultZone({ timeZone, layout }: Report): boolean {
  if (!layout || timeZone !== 'UTC' || Object.keys(layout.zones).length > 0) return false;
  return layout.decisions.some(({ what, why }) => what === 'time zone' && why.startsWith('assumed'));
}

/**
 * As functions/validate/recognise/values.ts says why a column has its unit; a name that holds the unit needs nobody.
 */
function hasSaidUnit({ layout }: Report): boolean {
  return (
    layout?.columns.some(
      ({ name, unit, why }) =>
        unit !== undefined && /\bgiven$/.test(why) && !name.toLowerCase().includes(unit.toLowerCase()),
    ) ?? false
  );
}
