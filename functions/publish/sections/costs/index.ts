import type { Section } from '../section.ts';
import { costFigures } from './figures.ts';
import { costsHtml } from './html.ts';
import { costsMarkdown } from './markdown.ts';

/** What the energy cost: the bill of the period, then who and when made it. */
export const costs: Section = { figures: costFigures, html: costsHtml, markdown: costsMarkdown };
