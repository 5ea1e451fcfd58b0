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
  'sites-api': {
    entry: 'functions/sites-api/handler.ts',
    memoryMb: 1024,
    timeoutSeconds: 29,
    ephemeralMb: 512,
    why: 'answers the REST API: from the table at once, from the record by a query of a few small files',
  },
  'summarise-sites': {
    entry: 'functions/summarise-sites/handler.ts',
    memoryMb: 1024,
    timeoutSeconds: 600,
    ephemeralMb: 1024,
    why: 'a few small files of each site: once a day a page and a message, once an hour the page of sites that changed',
  },
  sweep: {
    entry: 'functions/sweep/handler.ts',
    memoryMb: 2048,
    timeoutSeconds: 900,
    ephemeralMb: 4096,
    why: 'finishes inboxes as the last step does; keeps a few dozen bytes of each upload while it compares listings',
  },
} as const satisfies Record<string, Omit<FunctionShape, 'placeholder'>>;
export const SITE_FUNCTION_NAMES = keysOf(SITE_FUNCTIONS);
