import type { Section } from '../section.ts';
import { qualityHtml } from './html.ts';
import { qualityMarkdown } from './markdown.ts';

/** What was read, rejected and missing, and how the upload was understood. */
export const quality: Section = { html: qualityHtml, markdown: qualityMarkdown };
