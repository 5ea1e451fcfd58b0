/** Names in a sentence. */
import { formatCount } from './format.ts';

/** `a, b and 1,200 more` @param left how many there are beside those that `names` has */
export function listed(names: readonly string[], most: number, left = 0): string {
  const shown = names.slice(0, most);
  const more = names.length - shown.length + left;
  return shown.join(', ') + (more > 0 ? ` and ${formatCount(more)} more` : '');
}
