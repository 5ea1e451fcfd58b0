import type { Inspected } from '../../api/uploads.ts';
import { Icon } from '../parts/icon.tsx';
import { Shown } from '../parts/shown.tsx';

type Read = Extract<Inspected, { kind: 'understood' }>;

/** What a run would make of the file, in the order in which a person checks it. */
export function Understood({ inspected }: { readonly inspected: Read }) {
  const { facts, columns, flows, series, first, rejected, examples, notes, decisions, refusal, overlaps } = inspected;
  return (
    <>
      {refusal !== null && (
        <div className="note tone-bad">
          <Icon name="cross" />
          <div>
            <p className="note-title">A run would refuse this file.</p>
            <p>{refusal}</p>
          </div>
        </div>
      )}
      {[...overlaps, ...notes].map((sentence) => (
        <div key={sentence} className="note tone-warn">
          <Icon name="alert" />
          <p>{sentence}</p>
        </div>
      ))}
      <dl className="facts">
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Shown caption="Energy by flow" table={flows} />
      <Shown caption="Columns and what they mean" table={columns} />
      <Shown caption="Series" table={series} />
      <Shown caption="First readings" table={first} />
      <Shown caption="What would be quarantined" table={rejected} />
      <Shown caption="The first rejected rows" table={examples} />
      {decisions.length > 0 && (
        <details>
          <summary>{`Decisions (${decisions.length})`}</summary>
          <ul className="notes">
            {decisions.map((decision) => (
              <li key={decision}>{decision}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
