/** What tells a column from the others of its flow: names that people gave, tariffs, phases. */
import type { Series } from './series.ts';
import { stationIn } from './words/power-stations.ts';

export function tagOf({ look, flow }: Series): string {
  const { meaning, given } = look;
  if (flow.ofStation) return meaning.text;
  // Plants of other kinds produce beside one another. Panels are no kind: the production of most homes is theirs.
  const source = flow.flow === 'production' ? (stationIn(meaning.text) ?? '') : '';
  return [given?.appliance ?? '', given?.meter ?? '', meaning.tag, source, meaning.phase ?? ''].join(' ').trim();
}

/** `EAS F1` and `EAS F2` are of one kind, `EAS D1` is of another; a column without a number may be their total. */
export function stemOf(series: Series): string {
  return tagOf(series).replace(/\d+$/, '');
}
