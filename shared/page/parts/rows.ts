/** Rows of a table that a person reads; the CSV files have all of them. */
export const SHOWN_ROWS = 12;
