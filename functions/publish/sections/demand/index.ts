import type { Section } from '../section.ts';
import { demandHtml } from './html.ts';
import { demandMarkdown } from './markdown.ts';

/** What the demand looks like: what always runs, the peak, weekdays and weekends. */
export const demand: Section = { html: demandHtml, markdown: demandMarkdown };
