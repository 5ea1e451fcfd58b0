import type { Section } from '../section.ts';
import { eventFigures } from './figures.ts';
import { eventsHtml } from './html.ts';
import { eventsMarkdown } from './markdown.ts';

/** What is out of the ordinary: what happened, and the single readings that stand out. */
export const events: Section = { figures: eventFigures, html: eventsHtml, markdown: eventsMarkdown };
