/** The functions that stand beside the workflow and work on the record of sites, and what each is given. */
import { keysOf } from '../keys-of.ts';
import type { FunctionShape } from './lambda-functions.ts';

export const SITE_FUNCTIONS = {
  'serve-sites': {
    entry: 'functions/serve-sites/handler.ts',
    memoryMb: 1024,
    timeoutSeconds: 300,
    ephemeralMb: 1024,
    why: 'reads the balance of the months that changed and writes the intervals that differ; the table sets the pace',
  },
} as const satisfies Record<string, Omit<FunctionShape, 'placeholder'>>;
export const SITE_FUNCTION_NAMES = keysOf(SITE_FUNCTIONS);
