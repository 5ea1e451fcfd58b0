import type { Section } from '../section.ts';
import { solarHtml } from './html.ts';
import { solarMarkdown } from './markdown.ts';

/** What became of the sites' own energy: where the generation went, and where the consumption came from. */
export const solar: Section = { html: solarHtml, markdown: solarMarkdown };
