import type { Report } from '../../shared/report.ts';
export function renderMarkdown(report: Report): string {
  return `# Energy report: ${report.dataset}\n`;
}
