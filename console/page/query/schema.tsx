import type { z } from 'zod';
import type { listTables } from '../../api/queries.ts';

type Tables = z.infer<typeof listTables.output>['tables'];

/** Every table with its columns; its name puts a first statement into the editor. */
export function Schema({ tables, open }: { readonly tables: Tables; readonly open: (sql: string) => void }) {
  return (
    <section className="schema" aria-label="Tables">
      <h2>Tables</h2>
      {tables.map(({ name, comment, columns }) => (
        <details key={name}>
          <summary className="mono">{name}</summary>
          <p className="quiet">{comment}</p>
          <button type="button" onClick={() => open(`SELECT *\nFROM ${name}\nLIMIT 100`)}>
            Look into it
          </button>
          <dl>
            {columns.map((column) => (
              <div key={column.name} title={column.comment}>
                <dt className="mono">{column.name}</dt>
                <dd className="quiet mono">{column.type}</dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </section>
  );
}
