/**
 * Keeps runs from waiting for a model that does not answer. After three failures in a row the circuit is open for ten
 * minutes and the rules write at once; then one run tries again, and the others wait for what becomes of it.
 *
 * The state is one small object in the lake, not the container's memory: uploads that come together run in containers
 * of their own, and each would wait for itself. It costs one read in a run that has a model, and writes only on change.
 */
import { z } from 'zod';
import { FALLBACK_CODES, type FallbackCode } from '../../shared/report/insights.ts';
import type { LakeStore } from '../../shared/runtime/lake-port.ts';
import { isRefusal } from './fallback-error.ts';

const MOST_FAILURES = 3;
const OPEN_MS = 10 * 60 * 1000;

const stateSchema = z.object({
  /** The model that it is about; another one starts afresh. */
  model: z.string(),
  failures: z.number().int().nonnegative(),
  open_until: z.iso.datetime().nullable(),
  last: z.enum(FALLBACK_CODES).nullable(),
});
type State = z.infer<typeof stateSchema>;

export interface Permit {
  readonly allowed: boolean;
  /** When the model is asked again, of a circuit that is open. */
  readonly until: string | null;
  readonly last: FallbackCode | null;
  /** Tells what became of it; call it once, when the permit allowed the question. */
  report(code: FallbackCode | null): Promise<void>;
}

/**
 * @param key of the state in the lake
 * @param model what the state is about
 */
export async function askPermit(lake: LakeStore, key: string, model: string, now: () => Date): Promise<Permit> {
  const stored = await lake.getText(key);
  const state = read(stored?.text, model);
  const put = (next: State, ifMatch: string | null) =>
    lake.putTextIf(key, `${JSON.stringify(next)}\n`, 'application/json', ifMatch);
  const refused = (until: string | null): Permit => ({
    allowed: false,
    until,
    last: state.last,
    report: async () => {},
  });
  const openUntil = () => new Date(now().getTime() + OPEN_MS).toISOString();

  const trial = state.open_until !== null;
  if (state.open_until !== null) {
    if (now().getTime() < Date.parse(state.open_until)) return refused(state.open_until);
    // Half open: whoever writes first tries; a run that ends in the middle leaves the circuit open.
    const next = openUntil();
    if (!(await put({ ...state, open_until: next }, stored?.etag ?? null))) return refused(next);
  }

  return {
    allowed: true,
    until: null,
    last: state.last,
    async report(code) {
      const failed = code !== null && !isRefusal(code);
      if (!failed && state.failures === 0) return;
      const failures = failed ? state.failures + 1 : 0;
      const open = failed && (trial || failures >= MOST_FAILURES);
      // A run beside this one may have written meanwhile; its word is as good. Only a trial has the last word.
      const current = trial ? await lake.getText(key) : stored;
      await put({ model, failures, open_until: open ? openUntil() : null, last: code }, current?.etag ?? null);
    },
  };
}

function read(text: string | undefined, model: string): State {
  const closed: State = { model, failures: 0, open_until: null, last: null };
  if (text === undefined) return closed;
  try {
    const state = stateSchema.parse(JSON.parse(text));
    return state.model === model ? state : closed;
  } catch {
    // Not worth a failed run: the next report replaces it.
    return closed;
  }
}
