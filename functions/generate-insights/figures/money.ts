/** What energy costs. */
import type { Facts } from '../facts/index.ts';
import { CUES } from './derive.ts';
import { type Figure, figure, optional } from './figure.ts';

export function tariffFigures({ tariff: { rate, saved, offPeakRate } }: Facts): Figure[] {
  const prices = [
    figure('average price of a kWh', 'price', rate),
    figure('saved by a kWh less from the grid, with network and taxes', 'price', saved),
  ];
  if (offPeakRate === null || offPeakRate >= rate) return prices;
  return [
    ...prices,
    figure('price of a kWh off peak', 'price', offPeakRate),
    figure('difference between peak and off-peak price', 'price', rate - offPeakRate, { cue: CUES.difference }),
    figure('off-peak hours', 'window', 22, { until: 6 }),
    figure('off-peak hours a day', 'duration', 8),
  ];
}

/** The bill, and of a tariff with several prices the ends. */
export function moneyFigures({ money, consumption }: Facts): Figure[] {
  if (!money) return [];
  const file = { per: 'file' } as const;
  const band = (name: string, end: typeof money.dearest) =>
    end
      ? [
          figure(`price of a kWh in the ${name} band`, 'price', end.price),
          figure(`consumption in the ${name} band`, 'energy', end.kwh, file),
          figure(`cost in the ${name} band`, 'money', end.cost, file),
          ...optional(
            `part of all consumption in the ${name} band`,
            'percent',
            consumption && (end.kwh / consumption.total_kwh) * 100,
          ),
        ]
      : [];
  return [
    figure('bill of the file', 'money', money.net_cost, file),
    ...optional('bill of an average day', 'money', money.net_cost / money.days, { per: 'day' }),
    figure('energy from the grid, its cost', 'money', money.energy_cost, file),
    ...(money.standing_charge === 0
      ? []
      : [figure('standing charges of the file', 'money', money.standing_charge, file)]),
    ...(money.exported_kwh === null || money.self_consumed_kwh === null
      ? []
      : [
          figure('fed into the grid, its revenue', 'money', money.export_revenue, file),
          figure('energy fed into the grid', 'energy', money.exported_kwh, file),
          ...optional('energy from the grid', 'energy', money.imported_kwh, file),
          ...optional('generated and used on site', 'energy', money.self_consumed_kwh, file),
        ]),
    ...band('dearest', money.dearest),
    ...band('cheapest', money.cheapest),
  ];
}
