/** The sections of the report, in the order in which they are read. */
import { assumptionsOf } from '../../../shared/report/assumptions.ts';
import { advice } from './advice/index.ts';
import { balance } from './balance/index.ts';
import { climate } from './climate/index.ts';
import { costs } from './costs/index.ts';
import { cycles } from './cycles/index.ts';
import { demand } from './demand/index.ts';
import { energy } from './energy/index.ts';
import { events } from './events/index.ts';
import { footer } from './footer/index.ts';
import { forecast } from './forecast/index.ts';
import { header } from './header/index.ts';
import { power } from './power/index.ts';
import { quality } from './quality/index.ts';
import { queries } from './queries/index.ts';
import type { PageInput, ReportInput, Section } from './section.ts';
import { solar } from './solar/index.ts';

export const SECTIONS: readonly Section[] = [
  header,
  energy,
  balance,
  costs,
  demand,
  climate,
  power,
  solar,
  forecast,
  events,
  cycles,
  advice,
  quality,
  queries,
  footer,
];

/** Gathers what the sections put at the head of the report. */
export function pageOf(run: Omit<ReportInput, 'assumed'>): PageInput {
  const input = { ...run, assumed: assumptionsOf(run.report) };
  return { ...input, figures: SECTIONS.flatMap((section) => section.figures?.(input) ?? []) };
}
