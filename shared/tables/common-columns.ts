/** Columns that several tables have, each with one meaning everywhere. */
import { BASIS_NAMES, FLOW_NAMES, QUALITIES } from '../energy/flows.ts';
import { type Column, ENERGY_SUM_TYPE, ENERGY_TYPE } from './column.ts';

export const dataset: Column = { name: 'dataset', type: 'string', comment: 'One uploaded file' };
export const month: Column = { name: 'month', type: 'string', comment: 'Local month of the reading, such as 2026-10' };
export const siteId: Column = { name: 'site_id', type: 'string', comment: 'Site: home, building, plant' };
export const appliance: Column = {
  name: 'appliance',
  type: 'string',
  comment: 'Appliance, circuit or meter; total where there is none',
};
export const measure: Column = { name: 'measure', type: 'string', comment: 'consumption or generation' };
export const timestamp: Column = {
  name: 'timestamp',
  type: 'timestamp',
  comment: 'Start of the interval, wall clock at the site',
};
/** What of a sum of energies is not certain; both are in it. */
export const uncertain: readonly Column[] = [
  {
    name: 'spread_kwh',
    type: ENERGY_SUM_TYPE,
    comment: 'Of it: from stretches of which only the whole is known (a bill, a gap of a register), spread evenly',
  },
  { name: 'impossible_kwh', type: ENERGY_SUM_TYPE, comment: 'Of it: readings that are not believed' },
];
export const day: Column = { name: 'day', type: 'date', comment: 'Local date' };
export const expected: Column = {
  name: 'expected',
  type: 'bigint',
  comment: 'Intervals that begin in it, by the clock of the site: a day may have 23 or 25 hours',
};
export const completeness: Column = { name: 'completeness', type: 'double', comment: 'Readings / expected, 0 to 1' };
export const currency: Column = {
  name: 'currency',
  type: 'string',
  comment: 'Of the tariff: a three-letter code such as EUR',
};
export const tariff: Column = {
  name: 'tariff',
  type: 'string',
  comment: 'Name of the tariff in config/tariffs.json; settings where none fits the site',
};
export const utc: Column = { name: 'utc', type: 'timestamp', comment: 'Start of the interval in UTC' };

export const endUtc: Column = {
  name: 'end_utc',
  type: 'timestamp',
  comment: 'End of the interval in UTC; later than its usual one where the energy is of a longer stretch',
};
export const flow: Column = {
  name: 'flow',
  type: 'string',
  comment: `What the energy does at the site: ${FLOW_NAMES.join(', ')}; see docs/MODEL.md`,
};
export const basis: Column = {
  name: 'basis',
  type: 'string',
  comment: `What the site's balance stands on: ${BASIS_NAMES.join(', ')}; see docs/MODEL.md`,
};
export const quality: Column = { name: 'quality', type: 'string', comment: QUALITIES.join(', ') };
/** An energy of the balance, with the same digits as a sum. */
export const balanced = (name: string, comment: string): Column => ({ name, type: ENERGY_TYPE, comment });
