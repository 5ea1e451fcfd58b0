/**
 * What becomes of a site's own generation. In each interval the lesser of what is consumed and what is generated is consumed on the spot;
 * the rest of the one is imported, the rest of the other exported:
 *
 *     self-consumed    = Σ min(consumed, generated)      kWh, over the intervals in which both are measured
 *     imported         = consumed - self-consumed        kWh
 *     exported         = generated - self-consumed       kWh
 *     self-consumption = self-consumed / generated       0 to 1
 *     self-sufficiency = self-consumed / consumed        0 to 1
 *
 * (Luthander, Widén, Nilsson, Palm: Photovoltaic self-consumption in buildings: a review, Applied Energy 142, 2015.) The longer the
 * interval, the higher both come out: a cloud and a kettle within one interval cancel.
 */
import { FILE_FORMATS } from './file-formats.ts';
import type { AppliedLayout } from './layout.ts';

/** Names that mean the energy which leaves through the grid's meter, in the languages of the column names that are understood. */
const TO_THE_GRID = /export|feed.?in|einspeis|exced|injec|to.?grid|2\.8\.0/i;

/**
 * Whether the generation of a file is what the grid's meter saw leave, and its consumption what it saw come in. Then what was generated and
 * used on the spot is in neither, and self-consumption cannot be known from them.
 *
 * A file says so by its column's name (export, feed-in) or its format (NEM12 holds the registers of the grid's meter). Generation under any
 * other name is taken for that of the panels themselves.
 */
export function isAtGridMeter(layout: Pick<AppliedLayout, 'columns' | 'dialect'> | null): boolean {
  if (!layout) return false;
  if (FILE_FORMATS[layout.dialect.format].atGridMeter) return true;
  const generation = layout.columns.filter(({ measure, role }) => measure === 'generation' && role !== 'ignored');
  return generation.length > 0 && generation.every(({ name }) => TO_THE_GRID.test(name));
}
