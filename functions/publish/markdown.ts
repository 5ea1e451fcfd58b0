import type { PageInput } from './html/page.ts';
export function renderMarkdown({ report }: PageInput): string {
  return `# Energy report: ${report.dataset}\n`;
}
