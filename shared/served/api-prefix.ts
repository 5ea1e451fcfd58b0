/** The header that says below which path of its address the REST API is; where it is missing, at the root. */
export const PREFIX_HEADER = 'x-forwarded-prefix';
