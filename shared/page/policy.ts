/** Nothing is loaded and nothing runs: a page can be kept, mailed and opened anywhere. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
