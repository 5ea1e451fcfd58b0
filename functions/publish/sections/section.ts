/** What a section of the report is. A section is a folder here and a line in index.ts. */
import type { Assumptions } from '../../../shared/report/assumptions.ts';
import type { Report } from '../../../shared/report/report.ts';
import type { Html } from '../../../shared/text/html.ts';
import type { Facts } from './facts.ts';

/** What the report is rendered from. */
export interface ReportInput {
  readonly report: Report;
  readonly facts: Facts;
  /** Names of the CSV files that stand next to the pages. */
  readonly exports: readonly string[];
  /** What is taken for granted: marks that stand behind the figures, and their sentences. */
  readonly assumed: Assumptions;
}

/** A figure at the head of the report. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  /** What belongs to the value, in a few words. */
  readonly more?: string;
}

/** The head shows what the other sections put there. */
export interface PageInput extends ReportInput {
  readonly figures: readonly Figure[];
}

export interface Section {
  /** Figures for the head of the report. */
  figures?(input: ReportInput): readonly Figure[];
  /** Its place in report.html; null where the run has nothing for it. */
  html(page: PageInput): Html | null;
  /** Its place in report.md; null where the run has nothing for it. */
  markdown(page: PageInput): string | null;
}
