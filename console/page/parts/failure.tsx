import type { FailureInWords } from '../../api/runs.ts';
import type { Refused } from '../api.ts';
import { Icon } from './icon.tsx';

/** What the server refused, and what helps. */
export function RefusedNote({ refused, again }: { readonly refused: Refused; readonly again?: () => void }) {
  return (
    <div className="note tone-bad" role="alert">
      <Icon name="cross" />
      <div>
        <p className="note-title">{refused.message}</p>
        {refused.hint !== null && <p>{refused.hint}</p>}
        {again && (
          <button type="button" onClick={again}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
}

/** Why a run or a state failed. */
export function FailureNote({ failure }: { readonly failure: FailureInWords }) {
  return (
    <div className="note tone-bad">
      <Icon name="cross" />
      <div>
        <p className="note-title">{failure.sentence}</p>
        <p>{failure.advice}</p>
        <p className="quiet mono">{failure.code}</p>
      </div>
    </div>
  );
}
