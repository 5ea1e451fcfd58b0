/** Where something stands in a statement, counted from 1. */
export interface Place {
  line: number;
  column: number;
}

/** A failed query: code and message as Athena words them in StateChangeReason. */
export class QueryError extends Error {
  readonly code: string;
  constructor(code: string, message: string, place?: Place) {
    super(place ? `line ${place.line}:${place.column}: ${message}` : message);
    this.name = 'QueryError';
    this.code = code;
  }
}

/** What Athena has and the local stack has not: said so, instead of a result that could differ. */
export function notSupported(what: string, place?: Place): QueryError {
  return new QueryError('NOT_SUPPORTED', `${what} is not supported by the local Athena (see local/SUPPORT.md)`, place);
}
