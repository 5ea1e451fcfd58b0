import type { Section } from '../section.ts';
import { forecastFigures } from './figures.ts';
import { forecastHtml } from './html.ts';
import { forecastMarkdown } from './markdown.ts';

/** The days to come, how they were worked out, and how far they can be trusted. */
export const forecast: Section = { figures: forecastFigures, html: forecastHtml, markdown: forecastMarkdown };
