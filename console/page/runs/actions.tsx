/** Redrive and Run again: each says first what it would do. */
import { useRef, useState } from 'react';
import { type RunDetail, redriveRun, runAgain } from '../../api/runs.ts';
import { call, type Refused } from '../api.ts';
import { refusalOf } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { go, runPath } from '../route.ts';

export function Actions({ detail, changed }: { readonly detail: RunDetail; readonly changed: () => void }) {
  const { run, redrive, again } = detail;
  return (
    <div className="actions">
      <Action
        name="Redrive"
        says={redrive.says}
        possible={redrive.possible}
        act={async () => {
          const { run: followed } = await call(redriveRun, { run });
          if (followed !== run) go(runPath(followed));
          else changed();
        }}
      />
      <Action
        name="Run again"
        says={again.says}
        possible={again.possible}
        act={async () => go(runPath((await call(runAgain, { run })).run))}
      />
    </div>
  );
}

function Action(props: {
  readonly name: string;
  readonly says: string;
  readonly possible: boolean;
  readonly act: () => Promise<void>;
}) {
  const { name, says, possible, act } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [refused, setRefused] = useState<Refused>();
  const [acting, setActing] = useState(false);

  async function confirmed(): Promise<void> {
    setActing(true);
    setRefused(undefined);
    try {
      await act();
      dialog.current?.close();
    } catch (error) {
      setRefused(refusalOf(error));
    } finally {
      setActing(false);
    }
  }

  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        <Icon name={name === 'Redrive' ? 'play' : 'retry'} /> {name}
      </button>
      <dialog ref={dialog} aria-label={name}>
        <h2>{name}</h2>
        <p>{says}</p>
        {refused && <RefusedNote refused={refused} />}
        <div className="actions">
          {possible && (
            <button type="button" className="primary" disabled={acting} onClick={() => void confirmed()}>
              {acting ? 'Starting …' : name}
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            {possible ? 'Cancel' : 'Close'}
          </button>
        </div>
      </dialog>
    </>
  );
}
