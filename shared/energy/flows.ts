/**
 * What the energy of a series does at its site: the one list of flows, of bases that a site's balance can stand on, and
 * of the qualities of a reading. docs/MODEL.md explains how they make a balance.
 */

import { keysOf } from '../keys-of.ts';

/** What becomes of a flow's energy in the site's balance. */
export const FLOW_KINDS = ['term', 'signed', 'within', 'apart'] as const;
/**
 * - `term`: it stands in the balance under its own name.
 * - `signed`: two terms in one series, distinguished by the sign of each reading.
 * - `within`: it is already in a term of the balance and is never added to it.
 * - `apart`: it is no electricity of the balance and is kept as it was read.
 */
export type FlowKind = (typeof FLOW_KINDS)[number];

interface FlowDeclaration {
  readonly kind: FlowKind;
  /** In a sentence for people: what is measured. */
  readonly description: string;
  /** What becomes of it. */
  readonly becomes: string;
}

export const FLOWS = {
  consumption: {
    kind: 'term',
    description: "What the site uses, by the house's own meter",
    becomes: 'the use, checked against import - export + production + discharge - charge where these are known',
  },
  import: {
    kind: 'term',
    description: 'What comes from the grid',
    becomes: 'a term of the use; what is summed and priced where the use is not known',
  },
  export: {
    kind: 'term',
    description: 'What goes into the grid',
    becomes: 'a term of the use; never called generation',
  },
  production: {
    kind: 'term',
    description: 'What the panels, a wind turbine or a CHP unit of the site produce',
    becomes: 'a term of the use, and the generation of the site',
  },
  charge: {
    kind: 'term',
    description: 'What the battery takes',
    becomes: 'a term of the use',
  },
  discharge: {
    kind: 'term',
    description: 'What the battery gives',
    becomes: 'a term of the use',
  },
  self_used: {
    kind: 'term',
    description: 'What the site produces and uses or stores itself',
    becomes: 'the self-used energy, where production and export do not give it',
  },
  net: {
    kind: 'signed',
    description: 'Exchange with the grid, positive from the grid and negative into it',
    becomes: 'import where it is positive, export where it is negative',
  },
  battery: {
    kind: 'signed',
    description: 'Exchange with the battery, positive from the battery and negative into it',
    becomes: 'discharge where it is positive, charge where it is negative',
  },
  submeter: {
    kind: 'within',
    description: 'A circuit, appliance or room behind a meter of the site',
    becomes: 'a share of the use, beside the rest that no submeter measures',
  },
  community: {
    kind: 'within',
    description: 'Energy shared within an energy community',
    becomes: 'a share of the import, with a price of its own',
  },
  supplier: {
    kind: 'within',
    description: 'What the supplier delivers beside the energy of a community',
    becomes: 'the other share of the import',
  },
  heat: {
    kind: 'apart',
    description: 'Heat, from a heat meter',
    becomes: 'kept as it was read, never as electricity',
  },
  gas: {
    kind: 'apart',
    description: 'Gas, as a volume or as energy',
    becomes: 'kept as it was read, never as electricity',
  },
} as const satisfies Record<string, FlowDeclaration>;

export type Flow = keyof typeof FLOWS;

/** In the order of their declaration, which is that of tables and reports. */
export const FLOW_NAMES = keysOf(FLOWS);

/** A flow that stands in the balance under its own name. */
export type TermFlow = { [F in Flow]: (typeof FLOWS)[F]['kind'] extends 'term' ? F : never }[Flow];
const isTerm = (flow: Flow): flow is TermFlow => FLOWS[flow].kind === 'term';
export const TERM_FLOWS = FLOW_NAMES.filter(isTerm);

interface BasisDeclaration {
  readonly description: string;
  /** What `kwh` of raw_energy_data is, in the words of a report. */
  readonly kwh: string;
}

/** What a site's balance stands on. */
export const BASES = {
  house: {
    description: "The use is known: from the house's own meter, or from import, export, production and battery",
    kwh: 'used',
  },
  grid: {
    description: 'Only what crosses the grid meter is known: import stands for the use, production is not known',
    kwh: 'from the grid',
  },
  parts: {
    description: 'Only submeters or appliances are known: their sum, of what is metered',
    kwh: 'used, of what is metered',
  },
} as const satisfies Record<string, BasisDeclaration>;

export type Basis = keyof typeof BASES;
export const BASIS_NAMES = keysOf(BASES);

/** How a reading came about, the best first; a sum of readings is as good as the worst of them. */
export const QUALITIES = ['measured', 'calculated', 'estimated', 'substituted', 'unknown'] as const;
export type Quality = (typeof QUALITIES)[number];
/** Whoever keeps the meter did not measure these: what was measured counts before them. */
const ESTIMATED = ['estimated', 'substituted'] as const satisfies readonly Quality[];
/** SQL: whether a reading with `quality` was estimated. */
export const IS_ESTIMATED_SQL = `list_contains(['${ESTIMATED.join("', '")}'], coalesce(quality, ''))`;

interface QuantityDeclaration {
  readonly description: string;
  /** Whether the values of a time add up; of the others the mean is reported. */
  readonly adds: boolean;
}

/**
 * What a file may hold beside energies and is kept as it was read, with a unit of its own: never a kilowatt-hour of
 * electricity.
 */
export const QUANTITIES = {
  gas: { description: 'Gas, as a volume', adds: true },
  reactive: { description: 'Reactive energy', adds: true },
  cost: { description: "An amount of money, by the file's own account", adds: true },
  price: { description: 'A price of energy', adds: false },
  temperature: { description: 'A temperature', adds: false },
} as const satisfies Record<string, QuantityDeclaration>;

export type Quantity = keyof typeof QUANTITIES;
export const QUANTITY_NAMES = keysOf(QUANTITIES);

export function isQuantity(role: string): role is Quantity {
  return Object.hasOwn(QUANTITIES, role);
}

/** What a series of a whole site is called that nothing names. */
export const APPLIANCE_OF_A_WHOLE_SITE = 'total';

/** What a site's use holds beside its submeters is called by the first of these that none of them has. */
export const REST_NAMES = ['rest', 'rest of the site', 'what no submeter measures'] as const;
