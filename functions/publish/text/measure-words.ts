/** How the report speaks of a measure. */
import type { BalanceSummary } from '../../../shared/readings/layout.ts';
import { isOfTheGrid } from '../../../shared/report/balance.ts';
import { USE_WORDS, type UseWords } from '../../../shared/report/use-words.ts';
import type { Measure } from '../../../shared/tables/schema.ts';

type MeasureWords = Pick<UseWords, 'noun' | 'what' | 'participle' | 'past'>;

const GENERATION: MeasureWords = {
  ...{ noun: 'Generation', what: 'generation', participle: 'generated' },
  past: (energy) => `generated ${energy}`,
};

/** What of a report tells how to speak of its measures. */
export interface Spoken {
  readonly layout: { readonly balance?: Pick<BalanceSummary, 'bases'> | undefined } | null;
}

export function measureWords(measure: Measure, { layout }: Spoken): MeasureWords {
  return { consumption: USE_WORDS[isOfTheGrid(layout?.balance) ? 'grid' : 'house'], generation: GENERATION }[measure];
}
