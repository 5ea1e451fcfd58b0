import type { SiteClass } from '../../../shared/energy/site-classes.ts';
import type { Advice } from '../../../shared/report/insights.ts';
import type { Facts } from '../facts/index.ts';
import type { NameOf } from './advice.ts';

/** What finds one kind of advice. docs/INSIGHTS.md lists all of them, and a test speaks and falls silent with each. */
export interface Rule {
  /** The sites that it is for: what can be true of no other is not said of it. */
  readonly sites: readonly SiteClass[];
  /** When it speaks, and an example of when it does not. */
  readonly speaks: string;
  readonly silent: string;
  /** The advice, best first; none where it has nothing to say. */
  readonly write: (facts: Facts, nameOf: NameOf) => Advice[];
}

/** Where somebody lives or works, and may switch something off. */
export const USED_SITES = ['home', 'apartment', 'business', 'industry'] as const satisfies readonly SiteClass[];
/** Where appliances are what a household has. */
export const HOUSEHOLD_SITES = ['home', 'apartment', 'submeter'] as const satisfies readonly SiteClass[];
