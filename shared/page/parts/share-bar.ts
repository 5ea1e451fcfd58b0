/** A share as a bar: drawn by the page's style, without a picture. */
import { type Html, html } from '../../text/html.ts';

/** @param share 0 to 1; a negative one draws nothing, one above 1 the whole bar */
export function shareBar(share: number, tone: 'consumption' | 'generation'): Html {
  const width = (Math.min(1, Math.max(0, share)) * 100).toFixed(1);
  return html`<span class="share${tone === 'generation' ? ' gen' : ''}"><span style="width:${width}%"></span></span>`;
}
