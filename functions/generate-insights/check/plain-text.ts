/** Whether a model's text is nothing but text. */

export const LONGEST_TITLE = 120;
export const LONGEST_TEXT = 900;

/** Markup, links and characters that change how a line is shown. Only what no sentence on energy needs. */
const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['markup', /[<>`]|\*\*|\]\(|!\[|^#+ |&(?:#\w+|[a-z]{2,8});/i],
  ['a link', /\b[a-z][a-z0-9+.-]{1,20}:\/\/|\bwww\.|\b(?:mailto|javascript|data):|\b[\w.+-]+@[\w-]+\.\w/i],
  ['a link', /\b[\w-]+\.(?:com|org|net|info|io|ai|dev|app|co|eu|de|uk|us|shop|site|online|xyz)\b/i],
  ['a character that is not shown', /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u],
];

/** Line breaks and runs of spaces become one space. */
export function onOneLine(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').trim();
}

/** @returns what is wrong with a text, or undefined when it may be shown */
export function faultOf(text: string, longest: number): string | undefined {
  if (text === '') return 'no text';
  if (text.length > longest) return `more than ${longest} characters`;
  return REFUSED.find(([, pattern]) => pattern.test(text))?.[0];
}
