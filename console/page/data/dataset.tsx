/** One dataset: what it publishes, where that came from, what it shares with others, and what can be made of it. */
import { useCallback, useState } from 'react';
import { moment } from '../../../cli/output/format.ts';
import { type DatasetDetail, showDataset } from '../../api/data.ts';
import { call } from '../api.ts';
import { useAsked } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { Shown } from '../parts/shown.tsx';
import { Table } from '../parts/table.tsx';
import { runPath } from '../route.ts';
import { ChangeButton } from './change.tsx';

export function DatasetPage({ dataset }: { readonly dataset: string }) {
  const { value, refused, again } = useAsked(
    useCallback(() => call(showDataset, { dataset }), [dataset]),
    () => undefined,
  );
  const [done, setDone] = useState<readonly string[]>([]);
  if (refused) return <RefusedNote refused={refused} again={again} />;
  if (!value) return <p className="quiet">Reading the dataset …</p>;

  function changed(says: readonly string[]): void {
    setDone(says);
    again();
  }

  return (
    <>
      <p>
        <a className="back" href="#/data">
          <Icon name="back" /> Data
        </a>
      </p>
      <header className="page-head">
        <div>
          <h1>{value.dataset}</h1>
          <p className="quiet mono">{value.key}</p>
        </div>
        <Changes key={value.revision} detail={value} changed={changed} />
      </header>
      {done.length > 0 && (
        <div className="note tone-good" role="status">
          <Icon name="check" />
          <div>
            {done.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        </div>
      )}
      <dl className="facts">
        {value.facts.map((fact) => (
          <div key={fact.name}>
            <dt>{fact.name}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
      <h2>What counts where it overlaps</h2>
      {value.overlaps.length === 0 ? (
        <p className="quiet">No other upload tells of the same time of the same site.</p>
      ) : (
        <ul className="notes">
          {value.overlaps.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <Lineage detail={value} changed={changed} />
      <Shown caption="Its tables" table={value.tables} />
    </>
  );
}

interface Parts {
  readonly detail: DatasetDetail;
  readonly changed: (says: readonly string[]) => void;
}

function Changes({ detail: { dataset, published, lineage }, changed }: Parts) {
  const isCopy = lineage.some(({ what }) => what.startsWith('A copy'));
  return (
    <div className="actions">
      {published && <ChangeButton dataset={dataset} kind="prefer" changed={changed} />}
      {published && <ChangeButton dataset={dataset} kind="move" changed={changed} />}
      {(published || isCopy) && <ChangeButton dataset={dataset} kind="remove" changed={changed} />}
    </div>
  );
}

function Lineage({ detail: { dataset, lineage, revision }, changed }: Parts) {
  if (lineage.length === 0) return null;
  return (
    <>
      <h2>Where it comes from</h2>
      <Table
        caption="Versions of the dataset, the newest first"
        columns={[{ title: 'When' }, { title: 'What became of it' }, { title: 'Run' }, { title: 'Again' }]}
        rows={lineage.map(({ run, at, what, restorable }) => [
          moment(new Date(at)),
          what,
          <a key="run" className="mono" href={runPath(run)}>
            {run}
          </a>,
          restorable && <ChangeButton key={revision} dataset={dataset} kind="rollback" run={run} changed={changed} />,
        ])}
      />
    </>
  );
}
