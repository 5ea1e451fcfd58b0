import type { ShownTable } from '../../api/table.ts';
import { Table } from './table.tsx';

/** A table under its heading; nothing where it has no rows. */
export function Shown({ caption, table }: { readonly caption: string; readonly table: ShownTable }) {
  if (table.rows.length === 0) return null;
  return (
    <>
      <h3>{caption}</h3>
      <Table
        caption={caption}
        columns={table.columns.map((title) => ({ title }))}
        rows={table.rows}
        more={table.more > 0 && <p className="count quiet">{`and ${table.more} more`}</p>}
      />
    </>
  );
}
