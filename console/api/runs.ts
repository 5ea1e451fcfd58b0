/** Executions: the list, and one with its states, events, log lines and rejected rows. */
import { z } from 'zod';
import { operation } from './operation.ts';

export const RUN_FILTERS = ['all', 'running', 'failed'] as const;
export type RunFilter = (typeof RUN_FILTERS)[number];

const moment = z.iso.datetime();
const run = z.object({ run: z.string() });

const failureInWords = z.object({
  /** The error's name, or the code of a refusal. */
  code: z.string(),
  sentence: z.string(),
  /** What a person can do. */
  advice: z.string(),
});
export type FailureInWords = z.infer<typeof failureInWords>;

export const listedRunSchema = z.object({
  run: z.string(),
  status: z.string(),
  /** The uploaded object; null when the run was not started by an upload. */
  key: z.string().nullable(),
  dataset: z.string().nullable(),
  /** Records of the file, once they are read. */
  rows: z.number().nullable(),
  started: moment.nullable(),
  ended: moment.nullable(),
  redrives: z.number(),
  /** PUBLISHED, PARTIAL, or why there was nothing to do; null before the end and after a failure. */
  outcome: z.string().nullable(),
  failure: failureInWords.nullable(),
});
export type ListedRun = z.infer<typeof listedRunSchema>;

export const listRuns = operation(
  'list-runs',
  z.object({
    filter: z.enum(RUN_FILTERS),
    /** A part of the run's name, its upload or its dataset. */
    search: z.string().max(500),
    /** Where the page before ended. */
    next: z.string().max(4096).nullable(),
  }),
  z.object({
    runs: z.array(listedRunSchema),
    next: z.string().nullable(),
    /** How many executions were looked through for these. */
    scanned: z.number(),
  }),
);

const GRAPH_EDGES = ['next', 'choice', 'caught'] as const;
export const graphSchema = z.object({
  states: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      comment: z.string(),
      /** The state that this one is inside of, and in which of its branches. */
      parent: z.string().nullable(),
      /** Entered first where it is. */
      first: z.boolean(),
    }),
  ),
  edges: z.array(z.object({ from: z.string(), to: z.string(), kind: z.enum(GRAPH_EDGES), label: z.string() })),
});
export type Graph = z.infer<typeof graphSchema>;

const attemptSchema = z.object({
  started: moment,
  ended: moment.nullable(),
  failure: failureInWords.nullable(),
});

export const runStateSchema = z.object({
  name: z.string(),
  type: z.string(),
  status: z.enum(['RUNNING', 'RETRYING', 'SUCCEEDED', 'CAUGHT', 'FAILED', 'ABORTED']),
  entered: moment,
  ended: moment.nullable(),
  attempts: z.array(attemptSchema),
  /** JSON as text; null when there is none yet. */
  input: z.string().nullable(),
  output: z.string().nullable(),
  failure: failureInWords.nullable(),
  /** Error and cause as the service has them. */
  error: z.string().nullable(),
  cause: z.string().nullable(),
});
export type RunState = z.infer<typeof runStateSchema>;

const actionSchema = z.object({ possible: z.boolean(), says: z.string() });

export const runDetailSchema = listedRunSchema.extend({
  states: z.array(runStateSchema),
  events: z.number(),
  input: z.string().nullable(),
  output: z.string().nullable(),
  /** Whether there is a report to open. */
  report: z.boolean(),
  /** Whether there are rejected rows to look at. */
  quarantine: z.boolean(),
  /** What each would do, or why it cannot be done. */
  redrive: actionSchema,
  again: actionSchema,
});
export type RunDetail = z.infer<typeof runDetailSchema>;

export const showRun = operation('show-run', run, runDetailSchema);
export const showGraph = operation('show-graph', run, graphSchema);

const page = run.extend({ from: z.number().int().nonnegative() });

export const listEvents = operation(
  'list-events',
  page,
  z.object({
    total: z.number(),
    events: z.array(
      z.object({
        id: z.number(),
        time: moment.nullable(),
        type: z.string(),
        state: z.string().nullable(),
        /** JSON as text. */
        details: z.string(),
      }),
    ),
  }),
);

export const listLog = operation(
  'list-log',
  page,
  z.object({
    total: z.number(),
    lines: z.array(
      z.object({ time: z.string(), function: z.string(), level: z.string(), message: z.string(), fields: z.string() }),
    ),
    /** Where the lines are when they are not on this machine. */
    elsewhere: z.string().nullable(),
  }),
);

export const listRejected = operation(
  'list-rejected',
  page,
  z.object({
    total: z.number(),
    rows: z.array(
      z.object({
        line: z.number(),
        column: z.string().nullable(),
        code: z.string(),
        message: z.string(),
        /** The record as it stands in the file; null when it is not text. */
        raw: z.string().nullable(),
      }),
    ),
  }),
);

export const redriveRun = operation('redrive-run', run, run);
export const runAgain = operation('run-again', run, run);
/** An address that shows the report of a run for a few minutes, and that its prices do not hold any more. */
export const openReport = operation(
  'open-report',
  run,
  z.object({ path: z.string(), repriced: z.string().nullable() }),
);
