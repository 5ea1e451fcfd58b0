/** What the energy costs, and what a site pays. */
import { BILL_KIND_NAMES } from '../../energy/bill-kinds.ts';
import { COST_TYPE, ENERGY_SUM_TYPE, PRICE_TYPE, type Table } from '../column.ts';
import {
  appliance,
  completeness,
  currency,
  day,
  expected,
  month,
  siteId,
  tariff,
  uncertain,
} from '../common-columns.ts';

export const MONEY_TABLES = {
  cost_data: {
    description: 'What the energy consumed costs, by local day and tariff band, as if all of it came from the grid',
    folder: 'processed/costs',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      appliance,
      day,
      { name: 'band', type: 'string', comment: 'Band of the tariff, such as peak; "no tariff" where none is valid' },
      { name: 'readings', type: 'bigint', comment: 'Number of readings that begin in the band' },
      expected,
      completeness,
      { name: 'kwh', type: ENERGY_SUM_TYPE, comment: 'Energy consumed in the band, exact' },
      {
        name: 'price',
        type: PRICE_TYPE,
        comment: 'Of a kWh, the mean one where it changes within the day; null without one',
      },
      { name: 'cost', type: COST_TYPE, comment: 'kWh x price of its time, exact' },
      {
        name: 'shift_saving',
        type: COST_TYPE,
        comment: "At the day's dearest times: kwh x (price - the day's lowest price); 0 at the others",
      },
      { name: 'co2_kg', type: COST_TYPE, comment: "kwh x the tariff's CO2 factor, kg; null where it gives none" },
      currency,
      tariff,
    ],
  },
  bill_data: {
    description: 'What a site pays by local day: energy from the grid, standing charge, and what its exports earn',
    folder: 'processed/bills',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      day,
      { name: 'readings', type: 'bigint', comment: "Number of readings of the site's counted series" },
      { ...expected, comment: 'Intervals of the day, all counted series together' },
      completeness,
      { name: 'consumed_kwh', type: ENERGY_SUM_TYPE, comment: 'Used; null where it is not known, as at basis grid' },
      {
        name: 'generated_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'Produced; null where it is not known, as at basis grid',
      },
      {
        name: 'self_consumed_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'Produced and used or stored by the site itself; null where it cannot be known',
      },
      {
        name: 'imported_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'From the grid: by its meter, else consumed - self-consumed',
      },
      {
        name: 'exported_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'Into the grid: by its meter, else generated - self-consumed; null where neither is known',
      },
      { name: 'energy_cost', type: COST_TYPE, comment: 'Imported energy at the prices of its times' },
      {
        ...{ name: 'avoided_cost', type: COST_TYPE },
        comment: 'What the self-consumed energy would have cost to buy, with network and taxes',
      },
      {
        name: 'standing_charge',
        type: COST_TYPE,
        comment: "Charges by time: the day's share of those of a month or year",
      },
      { name: 'export_revenue', type: COST_TYPE, comment: 'Exported energy at the export prices of its times' },
      {
        name: 'net_cost',
        type: COST_TYPE,
        comment:
          'Energy + network + standing charge + demand + minimum + taxes - export revenue; ' +
          'null on a day on which no version of the tariff is valid',
      },
      { name: 'co2_kg', type: COST_TYPE, comment: "Imported energy x the tariff's CO2 factor, kg" },
      currency,
      tariff,
      ...uncertain,
      {
        name: 'impossible_cost',
        type: COST_TYPE,
        comment: 'Of the readings that are not believed, at the prices of their hours',
      },
      { name: 'network_cost', type: COST_TYPE, comment: 'Imported energy at the network prices of its times' },
      {
        name: 'demand_cost',
        type: COST_TYPE,
        comment:
          "The month's charge on its highest demand, shared out over the days that are known; null where readings of " +
          'more than an hour do not tell it: then it is not in net_cost',
      },
      {
        name: 'minimum_cost',
        type: COST_TYPE,
        comment: 'What the period lacks to its minimum, shared out over the days that are known',
      },
      { name: 'tax_cost', type: COST_TYPE, comment: 'Taxes of the day, each rounded once to the last digit' },
      {
        name: 'unpriced_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'Imported at times at which the tariff has no price: it is in no amount',
      },
      {
        name: 'split_kwh',
        type: ENERGY_SUM_TYPE,
        comment: 'Imported by readings across a change of the price: split by time',
      },
      {
        name: 'variable_cost',
        type: COST_TYPE,
        comment: 'What of the cost each imported kWh adds: energy, network, and the taxes on both',
      },
    ],
  },
  bill_line_data: {
    description: 'The lines of each bill by site and month: the amounts of a month add up to what it costs',
    folder: 'processed/bill-lines',
    partitionKeys: [siteId, month],
    columns: [
      siteId,
      { ...month, comment: 'Local month, such as 2026-10' },
      { name: 'kind', type: 'string', comment: `${BILL_KIND_NAMES.join(', ')}; see docs/TARIFFS.md` },
      { name: 'position', type: 'int', comment: 'Place among the lines of its kind in the tariff' },
      { name: 'name', type: 'string', comment: 'Band, charge or tax' },
      { name: 'quantity', type: ENERGY_SUM_TYPE, comment: 'kWh, kW or days; 0 where the line counts nothing' },
      { name: 'unit', type: 'string', comment: 'Of the quantity; empty where there is none' },
      { name: 'price', type: PRICE_TYPE, comment: 'Of one; null where it is not one price, or none' },
      {
        ...{ name: 'amount', type: COST_TYPE },
        comment: 'What it costs; below 0 where it earns; null without a price, or where it is not known',
      },
      currency,
      tariff,
    ],
  },
} as const satisfies Record<string, Table>;
