/** Uploads: see what is understood of a file before anything runs, answer what it leaves open, and send it. */
import { type DragEvent, useId, useState } from 'react';
import type { Staged } from '../../api/uploads.ts';
import { type Refused, stage } from '../api.ts';
import { refusalOf } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { StagedFile } from './staged-file.tsx';

export function UploadPage() {
  const [files, setFiles] = useState<readonly Staged[]>([]);
  const [refused, setRefused] = useState<Refused>();
  const [taking, setTaking] = useState(0);

  async function take(dropped: readonly File[]): Promise<void> {
    setRefused(undefined);
    setTaking(dropped.length);
    for (const file of dropped) {
      try {
        const staged = await stage(file);
        setFiles((before) => [...before, staged]);
      } catch (error) {
        setRefused(refusalOf(error));
      }
      setTaking((left) => left - 1);
    }
  }

  return (
    <>
      <header className="page-head">
        <div>
          <h1>Upload</h1>
          <p className="quiet">What is understood of a file is shown first. Nothing runs before you send it.</p>
        </div>
      </header>
      <DropZone take={(dropped) => void take(dropped)} />
      {taking > 0 && <p role="status">{taking === 1 ? 'Taking the file …' : `Taking ${taking} files …`}</p>}
      {refused && <RefusedNote refused={refused} />}
      {files.map((staged) => (
        <StagedFile
          key={staged.file}
          staged={staged}
          leave={() => setFiles((before) => before.filter(({ file }) => file !== staged.file))}
        />
      ))}
    </>
  );
}

function DropZone({ take }: { readonly take: (files: readonly File[]) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);

  function dropped(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    take([...event.dataTransfer.files]);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the field inside takes files, too.
    <div
      className={`drop ${over ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <Icon name="file" />
      <p>Drop files of readings here, or</p>
      <label htmlFor={id} className="button">
        Choose files
      </label>
      <input
        id={id}
        className="unseen"
        type="file"
        multiple
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <p className="quiet">CSV, Excel, JSON, Parquet, Green Button, NEM12 and more, in gzip or zip or not</p>
    </div>
  );
}
