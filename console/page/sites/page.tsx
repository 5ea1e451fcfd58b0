/** Sites: one at a time over any stretch of its record, what is to come, and all of them compared. */
import { useCallback } from 'react';
import { listSites, type Site } from '../../api/sites.ts';
import { call } from '../api.ts';
import { useAsked } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { go, sitePath } from '../route.ts';
import { SiteView } from './site.tsx';

/** A site whose record is being read for the first time has no months yet. */
const isPending = ({ last_month }: Site) => last_month === null;

export function SitesPage(props: { readonly site: string | undefined; readonly pauseMs: number }) {
  const { site, pauseMs } = props;
  const { value, refused, again } = useAsked(
    useCallback(() => call(listSites, {}), []),
    (found) => (found === undefined || found.sites.length === 0 || found.sites.some(isPending) ? pauseMs : undefined),
  );
  const sites = value?.sites ?? [];
  const shown = site === undefined ? sites[0] : sites.find(({ site_id }) => site_id === site);
  return (
    <>
      <header className="page-head">
        <h1>{shown?.site_id ?? 'Sites'}</h1>
        {sites.length > 1 && (
          <select
            aria-label="Site"
            value={shown?.site_id ?? ''}
            onChange={(event) => go(sitePath(event.currentTarget.value))}
          >
            {sites.map(({ site_id }) => (
              <option key={site_id}>{site_id}</option>
            ))}
          </select>
        )}
      </header>
      {refused && <RefusedNote refused={refused} again={again} />}
      {!value && !refused && <p className="quiet">Reading the sites …</p>}
      {value && sites.length === 0 && (
        <p className="empty">There are no sites yet: they are here as soon as a file of theirs is published.</p>
      )}
      {value && sites.length > 0 && !shown && <p className="empty">{`There is no site ${site}.`}</p>}
      {shown && <SiteView key={shown.site_id} site={shown} />}
    </>
  );
}
