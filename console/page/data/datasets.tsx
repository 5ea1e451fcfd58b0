/** All datasets, a hundred at a time. */
import { useCallback, useState } from 'react';
import { producedText, usedText } from '../../../cli/output/energies.ts';
import { formatCount, formatPeriod } from '../../../shared/text/format.ts';
import { type ListedDataset, listDatasets } from '../../api/data.ts';
import type { Reply } from '../../api/operation.ts';
import { call, type Refused } from '../api.ts';
import { refusalOf } from '../asked.ts';
import { usePaged, useTyped } from '../paged.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { MoreButton } from '../parts/pages.tsx';
import { saveCsv } from '../parts/save.ts';
import { Table } from '../parts/table.tsx';
import { datasetPath } from '../route.ts';
import { datasetsCsv } from './datasets-csv.ts';

const right = { align: 'right' } as const;

export function Datasets() {
  const { typed, type, search } = useTyped();
  return (
    <>
      <search className="bar">
        <input
          type="search"
          aria-label="Search by dataset or file"
          placeholder="Dataset or file"
          value={typed}
          onChange={(event) => type(event.target.value)}
        />
      </search>
      <List key={search} search={search} />
    </>
  );
}

type Page = Reply<typeof listDatasets>;

function List({ search }: { readonly search: string }) {
  const { pages, refused, again, failed, more } = usePaged(
    useCallback((before: readonly Page[]) => call(listDatasets, { search, from: datasetsOf(before).length }), [search]),
  );
  const [first] = pages;
  const [unsaved, setUnsaved] = useState<Refused>();

  /** All of them, not only those that are shown. */
  async function save(): Promise<void> {
    setUnsaved(undefined);
    try {
      const all: Page[] = [];
      do all.push(await call(listDatasets, { search, from: datasetsOf(all).length }));
      while (datasetsOf(all).length < (all.at(-1)?.total ?? 0) && all.at(-1)?.datasets.length !== 0);
      saveCsv('datasets.csv', datasetsCsv(datasetsOf(all)));
    } catch (error) {
      setUnsaved(refusalOf(error));
    }
  }

  if (refused) return <RefusedNote refused={refused} again={again} />;
  if (!first) return <p className="quiet">Reading the datasets …</p>;
  const datasets = datasetsOf(pages);

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
      {unsaved && <RefusedNote refused={unsaved} />}
      <p className="count">
        <button type="button" onClick={() => void save()}>
          Datasets as CSV
        </button>
      </p>
      <MoreButton
        shown={datasets.length}
        total={first.total}
        what={first.total === 1 ? 'dataset' : 'datasets'}
        show={more}
      />
    </>
  );
}

/** Each once, by name. */
function datasetsOf(pages: readonly Page[]): readonly ListedDataset[] {
  return [...new Map(pages.flatMap((page) => page.datasets).map((each) => [each.dataset, each])).values()];
}

function periodOf({ from, to, copyOf }: ListedDataset): string {
  if (copyOf !== null) return `a copy of ${copyOf}`;
  return from === null || to === null ? 'publishes nothing' : formatPeriod(from, to);
}

function known(value: number | null, format: (value: number) => string): string {
  return value === null ? '–' : format(value);
}
