/** Spaces other than that of the keyboard, for a class of a pattern: those that do not break, and of any width. */
export const OTHER_SPACES = '\u00a0\u2000-\u200a\u202f\u205f\u3000';
