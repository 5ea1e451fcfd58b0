import type { Section } from '../section.ts';
import { balanceHtml } from './html.ts';
import { balanceMarkdown } from './markdown.ts';

/** The flows of the sites, what their balance stands on, and what each series was taken for. */
export const balance: Section = { html: balanceHtml, markdown: balanceMarkdown };
