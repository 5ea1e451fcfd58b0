/** A change of a dataset: it shows first what it would make of each month, and is done when that is confirmed. */
import { useRef, useState } from 'react';
import { applyChange, type Change, type ChangeKind, previewChange } from '../../api/data.ts';
import { call, type Refused } from '../api.ts';
import { refusalOf } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { Shown } from '../parts/shown.tsx';
import { go, runPath } from '../route.ts';

const WORDS: Readonly<Record<ChangeKind, { readonly name: string; readonly about: string }>> = {
  remove: {
    name: 'Remove',
    about: 'Nothing of it is in the tables any more, and what it took the place of counts again. It can be restored.',
  },
  prefer: { name: 'Prefer', about: 'It counts before all others of its sites, wherever they tell of the same time.' },
  move: { name: 'Move', about: 'Its readings are of another site: the file is read again, by a run of its own.' },
  rollback: { name: 'Restore', about: 'What this earlier run published takes the place of what is published now.' },
};

interface ChangeProps {
  readonly dataset: string;
  readonly kind: ChangeKind;
  /** Of a rollback. */
  readonly run?: string;
  readonly changed: (says: readonly string[]) => void;
}

type Preview = ReturnType<typeof previewChange.output.parse>;

export function ChangeButton({ dataset, kind, run = '', changed }: ChangeProps) {
  const { name, about } = WORDS[kind];
  const dialog = useRef<HTMLDialogElement>(null);
  const [site, setSite] = useState('');
  const [preview, setPreview] = useState<Preview>();
  const [refused, setRefused] = useState<Refused>();
  const [busy, setBusy] = useState(false);

  function change(): Change {
    switch (kind) {
      case 'move':
        return { kind, site };
      case 'rollback':
        return { kind, run };
      default:
        return { kind };
    }
  }

  async function tried(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setRefused(undefined);
    try {
      await work();
    } catch (error) {
      setRefused(refusalOf(error));
    } finally {
      setBusy(false);
    }
  }

  const look = () => tried(async () => setPreview(await call(previewChange, { dataset, change: change() })));

  function open(): void {
    setPreview(undefined);
    setRefused(undefined);
    dialog.current?.showModal();
    if (kind !== 'move') void look();
  }

  const act = ({ revision }: Preview) =>
    tried(async () => {
      const { says, run: followed } = await call(applyChange, { dataset, change: change(), revision });
      dialog.current?.close();
      if (followed === null) changed(says);
      else go(runPath(followed));
    });

  return (
    <>
      <button type="button" onClick={open}>
        {name}
      </button>
      <dialog ref={dialog} className="wide" aria-label={`${name} ${dataset}`}>
        <h2>{`${name} ${dataset}`}</h2>
        <p>{about}</p>
        {kind === 'move' && (
          <form
            className="bar"
            onSubmit={(event) => {
              event.preventDefault();
              void look();
            }}
          >
            <input
              aria-label="The site that it is of"
              placeholder="Site"
              value={site}
              maxLength={200}
              onChange={(event) => {
                setSite(event.target.value);
                setPreview(undefined);
              }}
            />
            <button type="submit" disabled={busy || site.trim() === ''}>
              Show what it would do
            </button>
          </form>
        )}
        {refused && <RefusedNote refused={refused} />}
        {busy && <p className="quiet">{preview ? 'Doing it …' : 'Working out what it would do …'}</p>}
        {preview?.beside && <Shown caption="Now and then" table={preview.beside} />}
        {preview && <Months preview={preview} />}
        <div className="actions">
          {preview && (
            <button type="button" className="primary" disabled={busy} onClick={() => void act(preview)}>
              {name}
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </dialog>
    </>
  );
}

function Months({ preview: { months } }: { readonly preview: Preview }) {
  if (months.rows.length === 0) return <p>No figure changes.</p>;
  return <Shown caption="What each month comes to" table={months} />;
}
