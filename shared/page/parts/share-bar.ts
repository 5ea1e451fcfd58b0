/** A share as a bar. */
import { type Html, html } from '../../text/html.ts';

/** @param share 0 to 1; a negative one draws nothing, one above 1 the whole bar */
export function shareBar(share: number, tone: 'consumption' | 'generation'): Html {
  const width = (Math.min(1, Math.max(0, share)) * 100).toFixed(1);
  return html`<svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect
 class="${tone}" width="${width}" height="10"/></svg>`;
}
