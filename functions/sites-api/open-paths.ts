/** What everybody may read, also without saying who asks. */
export const OPEN_PATHS = ['/health', '/openapi.json', '/docs'] as const;
