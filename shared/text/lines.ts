/** Where a line of a text ends, on any system that wrote it. */
export const LINE_BREAK = /\r\n|\n|\r/;
