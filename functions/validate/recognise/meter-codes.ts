/**
 * Public sets of buildings' data tell meters apart by a number for the kind of energy: what it means is asked, with the
 * usual answer first.
 */
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { canonical } from '../vocabulary/column-names.ts';
import { type Question, question } from './question.ts';
import type { Roles } from './roles.ts';
import { columnTexts, type Sample } from './sample.ts';

/** The numbers of the Great Energy Predictor's meters. */
const KINDS = { 0: 'electricity', 1: 'chilled water', 2: 'steam', 3: 'hot water' } as const;
const NUMBERS = Object.keys(KINDS);

/** @returns a question where a column `meter` holds such numbers beside a building and a reading */
export function questionOfMeterCodes(sample: Sample, roles: Roles, settings: LayoutSettings): Question | undefined {
  const { appliance, site } = roles.ids;
  const named = (name: string) => sample.names.some((each) => canonical(each) === name);
  if (!appliance || canonical(appliance.name) !== 'meter' || !site || !named('meterreading')) return undefined;
  const codes = [...new Set(columnTexts(sample, appliance).map((text) => text.trim()))].sort();
  const others = codes.filter((code) => code !== '0' && !Object.hasOwn(settings.flows ?? {}, code));
  if (others.length === 0 || !codes.every((code) => NUMBERS.includes(code))) return undefined;
  const all = Object.entries(KINDS).map(([code, kind]) => `${code} ${kind}`);
  const flows = (flow: 'heat' | 'consumption') => Object.fromEntries(others.map((code) => [code, flow] as const));
  return question(
    'LAYOUT_AMBIGUOUS',
    `"${appliance.name}" holds numbers, which may be those of public sets of buildings' data (${all.join(', ')}), ` +
      `or number meters of electricity.`,
    [
      { means: `${others.join(' and ')} of heat or cold, which is kept apart`, setting: { flows: flows('heat') } },
      { means: 'meters of electricity', setting: { flows: flows('consumption') } },
    ],
    settings,
  );
}
