import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** Built assets: below node_modules, where nothing else looks and a fresh install starts anew. */
export const CACHE = `${PROJECT}node_modules/.cache/energy-analytics`;
