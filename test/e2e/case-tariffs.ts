/** Runs one tariff case: the bill of readings whose energy is known. */
import { readFileSync } from 'node:fs';
import { CONFIG_KEYS } from '../../shared/lake/keys.ts';
import { parseTariffs } from '../../shared/tariff/parse.ts';
import { TariffInvalid } from '../../shared/tariff/tariff-invalid.ts';
import type { TestStack } from '../helpers/stack.ts';
import type { TariffCase } from './case-format.ts';
import { type CaseResult, type CaseUpload, compared, crashed, refusalOf, upload } from './case-run.ts';

/** One at a time: the lake has one file of tariffs. */
export async function runTariffCase(
  lake: TestStack,
  { time_zone: zone, cost_eur }: TariffCase,
  tariffPath: string,
  readings: CaseUpload,
): Promise<CaseResult> {
  const text = readFileSync(tariffPath, 'utf8');
  const fault = faultOf(text);
  if (fault !== undefined) {
    if (cost_eur === undefined) return { end: 'atOnce', reasons: [], question: fault };
    return { end: 'refused', reasons: [`not compared, the tariff is not read: ${fault}`] };
  }
  await lake.put(CONFIG_KEYS.tariffs, text);
  const run = await upload(lake, readings, zone);
  const refusal = refusalOf(run);
  if (refusal === 'crashed') return crashed(run);
  if (refusal) {
    if (cost_eur === undefined) return { end: 'atOnce', reasons: [], question: refusal.sentence };
    return { end: 'refused', reasons: [`${refusal.code}: ${refusal.sentence}`] };
  }
  if (cost_eur === undefined) return { end: 'wrong', reasons: ['the tariff was used without a question'] };
  const reasons = await compared(lake, readings, run, { cost_eur });
  return { end: reasons.length === 0 ? 'atOnce' : 'wrong', reasons };
}

/** Why `energy tariff` would not keep it. */
function faultOf(text: string): string | undefined {
  try {
    parseTariffs(text, 'it');
    return undefined;
  } catch (error) {
    if (error instanceof TariffInvalid) return error.message;
    throw error;
  }
}
