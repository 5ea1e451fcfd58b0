/** Submeters that measure more than their site uses are none of its parts: that is asked. */

import type { Flow } from '../../../shared/energy/flows.ts';
import { ownValue } from '../../../shared/own-value.ts';
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { formatPercent } from '../../../shared/text/format.ts';
import { listed } from '../../../shared/text/listed.ts';
import { question } from '../recognise/question.ts';
import type { UploadSettings } from '../upload-settings.ts';
import type { Group, Plan } from './plan.ts';
import type { Withdrawn } from './remainders.ts';

const NAMED = 6;

/**
 * @throws InputRejected LAYOUT_AMBIGUOUS for the first site of them, unless a person has said that they are its parts
 */
export function askAboutParts([first]: readonly Withdrawn[], plan: Plan, { settings }: UploadSettings): void {
  const site = plan.sites.find((each) => each.site === first?.site);
  if (!first || !site) return;
  const parts = namesOf(site.submeters);
  const main = namesOf(site.main);
  const own = namesOf(site.main.filter(({ flow }) => flow === 'consumption'));
  const named = site.submeters.some((group) => group.series.some(({ recordName }) => recordName !== undefined));
  const said = (name: string) => (named ? ownValue(settings.flows, name) : ownValue(settings.columns, name)?.flow);
  if (parts.every((name) => said(name) === 'submeter')) return;
  // The whole is said as well: else it would be asked what it holds.
  const as = (names: readonly string[], flow: Flow): LayoutSettings =>
    named
      ? { flows: Object.fromEntries(names.map((name) => [name, flow])) }
      : { columns: Object.fromEntries(names.map((name) => [name, { flow }])) };
  const without = (names: readonly string[]): LayoutSettings => ({
    columns: Object.fromEntries(names.map((name) => [name, { role: 'ignored' as const }])),
  });
  const quoted = parts.map((name) => JSON.stringify(name));
  throw question(
    'LAYOUT_AMBIGUOUS',
    `On ${first.day} ${listed(quoted, NAMED)} together are ${formatPercent(-first.share)} more than the site ` +
      `"${first.site}" uses, so they are not simply parts of it.`,
    [
      {
        means: 'they are the own meters of the site, and all are added',
        setting: as([...own, ...parts], 'consumption'),
      },
      ...(named
        ? []
        : [
            ...(main.length > 0 ? [{ means: 'only they count', setting: without(main) }] : []),
            { means: 'only the whole counts', setting: without(parts) },
          ]),
      { means: 'they are its parts all the same', setting: as(parts, 'submeter') },
    ],
    settings,
  );
}

/** What a person names the series by: their name in the records, or their column. */
function namesOf(groups: readonly Group[]): string[] {
  return [...new Set(groups.flatMap(({ series }) => series.map(({ recordName, column }) => recordName ?? column)))];
}
