import type { Facts } from '../facts/index.ts';
import { capital, label, WHOLE_SITE } from '../rules/advice.ts';

interface Series {
  readonly site_id: string;
  readonly appliance: string;
}

/**
 * What a language model knows appliances and sites by: A1, S1. Their names are text of the file, so they neither leave
 * the account nor can they speak to the model; they are put back into what it writes.
 */
export class Aliases {
  readonly #facts: Facts;
  readonly #byKey = new Map<string, string>();
  readonly #series = new Map<string, Series>();

  constructor(facts: Facts) {
    this.#facts = facts;
    for (const appliance of facts.appliances) this.of(appliance);
  }

  /** The alias of a series; one that was not asked for before gets the next. */
  of({ site_id, appliance }: Series): string {
    const key = JSON.stringify([site_id, appliance]);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const letter = appliance === WHOLE_SITE ? 'S' : 'A';
    const alias = `${letter}${[...this.#byKey.values()].filter((each) => each.startsWith(letter)).length + 1}`;
    this.#byKey.set(key, alias);
    this.#series.set(alias, { site_id, appliance });
    return alias;
  }

  get all(): readonly string[] {
    return [...this.#series.keys()];
  }

  seriesOf(alias: string): Series | undefined {
    return this.#series.get(alias);
  }

  /** The aliases in a text, each once. */
  in(text: string): string[] {
    return [...new Set(text.match(ALIAS) ?? [])];
  }

  /** Puts the names back, with a capital where a sentence begins. */
  restore(text: string): string {
    return text.replace(ALIAS, (alias, at: number) => {
      const series = this.#series.get(alias);
      if (!series) return alias;
      const name = label(this.#facts, series);
      return /(?:^|[.!?:] )$/.test(text.slice(0, at)) ? capital(name) : name;
    });
  }
}

const ALIAS = /\b[AS]\d{1,3}\b/g;

/** Hides aliases from whoever looks for numbers; of the same length, so that places stay. */
export function maskAliases(text: string): string {
  return text.replace(ALIAS, (alias) => '\u25a1'.repeat(alias.length));
}
