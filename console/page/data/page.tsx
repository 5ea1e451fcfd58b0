/** What the lake holds: datasets, and the tables that they are in. */
import { useState } from 'react';
import { type Tab, Tabs } from '../parts/tabs.tsx';
import { Datasets } from './datasets.tsx';
import { TablesView } from './tables.tsx';

type View = 'datasets' | 'tables';
const TABS: readonly Tab<View>[] = [
  { id: 'datasets', name: 'Datasets' },
  { id: 'tables', name: 'Tables' },
];

export function DataPage() {
  const [view, show] = useState<View>('datasets');
  return (
    <>
      <header className="page-head">
        <div>
          <h1>Data</h1>
          <p className="quiet">
            A dataset is an uploaded file. Where several tell of the same time, each moment counts once.
          </p>
        </div>
      </header>
      <Tabs label="Of the lake" tabs={TABS} shown={view} show={show}>
        {view === 'datasets' ? <Datasets /> : <TablesView />}
      </Tabs>
    </>
  );
}
