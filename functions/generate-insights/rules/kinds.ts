import type { Facts } from '../facts/index.ts';
import { showsAllSeasons } from './advice.ts';

/**
 * What is known of kinds of appliances. These are assumptions for a first estimate, not measurements: costs are round
 * figures for a household's appliance, installed, in the tariff's currency; savings are what the named source says of
 * an average replacement. docs/METHODS.md shows them.
 */
export interface ApplianceKind {
  readonly kind: string;
  /** Matches the names that people give. */
  readonly names: RegExp;
  /** Part of its energy that can move to another hour without loss of comfort. */
  readonly shiftable: number;
  /** Its energy follows the weather: some weeks of it say nothing of a year. */
  readonly seasonal?: true;
  /** It belongs to the building: who lives in a flat does not replace it. */
  readonly partOfTheBuilding?: true;
  readonly upgrade: Upgrade | null;
}

export interface Upgrade {
  readonly to: string;
  readonly cost: number;
  /** Part of its energy that the replacement saves, 0 to 1. */
  readonly saving: number;
  readonly source: string;
}

/** The first that matches counts: a water heater is no heater, a tumble dryer no washing machine. */
export const APPLIANCE_KINDS: readonly ApplianceKind[] = [
  {
    kind: 'water heater',
    names: /water[\s_-]*heat|hot[\s_-]*water|\bboiler\b|\bdhw\b|geyser/i,
    shiftable: 0.5,
    partOfTheBuilding: true,
    upgrade: {
      to: 'a heat-pump water heater',
      cost: 2000,
      saving: 0.5,
      source: 'US Department of Energy, Energy Saver: two to three times as efficient as electric resistance',
    },
  },
  {
    kind: 'dryer',
    names: /dryer|tumble/i,
    shiftable: 0.9,
    upgrade: {
      to: 'a heat-pump dryer',
      cost: 900,
      saving: 0.28,
      source: 'ENERGY STAR: heat-pump dryers use at least 28 % less than conventional ones',
    },
  },
  {
    kind: 'dishwasher',
    names: /dish[\s_-]*wash/i,
    shiftable: 0.9,
    upgrade: {
      to: 'an efficient dishwasher',
      cost: 600,
      saving: 0.12,
      source: 'ENERGY STAR: certified dishwashers use about 12 % less',
    },
  },
  {
    kind: 'washing machine',
    names: /wash(ing|er)|laundry/i,
    shiftable: 0.9,
    upgrade: {
      to: 'an efficient washing machine',
      cost: 700,
      saving: 0.2,
      source: 'ENERGY STAR: certified washers use about 20 % less',
    },
  },
  {
    kind: 'vehicle charger',
    names: /\bev(se)?\b|(car|vehicle)[\s_-]*charg|wall[\s_-]*box/i,
    shiftable: 0.9,
    upgrade: null,
  },
  { kind: 'pool pump', names: /pool/i, shiftable: 0.9, seasonal: true, upgrade: null },
  {
    kind: 'refrigerator',
    names: /fridge|refrigerator|freezer/i,
    shiftable: 0,
    upgrade: {
      to: 'an efficient model',
      cost: 800,
      saving: 0.3,
      source: 'assumption for a unit of 15 years or more; a newer one saves less',
    },
  },
  {
    kind: 'air conditioner',
    names: /\bac\b|\ba\/c\b|air[\s_-]*con|aircon|hvac|cooling/i,
    shiftable: 0,
    seasonal: true,
    partOfTheBuilding: true,
    upgrade: {
      to: 'a high-efficiency unit',
      cost: 2500,
      saving: 0.3,
      source: 'US Department of Energy, Energy Saver: 20 to 50 % less with a high-efficiency unit and shading',
    },
  },
  {
    kind: 'electric heater',
    names: /heater|heating|radiator/i,
    shiftable: 0,
    seasonal: true,
    partOfTheBuilding: true,
    upgrade: {
      to: 'a heat pump',
      cost: 4000,
      saving: 0.5,
      source: 'US Department of Energy, Energy Saver: about half of what electric resistance heating uses',
    },
  },
  {
    kind: 'lighting',
    names: /\blights?\b|lighting|\blamps?\b/i,
    shiftable: 0,
    upgrade: {
      to: 'LED lamps',
      cost: 200,
      saving: 0.75,
      source: 'US Department of Energy, Energy Saver: LEDs use at least 75 % less than incandescent lamps',
    },
  },
];

export function kindOf(appliance: string): ApplianceKind | undefined {
  return APPLIANCE_KINDS.find(({ names }) => names.test(appliance));
}

/** Whether what was measured tells of a year: of what follows the weather all seasons must be there. */
export function isKnownForAYear({ seasonal }: ApplianceKind, facts: Facts): boolean {
  return !seasonal || showsAllSeasons(facts);
}
