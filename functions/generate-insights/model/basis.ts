import type { Aliases } from '../figures/aliases.ts';
import type { Figure } from '../figures/figure.ts';
import type { Texts } from '../provider.ts';

/** What a model is asked about, and what its reply is checked against. */
export interface Basis {
  readonly figures: readonly Figure[];
  readonly aliases: Aliases;
  /** The rules' advice on the same facts: what may be written about, and the estimates that go with it. */
  readonly findings: Texts;
  readonly currency: string;
}
