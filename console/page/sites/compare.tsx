/** All sites in the same time, beside each other. */
import { ASSUMED_MARK } from '../../../shared/tariff/assumed.ts';
import { formatCount, formatEnergy, formatMoney, formatNumber, formatPercent } from '../../../shared/text/format.ts';
import type { ComparedSite } from '../../api/sites.ts';
import { Table } from '../parts/table.tsx';
import { sitePath } from '../route.ts';

const right = { align: 'right' } as const;

export function Compare({ sites }: { readonly sites: readonly ComparedSite[] }) {
  if (sites.length < 2) return null;
  const most = sites.reduce((found, { energy_consumed_kwh }) => Math.max(found, energy_consumed_kwh ?? 0), 0);
  return (
    <>
      <h2>Sites compared</h2>
      <Table
        caption="Sites compared"
        columns={[
          { title: 'Site' },
          { title: 'Used', ...right },
          { title: 'Beside the largest' },
          { title: 'Produced', ...right },
          { title: 'From the grid', ...right },
          { title: 'Own share', ...right },
          { title: 'Cost', ...right },
          { title: 'CO₂', ...right },
          { title: 'Unusual intervals', ...right },
        ]}
        rows={sites
          .toSorted((a, b) => (b.energy_consumed_kwh ?? 0) - (a.energy_consumed_kwh ?? 0))
          .map((site) => [
            <a key="name" href={sitePath(site.site_id)}>
              {site.site_id}
            </a>,
            known(site.energy_consumed_kwh, formatEnergy),
            site.energy_consumed_kwh === null ? (
              '–'
            ) : (
              <meter key="bar" aria-label="Share of the largest use" value={site.energy_consumed_kwh} max={most || 1} />
            ),
            known(site.energy_generated_kwh, formatEnergy),
            known(site.import_kwh, formatEnergy),
            known(site.efficiency, formatPercent),
            costText(site) ?? '–',
            known(site.co2_kg, (kg) => `${formatNumber(kg)} kg`),
            formatCount(site.anomalies),
          ])}
      />
    </>
  );
}

/** @returns undefined where it is not known */
export function costText({ cost, currency, price_assumed }: ComparedSite): string | undefined {
  if (cost === null || currency === null) return undefined;
  return `${formatMoney(cost, currency)}${price_assumed ? ASSUMED_MARK : ''}`;
}

function known(value: number | null, format: (value: number) => string): string {
  return value === null ? '–' : format(value);
}
