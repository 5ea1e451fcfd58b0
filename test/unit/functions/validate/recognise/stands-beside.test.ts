/** Stands beside energies say at which end of its interval each time is. */
import { expect, it } from 'vitest';
import { recogniseText } from '../../../../helpers/recognise.ts';

const used = (hour: number) => 12 + ((hour * 7) % 11) / 8;
const stand = (hour: number) =>
  10_432.15 + Array.from({ length: hour }, (_, at) => used(at) / 40).reduce((a, b) => a + b, 0);
const file = (first: string, energy: (hour: number) => number) => {
  const rows = Array.from({ length: 30 }, (_, hour) => {
    const time = new Date(Date.UTC(2026, 3, 6, hour)).toISOString().slice(0, 16).replace('T', ' ');
    return [time, stand(hour).toFixed(4), hour === 0 ? first : energy(hour).toFixed(2)].join(',');
  });
  return ['Time,Stand,Used (kWh)', ...rows, ''].join('\n');
};

it.each([
  ['the end, where the first one has no energy yet', file('', (hour) => used(hour - 1)), 'end'],
  ['the start, where each energy goes on to the next stand', file(used(0).toFixed(2), used), 'start'],
  ['unknown, where the numbers have nothing to do with each other', file('', (hour) => 20 - used(hour) / 3), 'start'],
])('%s', async (_, text, stamps) => {
  expect((await recogniseText(text)).time.stamps).toBe(stamps);
});
