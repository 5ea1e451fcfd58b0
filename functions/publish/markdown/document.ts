import { SECTIONS } from '../sections/index.ts';
import type { PageInput } from '../sections/section.ts';

/** report.md: the page's content as compact Markdown. */
export function renderMarkdown(page: PageInput): string {
  const sections = SECTIONS.flatMap((section) => section.markdown(page) ?? []);
  return `${sections.join('\n\n')}\n`;
}
