/** Each measure that the report has: over time, by appliance or site, over the day. */
import { MEASURES } from '../../../../shared/tables/schema.ts';
import { type Html, html } from '../../../../shared/text/html.ts';
import type { PageInput } from '../section.ts';
import { bySeries } from './by-series.ts';
import { overTheDay } from './over-the-day.ts';
import { overTime } from './over-time.ts';

export function energyHtml(page: PageInput): Html {
  const measures = MEASURES.filter((measure) => page.report[measure] !== null);
  return html`${measures.map((measure) => {
    return html`${overTime(page, measure)}\n${bySeries(page, measure)}\n${overTheDay(page, measure)}\n`;
  })}`;
}
