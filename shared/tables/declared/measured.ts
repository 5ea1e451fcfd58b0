/** What readings beside the energies tell, of uploads that have them. */
import type { Table } from '../column.ts';
import { dataset, day, month, siteId } from '../common-columns.ts';

const energy = (name: string, comment: string) => ({ name, type: 'double', comment }) as const;

export const MEASURED_TABLES = {
  power_factor_data: {
    description: 'Power factor by site and month, of uploads with reactive energy',
    folder: 'processed/power-factor',
    partitionKeys: [dataset],
    columns: [
      siteId,
      {
        name: 'series',
        type: 'string',
        comment: 'Reactive energy of upload_readings: lagging and leading stand apart',
      },
      { ...month, comment: 'Local month, such as 2026-10' },
      energy('kwh', 'From the grid, else used, in the intervals in which both are known'),
      energy('kvarh', 'Reactive energy of the same intervals'),
      { name: 'power_factor', type: 'double', comment: 'kwh / sqrt(kwh^2 + kvarh^2)' },
    ],
  },
  phase_data: {
    description: 'The three phases of a site by month, of uploads that have each of them',
    folder: 'processed/phases',
    partitionKeys: [dataset],
    columns: [
      siteId,
      { name: 'flow', type: 'string', comment: 'What the phases are of: consumption, import, net' },
      { ...month, comment: 'Local month, such as 2026-10' },
      energy('l1_kwh', 'Energy of phase L1 in the intervals in which all three are known'),
      energy('l2_kwh', 'Of phase L2'),
      energy('l3_kwh', 'Of phase L3'),
      { name: 'l1_peak_kw', type: 'double', comment: 'Mean power of its highest interval' },
      { name: 'l2_peak_kw', type: 'double', comment: 'Of phase L2' },
      { name: 'l3_peak_kw', type: 'double', comment: 'Of phase L3' },
      {
        name: 'imbalance',
        type: 'double',
        comment: 'How far the phase that is farthest from the mean of the three is from it, as a share of that mean',
      },
      { name: 'difference_kw', type: 'double', comment: 'Largest difference between two phases in an interval' },
      { name: 'difference_timestamp', type: 'timestamp', comment: 'Start of that interval, local; the first on a tie' },
    ],
  },
  temperature_data: {
    description: 'Mean outdoor temperature by site and day, of uploads with a column of it',
    folder: 'processed/temperatures',
    partitionKeys: [dataset],
    columns: [
      siteId,
      { name: 'series', type: 'string', comment: 'Temperature of upload_readings that is taken for the one outdoors' },
      day,
      { name: 'celsius', type: 'double', comment: 'Mean of the day' },
      { name: 'readings', type: 'bigint', comment: 'Readings that it is of' },
    ],
  },
} as const satisfies Record<string, Table>;
