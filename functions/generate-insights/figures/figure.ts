import type { Advice } from '../../../shared/report/insights.ts';
import type { Kind, Period } from '../check/mention.ts';

/** One number that a text may use: what a model is given, and what it is held to. */
export interface Figure {
  /** Names of the series or sites that it is about, as a model knows them; none for all together. */
  readonly about: readonly string[];
  /** What it is, for the model and for people. */
  readonly name: string;
  readonly kind: Kind;
  /** In the kind's unit, see Kind. */
  readonly value: number;
  /** End of a window. */
  readonly until?: number;
  /**
   * What it is counted over: the whole file, or a mean of a day or an estimate of a year. Left out where nothing says,
   * and any period may stand beside it.
   */
  readonly per?: Period | 'file';
  /** Of a figure that is worked out: what a sentence must say to mean it, so that it does not pass for another. */
  readonly cue?: RegExp;
  /** Of a number in the rules' text: the advice whose number it is. Nobody else may use it. */
  readonly code?: Advice['code'];
}

/** A figure of all series together unless `more` says otherwise. */
export const figure = (name: string, kind: Figure['kind'], value: number, more: Partial<Figure> = {}): Figure => ({
  about: [],
  name,
  kind,
  value,
  ...more,
});

/** A figure that is there only when its value is. */
export function optional(
  name: string,
  kind: Figure['kind'],
  value: number | null | undefined,
  more: Partial<Figure> = {},
): Figure[] {
  return value === null || value === undefined || !Number.isFinite(value) ? [] : [figure(name, kind, value, more)];
}
