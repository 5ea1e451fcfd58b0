/** What was read, and what each site used and produced, by interval. */
import { SHADOW_NAMES } from '../../energy/shadows.ts';
import { type Column, ENERGY_TYPE, RECORD_DATA_FOLDER, type Table } from '../column.ts';
import {
  appliance,
  balanced,
  basis,
  dataset,
  endUtc,
  flow,
  month,
  quality,
  siteId,
  timestamp,
  utc,
} from '../common-columns.ts';

const readingColumns = [
  siteId,
  appliance,
  timestamp,
  utc,
  { name: 'interval_minutes', type: 'double', comment: 'Length of the interval; null when it is not known' },
  {
    name: 'kwh',
    type: ENERGY_TYPE,
    comment: 'Energy used, at basis grid energy from the grid; null when the file does not give it',
  },
  {
    name: 'generated_kwh',
    type: ENERGY_TYPE,
    comment: 'Energy produced, at basis grid energy into the grid; null when the file does not give it',
  },
  flow,
  basis,
  quality,
  { name: 'series', type: 'string', comment: 'Series of upload_readings that it is; null where it was worked out' },
  endUtc,
] as const satisfies readonly Column[];
export const READING_TABLES = {
  raw_energy_data: {
    description:
      'The energy of each site, each kWh of use once: its submeters and the rest, or the whole; ' +
      'sums over all rows are right. Null in the columns from flow on: written by an earlier release',
    folder: 'readings',
    partitionKeys: [siteId, month],
    columns: readingColumns,
  },
  shadowed_readings: {
    description:
      'Readings that are not in raw_energy_data because another upload tells of the same time; see docs/RECORD.md',
    folder: RECORD_DATA_FOLDER,
    partitionKeys: [siteId, month],
    columns: [
      ...readingColumns,
      { name: 'shadowed_by', type: 'string', comment: 'Dataset that counts instead' },
      { name: 'reason', type: 'string', comment: `${SHADOW_NAMES.join(', ')}; see docs/RECORD.md` },
    ],
  },
  balance_data: {
    description: 'The balance of each site, by the interval of its slowest term; a term that is not known is null',
    folder: 'balance',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      timestamp,
      utc,
      endUtc,
      basis,
      balanced('import_kwh', 'From the grid'),
      balanced('export_kwh', 'Into the grid'),
      balanced('production_kwh', 'Produced by the site'),
      balanced('charge_kwh', 'Into the battery'),
      balanced('discharge_kwh', 'From the battery'),
      balanced('use_kwh', 'Used by the site: by its own meter, else import - export + production + discharge - charge'),
      balanced(
        'self_used_kwh',
        'Produced and used or stored by the site itself: production - export where both are known',
      ),
      balanced('residual_kwh', 'Own meter - what the other terms give; a figure of quality'),
    ],
  },
  upload_readings: {
    description:
      'Every series of an upload as it was read, registers and powers as energies. Not meant to be summed: ' +
      'several of them may be the same energy',
    folder: 'upload-readings',
    partitionKeys: [dataset],
    columns: [
      siteId,
      { name: 'series', type: 'string', comment: 'Name of the series' },
      flow,
      {
        name: 'meter',
        type: 'string',
        comment: 'Point of delivery, serial number or register; null where the file names none',
      },
      {
        name: 'parent',
        type: 'string',
        comment: 'Series behind whose meter it is; null for one behind the own meter of the site',
      },
      quality,
      { name: 'unit', type: 'string', comment: 'Of the value' },
      timestamp,
      utc,
      endUtc,
      { name: 'value', type: ENERGY_TYPE, comment: 'The reading' },
    ],
  },
} as const satisfies Record<string, Table>;
