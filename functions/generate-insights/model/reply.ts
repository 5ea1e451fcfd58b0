/** What a model replies with, and what becomes of it. */

import { z } from 'zod';
import { type Advice, ASSISTANT_CODES, AUDITOR_CODES } from '../../../shared/report/insights.ts';
import { shortened } from '../../../shared/text/format.ts';
import { findMismatch, type Mismatch } from '../check/check.ts';
import { faultOf, LONGEST_TEXT, LONGEST_TITLE, onOneLine } from '../check/plain-text.ts';
import { NotWritten } from '../fallback-error.ts';
import type { Aliases } from '../figures/aliases.ts';
import type { Texts } from '../provider.ts';
import { advice } from '../rules/advice.ts';
import type { Basis } from './basis.ts';
import { MOST_PIECES, textOf } from './prompt.ts';

const LONGEST_QUOTE = 240;

function piecesSchema<Code extends string>(codes: readonly [Code, ...Code[]]) {
  return z.array(
    z.strictObject({ code: z.enum(codes), about: z.string().nullable(), title: z.string(), text: z.string() }),
  );
}

/**
 * The reply's shape. Lengths and numbers of pieces are checked afterwards: not every provider takes them in a schema.
 */
export const replySchema = z.strictObject({
  assistant: piecesSchema(ASSISTANT_CODES),
  auditor: piecesSchema(AUDITOR_CODES),
});
export type Reply = z.infer<typeof replySchema>;
type Piece = Reply['assistant' | 'auditor'][number];

/**
 * @returns the advice, with names in the place of aliases and the rules' estimates beside the model's words
 * @throws NotWritten when the reply holds something that may not be shown, or a number that is not so; with aliases
 */
export function readReply(reply: Reply, basis: Basis): Texts {
  if (reply.assistant.length + reply.auditor.length === 0)
    throw new NotWritten('REPLY_UNUSABLE', 'The model wrote no advice.');
  return {
    assistant: readPieces(reply.assistant, basis.findings.assistant, basis),
    auditor: readPieces(reply.auditor, basis.findings.auditor, basis),
  };
}

function readPieces(pieces: readonly Piece[], findings: readonly Advice[], basis: Basis): Advice[] {
  if (pieces.length > MOST_PIECES) {
    throw new NotWritten(
      'TEXT_REFUSED',
      `The model wrote ${pieces.length} pieces of advice where ${MOST_PIECES} were asked for at most.`,
    );
  }
  return pieces.map((given) => {
    const piece = { ...given, title: onOneLine(given.title).replace(/\.$/, ''), text: onOneLine(given.text) };
    checkText(piece, findings, basis);
    const mismatch = findMismatch(piece, basis.figures, basis.aliases, basis.currency);
    if (mismatch) throw new NotWritten('NUMBER_MISMATCH', sayMismatch(mismatch, basis));
    return toAdvice(piece, findings, basis.aliases);
  });
}

function checkText(piece: Piece, findings: readonly Advice[], { aliases }: Basis): void {
  const refuse = (what: string) => {
    throw new NotWritten('TEXT_REFUSED', `The model's text was refused: ${what}.`);
  };
  const fault = faultOf(piece.title, LONGEST_TITLE) ?? faultOf(piece.text, LONGEST_TEXT);
  if (fault !== undefined) refuse(`there is ${fault} in it`);
  if (!findings.some(({ code }) => code === piece.code))
    refuse(`it advises on ${piece.code}, of which nothing was found`);
  const unknown = aliases
    .in(`${piece.about ?? ''} ${piece.title} ${piece.text}`)
    .find((alias) => !aliases.seriesOf(alias));
  if (unknown !== undefined) refuse(`it names ${unknown}, which is not in the data`);
  if (piece.about !== null && !aliases.seriesOf(piece.about)) refuse('it is about something that is not in the data');
}

function toAdvice(piece: Piece, findings: readonly Advice[], aliases: Aliases): Advice {
  const series = piece.about === null ? undefined : aliases.seriesOf(piece.about);
  const place = { site_id: series?.site_id ?? null, appliance: series?.appliance ?? null };
  const finding = findings.find(
    ({ code, site_id, appliance }) => code === piece.code && site_id === place.site_id && appliance === place.appliance,
  );
  return advice({
    ...finding,
    ...place,
    code: piece.code,
    title: aliases.restore(piece.title),
    text: aliases.restore(piece.text),
  });
}

function sayMismatch({ number, sentence, nearest }: Mismatch, { currency }: Basis): string {
  const cut = shortened(sentence, LONGEST_QUOTE);
  const truth = nearest ? ` The closest figure is ${textOf(nearest, currency)} (${nearest.name}).` : '';
  return `The model's text said "${number}", which the figures do not give, in: "${cut}"${truth}`;
}
