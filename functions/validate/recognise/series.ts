/** A column that is an energy, with what is known of it: what repeats and identities are looked for among. */
import type { Unit } from '../../../shared/readings/layout.ts';
import type { ColumnFlow } from './column-flows.ts';
import type { Evidence } from './evidence.ts';
import type { Look } from './looks.ts';

/** A column that is an energy of a flow, as far as it is known. */
export interface Series {
  readonly look: Look;
  readonly evidence: Evidence;
  readonly role: 'energy' | 'power' | 'register';
  /** Its values only ever grow, and neither words nor numbers tell whether it counts up. */
  readonly grows: boolean;
  readonly flow: ColumnFlow;
  readonly unit: Unit | undefined;
}
