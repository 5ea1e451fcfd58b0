/** What layouts that tests write down have in common. */
import type { Layout } from '../../shared/readings/layout.ts';

/** Text in lines, commas between the cells, a header. @param width columns */
export function plainCsv(width: number): Layout['dialect'] {
  return {
    format: 'csv',
    encoding: 'utf-8',
    compression: 'none',
    delimiter: ',',
    decimal: '.',
    thousands: '',
    preamble_lines: 0,
    header: true,
    width,
    ragged: false,
  };
}
