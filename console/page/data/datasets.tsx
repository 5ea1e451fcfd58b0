/** All datasets, a hundred at a time. */
import { useCallback, useEffect, useState } from 'react';
import { producedText, usedText } from '../../../cli/output/energies.ts';
import { formatCount, formatPeriod } from '../../../shared/text/format.ts';
import { type ListedDataset, listDatasets } from '../../api/data.ts';
import { call, type Refused } from '../api.ts';
import { refusalOf, useAsked } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { MoreButton } from '../parts/pages.tsx';
import { Table } from '../parts/table.tsx';
import { datasetPath } from '../route.ts';

const TYPING_MS = 250;
const right = { align: 'right' } as const;

export function Datasets() {
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = window.setTimeout(() => setSearch(typed), TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [typed]);
  return (
    <>
      <search className="bar">
        <input
          type="search"
          aria-label="Search by dataset or file"
          placeholder="Dataset or file"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </search>
      <List key={search} search={search} />
    </>
  );
}

function List({ search }: { readonly search: string }) {
  const { value, refused, again } = useAsked(
    useCallback(() => call(listDatasets, { search, from: 0 }), [search]),
    () => undefined,
  );
  const [more, setMore] = useState<readonly ListedDataset[]>([]);
  const [failed, setFailed] = useState<Refused>();
  if (refused) return <RefusedNote refused={refused} again={again} />;
  if (!value) return <p className="quiet">Reading the datasets …</p>;
  const datasets = [...value.datasets, ...more];

  function showMore(): void {
    setFailed(undefined);
    call(listDatasets, { search, from: datasets.length }).then(
      (page) => setMore([...more, ...page.datasets]),
      (error: unknown) => setFailed(refusalOf(error)),
    );
  }

  if (datasets.length === 0) {
    return <p className="empty">{search === '' ? 'Nothing was uploaded yet.' : 'No dataset has this in its name.'}</p>;
  }
  return (
    <>
      <Table
        caption="Datasets"
        columns={[
          { title: 'Dataset' },
          { title: 'Period' },
          { title: 'Readings', ...right },
          { title: 'Do not count', ...right },
          { title: 'Used', ...right },
          { title: 'Produced', ...right },
        ]}
        rows={datasets.map((each) => [
          <a key="name" href={datasetPath(each.dataset)}>
            {each.dataset}
          </a>,
          periodOf(each),
          known(each.readings, formatCount),
          each.shadowed === 0 ? '' : formatCount(each.shadowed),
          usedText(each.used, each.bases),
          producedText(each.produced, each.bases),
        ])}
      />
      {failed && <RefusedNote refused={failed} />}
      <MoreButton
        shown={datasets.length}
        total={value.total}
        what={value.total === 1 ? 'dataset' : 'datasets'}
        show={showMore}
      />
    </>
  );
}

function periodOf({ from, to, copyOf }: ListedDataset): string {
  if (copyOf !== null) return `a copy of ${copyOf}`;
  return from === null || to === null ? 'publishes nothing' : formatPeriod(from, to);
}

function known(value: number | null, format: (value: number) => string): string {
  return value === null ? '–' : format(value);
}
