/**
 * The figures of a run: every number that the facts and the rules' advice hold, named. What a model is given is this
 * list, and a number in its text that is not in it, or follows from it as docs/METHODS.md declares, is refused.
 */
import type { Advice } from '../../../shared/report/insights.ts';
import { findMentions } from '../check/mentions.ts';
import type { Facts } from '../facts/index.ts';
import { type Aliases, maskAliases } from './aliases.ts';
import { energyFigures } from './energy.ts';
import { type Figure, figure, optional } from './figure.ts';
import { moneyFigures, tariffFigures } from './money.ts';
import { seriesFigures } from './series.ts';

const HOURS_PER_YEAR = 8766;

/** @param advice the rules' advice on the same facts, with aliases for names; its numbers are figures too */
export function figuresOf(facts: Facts, advice: readonly Advice[], aliases: Aliases): Figure[] {
  return [
    ...tariffFigures(facts),
    ...moneyFigures(facts),
    ...energyFigures(facts),
    ...seriesFigures(facts, aliases),
    ...advice.flatMap((piece) => adviceFigures(piece, facts, aliases)),
    ...savingsTogether(advice),
  ];
}

/** The estimates of a piece of advice, and every other number in its text. */
function adviceFigures(piece: Advice, facts: Facts, aliases: Aliases): Figure[] {
  const { code, site_id, appliance } = piece;
  const about = site_id === null || appliance === null ? [] : [aliases.of({ site_id, appliance })];
  const year = { about, per: 'year' } as const;
  const text = `${piece.title}. ${piece.text}`;
  const named = [...new Set([...about, ...aliases.in(text)])];
  const inText = findMentions(maskAliases(text), facts.tariff.currency);
  return [
    ...optional(`${code}: energy saved in a year`, 'energy', piece.saving_kwh_per_year, year),
    ...optional(`${code}: money saved in a year`, 'money', piece.saving_per_year, year),
    ...optional(`${code}: years until it is paid back`, 'duration', inHours(piece.payback_years), { about }),
    ...inText.flatMap(({ kind, value, until, per }) =>
      kind === 'unreadable'
        ? []
        : [
            figure("in the rules' words", kind, value, {
              about: named,
              code,
              ...(until === undefined ? {} : { until }),
              ...(per ? { per } : {}),
            }),
          ],
    ),
  ];
}

function savingsTogether(advice: readonly Advice[]): Figure[] {
  return [...new Set(advice.map(({ code }) => code))].flatMap((code) => {
    const all = advice.filter((piece) => piece.code === code);
    if (all.length < 2) return [];
    const saved = (field: 'saving_per_year' | 'saving_kwh_per_year') =>
      sum(all.map((each) => each[field] ?? 0)) || null;
    return [
      figure('pieces of advice', 'count', all.length, { code }),
      ...optional(`${code}: money saved by all in a year`, 'money', saved('saving_per_year'), { per: 'year' }),
      ...optional(`${code}: energy saved by all in a year`, 'energy', saved('saving_kwh_per_year'), { per: 'year' }),
    ];
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function inHours(years: number | null): number | null {
  return years === null ? null : years * HOURS_PER_YEAR;
}
