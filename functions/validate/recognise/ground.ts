/** What the meaning of values is decided from. */
import type { LayoutSettings, Unit } from '../../../shared/readings/layout.ts';
import type { NumberFormat } from './numbers.ts';
import type { Roles } from './roles.ts';
import type { RowOrder } from './row-order.ts';
import type { Sample } from './sample.ts';

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
