/** The characters that text from data must not bring along: the inside of a class of a `u` regular expression. */

/** Controls, halves of pairs, marks that turn the direction of text around, and marks that are not seen. */
export const UNSAFE_CLASS = String.raw`\p{Cc}\p{Cs}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF`;
