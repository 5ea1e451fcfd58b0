/** The days to come of a site, with the band in which four of five days should lie. */
import { useCallback } from 'react';
import { linearScale } from '../../../shared/page/chart/scale.ts';
import type { Measure } from '../../../shared/tables/schema.ts';
import { energyUnit, formatEnergy, shortDay, weekday } from '../../../shared/text/format.ts';
import { type ForecastItem, siteForecast } from '../../api/sites.ts';
import { call } from '../api.ts';
import { useAsked } from '../asked.ts';
import { RefusedNote } from '../parts/failure.tsx';
import { EDGE, Frame, HEIGHT, slots, usePictureWidth } from '../parts/frame.tsx';

const MEASURE_WORDS: Readonly<Record<Measure, { readonly title: string; readonly tone: string }>> = {
  consumption: { title: 'Expected use', tone: 'use' },
  generation: { title: 'Expected production', tone: 'own' },
};

export function Forecast({ site }: { readonly site: string }) {
  const { value, refused, again } = useAsked(
    useCallback(() => call(siteForecast, { site }), [site]),
    () => undefined,
  );
  if (refused) return <RefusedNote refused={refused} again={again} />;
  if (!value) return <p className="quiet">Reading the forecast …</p>;
  if (value.items.length === 0) return <p className="empty">Its last upload has no forecast.</p>;
  const measures = Map.groupBy(value.items, ({ measure }) => measure);
  return (
    <>
      {value.stale && (
        <p className="note tone-warn" role="status">
          Readings of this site changed after this forecast was made. Run its last upload again to renew it.
        </p>
      )}
      {[...measures].map(([measure, days]) => (
        <Days key={measure} measure={measure} days={days} />
      ))}
    </>
  );
}

function Days({ measure, days }: { readonly measure: Measure; readonly days: readonly ForecastItem[] }) {
  const { title, tone } = MEASURE_WORDS[measure];
  const highest = days.reduce((most, { upper_kwh }) => Math.max(most, upper_kwh), 0);
  const unit = energyUnit(highest);
  const values = days.flatMap(({ lower_kwh, upper_kwh }) => [lower_kwh / unit.kwh, upper_kwh / unit.kwh]);
  const scale = linearScale(values, EDGE.top, HEIGHT - EDGE.bottom);
  const y = (kwh: number) => scale.y(kwh / unit.kwh);
  const { middle, step } = slots(days.length, usePictureWidth());
  const edge = (of: (day: ForecastItem) => number) => days.map((day, at) => `${middle(at)},${y(of(day))}`);
  const band = [...edge(({ upper_kwh }) => upper_kwh), ...edge(({ lower_kwh }) => lower_kwh).reverse()].join(' ');
  return (
    <Frame
      title={`${title}, with the band that holds four of five days`}
      unit={unit.name}
      scale={scale}
      labels={days.map(({ day }) => `${weekday(day)} ${shortDay(day)}`)}
      said={(at) => {
        const day = days[at];
        return (
          day &&
          `${weekday(day.day)} ${shortDay(day.day)}: ${formatEnergy(day.kwh)}, ` +
            `${formatEnergy(day.lower_kwh)} to ${formatEnergy(day.upper_kwh)} (${day.model})`
        );
      }}
    >
      <polygon className={`band flow-${tone}`} points={band} />
      <polyline className={`forecast-line line-${tone}`} points={edge(({ kwh }) => kwh).join(' ')} />
      {days.map(({ day, kwh }, at) => (
        <circle key={day} className={`flow-${tone}`} cx={middle(at)} cy={y(kwh)} r={Math.min(4, step / 3)} />
      ))}
    </Frame>
  );
}
