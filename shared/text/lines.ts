/** Where a line of a text ends, on any system that wrote it. */
export const LINE_BREAK = /\r\n|\n|\r/;

/** @returns how many lines of a file end within a part of it */
export function lineBreaks(part: string): number {
  return part.split('\n').length - 1;
}
