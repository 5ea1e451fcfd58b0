import type { Section } from '../section.ts';
import { headerHtml } from './html.ts';
import { headerMarkdown } from './markdown.ts';

/** What the report is about, whether all of it could be made, and its figures at a glance. */
export const header: Section = { html: headerHtml, markdown: headerMarkdown };
