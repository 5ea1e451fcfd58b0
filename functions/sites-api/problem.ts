/** What went wrong, as RFC 9457 has it: for programs by its status, for people by its sentences. */
import { z } from '@hono/zod-openapi';

export const problemSchema = z
  .object({
    type: z.string().describe('Always about:blank: the status says what kind it is'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('What is wrong, and what to do'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('What of the request is wrong, part by part'),
  })
  .openapi('Problem');
export type ProblemBody = z.infer<typeof problemSchema>;

const TITLES = {
  400: 'The request is not valid',
  401: 'The caller is not known',
  403: 'The caller may not do this',
  404: 'There is no such thing',
  413: 'The request asks for too much',
  415: 'The request is of another kind',
  500: 'Something is wrong here',
  503: 'A service does not answer',
} as const;
export type ProblemStatus = keyof typeof TITLES;

export const PROBLEM_TYPE = 'application/problem+json';

/** Thrown by a route; what the caller is told. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: ProblemStatus;
  readonly errors: ProblemBody['errors'];
  constructor(status: ProblemStatus, detail: string, errors?: ProblemBody['errors']) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

export function problemResponse({ status, message, errors }: Problem): Response {
  const body: ProblemBody = {
    ...{ type: 'about:blank', title: TITLES[status], status, detail: message },
    ...(errors && { errors }),
  };
  return new Response(`${JSON.stringify(body)}\n`, { status, headers: { 'content-type': PROBLEM_TYPE } });
}

/** For a route's declaration. */
export function problems<const Status extends ProblemStatus>(...statuses: readonly Status[]) {
  const content = { [PROBLEM_TYPE]: { schema: problemSchema } };
  return Object.fromEntries(statuses.map((status) => [status, { description: TITLES[status], content }]));
}
