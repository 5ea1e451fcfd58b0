import { z } from 'zod';
import { functionNames } from '../../shared/runtime/lambda-functions.ts';

const count = z.number().int().nonnegative();

/** What one upload asks of AWS. Times include loading the code; all else is independent of the machine. */
export const shapeSchema = z.object({
  rows: count,
  bytes: count,
  transitions: count,
  invocations: count,
  writes: count,
  reads: count,
  catalogRequests: count,
  /** The upload and everything that was made of it. */
  storedBytes: count,
  /** What the functions log, and the history that the state machine logs. */
  logBytes: count,
  functions: z.record(z.enum(functionNames()), z.object({ coldMilliseconds: count, warmMilliseconds: count })),
});
export type Shape = z.infer<typeof shapeSchema>;

export const measuredSchema = z.object({
  date: z.iso.date(),
  machine: z.string(),
  sampleMonth: shapeSchema,
  /** A file of many more rows, to tell what grows. */
  larger: shapeSchema,
  /** An interval of a feed, whose sites have the four weeks before in their record: these say what is usual. */
  feed: shapeSchema,
});
export type Measured = z.infer<typeof measuredSchema>;
