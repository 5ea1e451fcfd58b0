import type { Section } from '../section.ts';
import { adviceHtml } from './html.ts';
import { adviceMarkdown } from './markdown.ts';

/** What to do, and who wrote it. */
export const advice: Section = { html: adviceHtml, markdown: adviceMarkdown };
