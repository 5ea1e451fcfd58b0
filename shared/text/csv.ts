/** Fields of CSV as RFC 4180 has them. */

/** In quotes. */
export function quotedField(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** In quotes where it must be. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? quotedField(text) : text;
}
