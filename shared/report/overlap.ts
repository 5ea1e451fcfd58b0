/** What an upload has in common with others of its sites: the same in the report, after a run and in a list of runs. */
import type { SameBytes } from '../contract.ts';
import { OVERLAP_NAMES, type Overlap, SAME_KWH } from '../energy/overlap.ts';
import { formatEnergy, formatTime, plural } from '../text/format.ts';
import { listed } from '../text/listed.ts';

/**
 * @param dataset the upload's
 * @param command how a command of `energy` is written
 * @returns what overlaps, how far the energies differ there, and the commands that settle it
 */
export function overlapSentence(
  dataset: string,
  overlap: Overlap,
  command = (words: string) => `npm run -s energy -- ${words}`,
): string {
  const { readings, from, to, datasets } = overlap;
  const [other = ''] = datasets;
  const others = listed(datasets, OVERLAP_NAMES, overlap.left_out);
  const differences = [
    differenceOf(overlap.kwh, overlap.others_kwh, 'used'),
    differenceOf(overlap.generated_kwh, overlap.others_generated_kwh, 'produced'),
  ].filter((each) => each !== null);
  const energies = differences.length === 0 ? '' : ` (${differences.join('; ')})`;
  return (
    `${plural(readings, 'reading')} from ${formatTime(from)} to ${formatTime(to)} ` +
    `${readings === 1 ? 'is' : 'are'} also in ${others}${energies}; each time counts once. ` +
    `To let the other count: ${command(`prefer ${other}`)}; to take this one out: ${command(`remove ${dataset}`)}.`
  );
}

/** @returns what became of another upload of the same bytes, and the command that makes up for it */
export function sameBytesSentence(
  dataset: string,
  { relation, dataset: other, key }: SameBytes,
  command = (words: string) => `npm run -s energy -- ${words}`,
): string {
  if (relation === 'OTHER_SITE')
    return (
      `${other} (${key}) has the same bytes, for another site; both count. ` +
      `To take one of them out: ${command(`remove ${other}`)}, or ${command(`remove ${dataset}`)}.`
    );
  return (
    `This upload corrects ${other} (${key}): that had the same bytes, of which something else was said, ` +
    `and does not count any more. To let it count again: ${command(`rollback ${other}`)}.`
  );
}

function differenceOf(own: number | null, others: number | null, word: string): string | null {
  if (own === null || others === null) return null;
  const difference = own - others;
  if (Math.abs(difference) < SAME_KWH) return `the same ${formatEnergy(own)} ${word}`;
  const more = `${formatEnergy(Math.abs(difference))} ${difference > 0 ? 'more' : 'less'}`;
  return `${formatEnergy(own)} ${word} here, ${more} than there`;
}
