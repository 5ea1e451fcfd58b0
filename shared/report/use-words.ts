/**
 * How texts speak of what a site does with its energy: it is used, or taken from the grid. Behind the meter at the grid
 * may be panels or a battery: what is taken there is not what is used.
 */

export interface UseWords {
  /** As a heading. */
  readonly noun: string;
  /** In a sentence. */
  readonly what: string;
  /** `60 % of …` */
  readonly all: string;
  /** `Most is … from 18:00` */
  readonly participle: string;
  /** `Most … from 18:00`, where nothing is said before it. */
  readonly isUsed: string;
  /** `The heating … 2 kWh` */
  readonly present: (energy: string) => string;
  readonly past: (energy: string) => string;
}

export const USE_WORDS = {
  house: {
    ...{ noun: 'Consumption', what: 'consumption', all: 'all consumption', participle: 'used' },
    isUsed: 'energy is used',
    present: (energy) => `uses ${energy}`,
    past: (energy) => `used ${energy}`,
  },
  grid: {
    ...{ noun: 'From the grid', what: 'what comes from the grid', all: 'all that comes from the grid' },
    ...{ participle: 'taken', isUsed: 'comes from the grid' },
    present: (energy) => `takes ${energy} from the grid`,
    past: (energy) => `took ${energy} from the grid`,
  },
} as const satisfies Record<'house' | 'grid', UseWords>;
