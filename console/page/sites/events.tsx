/** What was out of the ordinary at a site, with what it cost. */
import { useState } from 'react';
import { formatEnergy, formatMoney, formatTime } from '../../../shared/text/format.ts';
import type { SiteEvent } from '../../api/sites.ts';
import { MoreButton } from '../parts/pages.tsx';
import { Table } from '../parts/table.tsx';
import { costsOf } from './cost.ts';

const STEP = 12;
const right = { align: 'right' } as const;

export function Events({ events }: { readonly events: readonly SiteEvent[] }) {
  const [wanted, setWanted] = useState(STEP);
  if (events.length === 0) {
    return <p className="quiet">Nothing is known to be out of the ordinary in this time.</p>;
  }
  const costs = costsOf(events);
  return (
    <>
      {costs !== '' && <p>{`Beyond what is usual, they cost ${costs}.`}</p>}
      <Table
        caption="Events"
        columns={[
          { title: 'When' },
          { title: 'What' },
          { title: 'Name' },
          { title: 'Energy', ...right },
          { title: 'Usual', ...right },
          { title: 'Cost', ...right },
          { title: 'Severity' },
        ]}
        rows={events
          .slice(0, wanted)
          .map(({ local, kind, appliance, kwh, expected_kwh, cost, currency, severity }) => [
            formatTime(local),
            kind.toLowerCase().replaceAll('_', ' '),
            appliance,
            kwh === null ? '–' : formatEnergy(kwh),
            expected_kwh === null ? '–' : formatEnergy(expected_kwh),
            cost === null || currency === null ? '–' : formatMoney(cost, currency),
            severity.toLowerCase(),
          ])}
      />
      <MoreButton
        shown={Math.min(wanted, events.length)}
        total={events.length}
        what={events.length === 1 ? 'event' : 'events'}
        show={() => setWanted(wanted + STEP)}
      />
    </>
  );
}
