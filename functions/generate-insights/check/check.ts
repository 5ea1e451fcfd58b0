/** Checks the numbers in a model's text against the figures. */
import type { Advice } from '../../../shared/report/insights.ts';
import { type Aliases, maskAliases } from '../figures/aliases.ts';
import { candidates, figuresFor } from '../figures/derive.ts';
import type { Figure } from '../figures/figure.ts';
import { type Mention, saysSo } from './mention.ts';
import { findMentions } from './mentions.ts';

/** One piece of advice in a model's words, with aliases for names. */
export interface Piece {
  readonly code: Advice['code'];
  readonly about: string | null;
  readonly title: string;
  readonly text: string;
}

/** A number that the figures do not give. */
export interface Mismatch {
  readonly number: string;
  /** The sentence that it stands in, with aliases. */
  readonly sentence: string;
  /** The figure of the same kind that comes closest; undefined when there is none. */
  readonly nearest: Figure | undefined;
}

/** @returns the first number of a piece that no figure gives; undefined when all are right */
export function findMismatch(
  piece: Piece,
  figures: readonly Figure[],
  aliases: Aliases,
  currency: string,
): Mismatch | undefined {
  const named = aliases.in(`${piece.about ?? ''} ${piece.title} ${piece.text}`);
  for (const text of [piece.title, piece.text]) {
    for (const mention of findMentions(maskAliases(text), currency)) {
      const sentence = sentenceAt(text, mention);
      const inSentence = aliases.in(sentence);
      const compared = inSentence.length < 2 ? named : inSentence;
      const allowed = figuresFor({ code: piece.code, piece: named, sentence, compared }, figures);
      if (allowed.some((figure) => agrees(mention, figure))) continue;
      return { number: mention.text, sentence, nearest: nearest(mention, allowed) };
    }
  }
  return undefined;
}

function agrees(mention: Mention, figure: Figure): boolean {
  return candidates(mention, figure).some(({ value, until }) => mention.until === until && saysSo(mention, value));
}

function sentenceAt(text: string, { start, end }: Mention): string {
  const from = Math.max(...[...text.slice(0, start).matchAll(/[.!?:;] /g)].map(({ index }) => index + 2), 0);
  const rest = text.slice(end).search(/[.!?;](?: |$)/);
  return text.slice(from, rest < 0 ? text.length : end + rest + 1).trim();
}

function nearest(mention: Mention, figures: readonly Figure[]): Figure | undefined {
  const distance = ({ value }: Figure) => Math.abs(Math.log(Math.abs(value || 1e-9) / Math.abs(mention.value || 1e-9)));
  return figures
    .filter(({ kind }) => kind === mention.kind)
    .reduce<Figure | undefined>((best, each) => (best && distance(best) <= distance(each) ? best : each), undefined);
}
