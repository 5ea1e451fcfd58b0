import { type FallbackCode, type ModelCall, NO_CALL } from '../../shared/report/insights.ts';

/** The model answered, and what it wrote may not be shown: it says nothing of the service, nor of the next file. */
const REFUSED: ReadonlySet<FallbackCode> = new Set(['TEXT_REFUSED', 'NUMBER_MISMATCH']);

export function isRefusal(code: FallbackCode): boolean {
  return REFUSED.has(code);
}

/** A model gave no text that may be shown. The message is a sentence for the report; it holds nothing of a secret. */
export class NotWritten extends Error {
  override readonly name = 'NotWritten';
  readonly code: FallbackCode;
  /** What was spent all the same. */
  readonly call: ModelCall;
  constructor(code: FallbackCode, reason: string, call: ModelCall = NO_CALL) {
    super(reason);
    this.code = code;
    this.call = call;
  }
}
