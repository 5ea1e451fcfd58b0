import type { Source } from '../../../../shared/contract.ts';
import type { Publication } from '../../../../shared/lake/manifest.ts';

export function sourceOf(version: string, sequencer?: string): Source {
  return {
    bucket: 'b',
    key: 'raw/a.csv',
    version,
    etag: `etag-${version}`,
    ...(sequencer === undefined ? {} : { sequencer }),
  };
}

export function publicationOf(run: string, source: Source): Publication {
  const prefix = (folder: string) => `${folder}/dataset=d/run=${run}/attempt=a/`;
  return {
    run,
    source,
    status: 'PUBLISHED',
    uploaded_at: null,
    committed_at: '2026-11-01T00:00:00.000Z',
    time_zone: 'UTC',
    zones: null,
    period: { from: '2026-09-30T00:00:00', to: '2026-11-01T00:00:00', days: 32 },
    rows_read: 1,
    readings: { accepted: 1, rejected: 0, missing: 0, duplicates: 0 },
    consumption_kwh: 1,
    generation_kwh: null,
    anomalies: 0,
    report: prefix('reports'),
    quarantine: null,
    readings_prefix: prefix('readings'),
    months: ['2026-09', '2026-10'],
    tables: [
      { table: 'processed_energy_data', prefix: prefix('processed/appliances'), rows: 1 },
      { table: 'forecast_data', prefix: prefix('forecast'), rows: 7 },
    ],
    sites: ['home'],
    stands: [],
    content: null,
    bases: null,
  };
}
