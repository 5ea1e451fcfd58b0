import { useCallback, useEffect, useRef, useState } from 'react';
import { about } from '../api/operations.ts';
import { call } from './api.ts';
import { useAsked } from './asked.ts';
import { DatasetPage } from './data/dataset.tsx';
import { DataPage } from './data/page.tsx';
import { RefusedNote } from './parts/failure.tsx';
import { Icon, type IconName } from './parts/icon.tsx';
import { ThemeButton } from './parts/theme.tsx';
import { QueryPage } from './query/page.tsx';
import { type Route, useRoute } from './route.ts';
import { RunsPage } from './runs/list.tsx';
import { RunPage } from './runs/run.tsx';
import { SitesPage } from './sites/page.tsx';
import { UploadPage } from './upload/page.tsx';

const PAGES: readonly { readonly path: string; readonly name: string; readonly icon: IconName }[] = [
  { path: '#/runs', name: 'Executions', icon: 'runs' },
  { path: '#/upload', name: 'Upload', icon: 'upload' },
  { path: '#/query', name: 'Query', icon: 'query' },
  { path: '#/data', name: 'Data', icon: 'file' },
  { path: '#/sites', name: 'Sites', icon: 'sun' },
];

const TITLES: Readonly<Record<Route['page'], string>> = {
  runs: 'Executions',
  run: 'Execution',
  upload: 'Upload',
  query: 'Query',
  data: 'Data',
  dataset: 'Dataset',
  sites: 'Sites',
};

/** Under which entry a page of one thing is. */
const LISTS: Partial<Readonly<Record<Route['page'], string>>> = { run: '#/runs', dataset: '#/data' };

export function App() {
  const route = useRoute();
  const { value, refused, again } = useAsked(
    useCallback(() => call(about, {}), []),
    () => undefined,
  );
  const main = useRef<HTMLElement>(null);
  const [pages, setPages] = useState(0);
  const { page } = route;

  useEffect(() => {
    document.title = `${TITLES[page]} – Energy Analytics`;
    setPages((before) => before + 1);
  }, [page]);
  // A new page begins at its top, for a keyboard and a screen reader, too; the first one does so by itself.
  useEffect(() => {
    if (pages > 1) main.current?.focus();
  }, [pages]);

  return (
    <div className="shell">
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        To the content
      </button>
      <header className="side">
        <a className="brand" href="#/runs">
          <Icon name="bolt" /> <span>Energy Analytics</span>
        </a>
        <nav aria-label="Pages">
          {PAGES.map(({ path, name, icon }) => (
            <a key={path} href={path} aria-current={isAt(route, path) ? 'page' : undefined}>
              <Icon name={icon} /> <span>{name}</span>
            </a>
          ))}
        </nav>
        <div className="side-end">
          <p className="place" title={value?.place}>
            {value?.place ?? ' '}
          </p>
          <ThemeButton />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {refused ? (
          <RefusedNote refused={refused} again={again} />
        ) : (
          value && <Page route={route} pauseMs={value.pauseMs} />
        )}
      </main>
    </div>
  );
}

function Page({ route, pauseMs }: { readonly route: Route; readonly pauseMs: number }) {
  switch (route.page) {
    case 'runs':
      return <RunsPage pauseMs={pauseMs} />;
    case 'run':
      return <RunPage key={route.run} run={route.run} pauseMs={pauseMs} />;
    case 'upload':
      return <UploadPage />;
    case 'query':
      return <QueryPage pauseMs={pauseMs} />;
    case 'sites':
      return <SitesPage site={route.site} pauseMs={pauseMs} />;
    case 'data':
      return <DataPage />;
    case 'dataset':
      return <DatasetPage key={route.dataset} dataset={route.dataset} />;
  }
}

function isAt({ page }: Route, path: string): boolean {
  return path === (LISTS[page] ?? `#/${page}`);
}
