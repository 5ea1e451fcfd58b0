/** Spaces other than that of the keyboard, for a class of a pattern: those that do not break, and of any width. */
export const OTHER_SPACES = '\u00a0\u2000-\u200a\u202f\u205f\u3000';

/** What no screen shows: spaces of no width, and marks of the direction of writing, which Windows puts in its dates. */
export const INVISIBLE = '\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff';
