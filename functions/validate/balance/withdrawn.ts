/** Submeters that measure more than their site uses are none of its parts: that is asked. */
import type { LayoutSettings } from '../../../shared/readings/layout.ts';
import { question } from '../recognise/question.ts';
import type { UploadSettings } from '../upload-settings.ts';
import type { Plan } from './plan.ts';
import type { Withdrawn } from './remainders.ts';

const NAMED = 6;

/** @throws InputRejected LAYOUT_AMBIGUOUS for the first site of them, unless a person has said that they are its parts */
export function askAboutParts([first]: readonly Withdrawn[], plan: Plan, { settings }: UploadSettings): void {
  const site = plan.sites.find((each) => each.site === first?.site);
  if (!first || !site) return;
  const columns = [...new Set(site.submeters.flatMap(({ series }) => series.map(({ column }) => column)))];
  if (columns.every((column) => settings.columns?.[column]?.flow === 'submeter')) return;
  const main = [...new Set(site.main.flatMap(({ series }) => series.map(({ column }) => column)))];
  const all = (names: readonly string[], said: NonNullable<LayoutSettings['columns']>[string]) =>
    Object.fromEntries(names.map((name) => [name, said]));
  const shown = columns.slice(0, NAMED).map((name) => JSON.stringify(name));
  const percent = Math.round(-100 * first.share);
  throw question(
    'LAYOUT_AMBIGUOUS',
    `On ${first.day} ${shown.join(', ')}${columns.length > NAMED ? ` and ${columns.length - NAMED} more` : ''} together are ${percent} % more than the site "${first.site}" uses, so they are not simply parts of it.`,
    [
      {
        means: 'they are meters beside it, and all are added',
        setting: { columns: all(columns, { flow: 'consumption' }) },
      },
      ...(main.length > 0 ? [{ means: 'only they count', setting: { columns: all(main, { role: 'ignored' }) } }] : []),
      { means: 'only the whole counts', setting: { columns: all(columns, { role: 'ignored' }) } },
      { means: 'they are its parts all the same', setting: { columns: all(columns, { flow: 'submeter' }) } },
    ],
    settings,
  );
}
