import type { Section } from '../section.ts';
import { energyFigures } from './figures.ts';
import { energyHtml } from './html.ts';
import { energyMarkdown } from './markdown.ts';

/** How much was used and generated: over time, by series, over the day. */
export const energy: Section = { figures: energyFigures, html: energyHtml, markdown: energyMarkdown };
