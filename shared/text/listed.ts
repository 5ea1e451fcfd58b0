/** Names in a sentence. */
import { formatCount } from './format.ts';

/** `a, b and 1,200 more` */
export function listed(names: readonly string[], most: number): string {
  const left = names.length - most;
  return names.slice(0, most).join(', ') + (left > 0 ? ` and ${formatCount(left)} more` : '');
}
