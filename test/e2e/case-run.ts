/** Runs one case through the whole workflow: at once, or after the first answer that the product offers. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CliError } from '../../cli/errors.ts';
import { layoutMetadata } from '../../cli/runs/layout.ts';
import { failureOf } from '../../shared/failures/failure.ts';
import { CONFIG_KEYS, datasetOf, PREFIXES } from '../../shared/lake/keys.ts';
import { UPLOAD_METADATA } from '../../shared/lake/upload-metadata.ts';
import { type LayoutSettings, layoutSettingsSchema } from '../../shared/readings/layout.ts';
import { ERROR_NAMES } from '../../shared/runtime/errors.ts';
import type { Execution, TestStack } from '../helpers/stack.ts';
import { differences, differenceText } from './case-comparison.ts';
import { publishedFigures } from './case-figures.ts';
import type { FileCase } from './case-format.ts';

/** Of the message of a crash, which may hold a whole stack of faults. */
const MAX_CAUSE = 300;

/** What became of a case. */
export const ENDS = {
  atOnce: 'right at once',
  afterQuestion: 'right after one question',
  wrong: 'wrong without a question',
  wrongAfterQuestion: 'wrong after the first answer',
  refused: 'refused without a way out',
  crashed: 'crashed',
} as const;
export type End = keyof typeof ENDS;
export const RIGHT: ReadonlySet<End> = new Set(['atOnce', 'afterQuestion']);

export interface CaseResult {
  readonly end: End;
  /** Why it fails, a sentence each. */
  readonly reasons: readonly string[];
  /** What was asked, and what was answered. */
  readonly question?: string;
}

export interface CaseUpload {
  readonly key: string;
  readonly site: string;
  readonly path: string;
}

const questionSchema = z.looseObject({ candidates: z.array(z.looseObject({ setting: layoutSettingsSchema })).min(1) });

interface Refusal {
  readonly code: string;
  readonly sentence: string;
  /** The first answer that is offered; undefined where nothing is asked. */
  readonly answer: LayoutSettings | undefined;
}

export async function runCase(
  lake: TestStack,
  { time_zone: zone, expect }: FileCase,
  to: CaseUpload,
): Promise<CaseResult> {
  const { layout = {}, refused, asks, ...figures } = expect;
  const first = await upload(lake, to, zone, layout);
  const refusal = refusalOf(first);
  if (refusal === 'crashed') return crashed(first);
  if (refused !== undefined) {
    if (refusal?.code === refused) return { end: 'atOnce', reasons: [] };
    return { end: 'wrong', reasons: [`it is ${refusal?.code ?? first.output.outcome}, expected ${refused}`] };
  }
  if (asks) {
    if (refusal?.answer) return { end: 'atOnce', reasons: [], question: refusal.sentence };
    if (refusal) return { end: 'refused', reasons: [`${refusal.code}: ${refusal.sentence}`] };
    return { end: 'wrong', reasons: ['it was published, expected a question'] };
  }
  if (!refusal) {
    const reasons = await compared(lake, to, first, figures);
    return { end: reasons.length === 0 ? 'atOnce' : 'wrong', reasons };
  }
  if (!refusal.answer) return { end: 'refused', reasons: [`${refusal.code}: ${refusal.sentence}`] };

  const question = `${refusal.code}: ${refusal.sentence} Answered ${JSON.stringify(refusal.answer)}`;
  const second = await upload(lake, to, zone, { ...layout, ...refusal.answer });
  const again = refusalOf(second);
  if (again === 'crashed') return { ...crashed(second), question };
  if (again) {
    const what = again.answer ? 'asks a second question' : 'refuses its own answer';
    return { end: 'refused', reasons: [`it ${what}: ${again.code}: ${again.sentence}`], question };
  }
  const reasons = await compared(lake, to, second, figures);
  return { end: reasons.length === 0 ? 'afterQuestion' : 'wrongAfterQuestion', reasons, question };
}

/** The zone and the layout go with the upload as a person gives them. */
export async function upload(
  lake: TestStack,
  { key, site, path }: CaseUpload,
  zone: string | null,
  layout: LayoutSettings = {},
): Promise<Execution> {
  return lake.upload(key, readFileSync(path), {
    [UPLOAD_METADATA.siteId]: site,
    ...(zone === null ? {} : { [UPLOAD_METADATA.timeZone]: zone }),
    ...(await givenLayout(lake, key, layout)),
  });
}

/** Layouts that are too long for an upload's metadata, as the product tells a person to keep them. */
const kept: { match: string; layout: LayoutSettings }[] = [];

async function givenLayout(lake: TestStack, key: string, layout: LayoutSettings): Promise<Record<string, string>> {
  if (Object.keys(layout).length === 0) return {};
  try {
    return { [UPLOAD_METADATA.layout]: layoutMetadata(JSON.stringify(layout)) };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    kept.unshift({ match: key.slice(PREFIXES.raw.length), layout });
    await lake.put(CONFIG_KEYS.layouts, JSON.stringify(kept));
    return {};
  }
}

/** @returns a sentence for each figure that is not as expected */
export async function compared(
  lake: TestStack,
  { key }: CaseUpload,
  { output }: Execution,
  expected: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const published = { lake, dataset: datasetOf(key), outcome: String(output.outcome), report: String(output.report) };
  return differences(expected, await publishedFigures(published, expected)).map(differenceText);
}

export function crashed({ error, cause }: Execution): CaseResult {
  return {
    end: 'crashed',
    reasons: [`${error}: ${failureOf(error, cause).sentence.replaceAll(/\s+/g, ' ').slice(0, MAX_CAUSE)}`],
  };
}

/** @returns undefined for a run that published */
export function refusalOf({ status, error, cause }: Pick<Execution, 'status' | 'error' | 'cause'>) {
  if (status === 'SUCCEEDED') return undefined;
  const { code, sentence, details } = failureOf(error, cause);
  if (error !== ERROR_NAMES.inputRejected || code === undefined) return 'crashed';
  const asked = questionSchema.safeParse(details);
  const refusal: Refusal = { code, sentence, answer: asked.data?.candidates[0]?.setting };
  return refusal;
}
