/** How the report speaks of a measure. */
import type { BalanceSummary } from '../../../shared/readings/layout.ts';
import { isOfTheGrid } from '../../../shared/report/balance.ts';
import type { Measure } from '../../../shared/tables/schema.ts';

export interface MeasureWords {
  /** As a heading. */
  readonly noun: string;
  /** `Most is … from 18:00` */
  readonly participle: string;
  /** `The heating … 2 kWh` */
  readonly past: (energy: string) => string;
  /** In a sentence. */
  readonly what: string;
}

const WORDS: Readonly<Record<Measure, MeasureWords>> = {
  consumption: {
    ...{ noun: 'Consumption', participle: 'used', what: 'consumption' },
    past: (energy) => `used ${energy}`,
  },
  generation: {
    ...{ noun: 'Generation', participle: 'generated', what: 'generation' },
    past: (energy) => `generated ${energy}`,
  },
};

/** Behind the meter at the grid may be panels or a battery: what is taken there is not what is used. */
const FROM_THE_GRID: MeasureWords = {
  ...{ noun: 'From the grid', participle: 'taken', what: 'what comes from the grid' },
  past: (energy) => `took ${energy} from the grid`,
};

/** What of a report tells how to speak of its measures. */
export interface Spoken {
  readonly layout: { readonly balance?: Pick<BalanceSummary, 'bases'> | undefined } | null;
}

export function measureWords(measure: Measure, { layout }: Spoken): MeasureWords {
  return measure === 'consumption' && isOfTheGrid(layout?.balance) ? FROM_THE_GRID : WORDS[measure];
}
