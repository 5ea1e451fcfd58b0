import { formatEnergy, formatPercent } from '../../shared/text/format.ts';

/** Less than this share beside the habit is not worth a word of its own. */
const AS_USUAL = 0.05;

/** ` (12 % more than the usual 8.4 kWh)`; empty where no habit is known. */
export function againstHabit(used: number, usual: number | null): string {
  if (usual === null || usual <= 0) return '';
  const beside = used / usual - 1;
  if (Math.abs(beside) < AS_USUAL) return ' (as usual)';
  const more = beside > 0 ? 'more' : 'less';
  return ` (${formatPercent(Math.abs(beside))} ${more} than the usual ${formatEnergy(usual)})`;
}

/** @param part share of its readings that are there, 0 to 1 */
export function partOfDay(part: number): string {
  return `${formatPercent(part)} of the day`;
}
