/** One site: its balance over a stretch of time that can be moved and looked into. */
import { useCallback, useMemo, useState } from 'react';
import { ASSUMED_MARK, ASSUMED_PRICE } from '../../../shared/tariff/assumed.ts';
import { formatEnergy, formatPercent } from '../../../shared/text/format.ts';
import { type ComparedSite, compareSites, type Grain, type Site, siteBalance, siteEvents } from '../../api/sites.ts';
import { call } from '../api.ts';
import { useAsked } from '../asked.ts';
import { CsvButton } from '../parts/csv-button.tsx';
import { RefusedNote } from '../parts/failure.tsx';
import { BalanceChart } from './balance-chart.tsx';
import { balanceCsv, balanceFile } from './balance-csv.ts';
import { Compare, costText } from './compare.tsx';
import { Events } from './events.tsx';
import { Forecast } from './forecast.tsx';
import { Heat } from './heat.tsx';
import {
  barKeys,
  daysOfBars,
  type Known,
  LOOKS,
  lastDay,
  moved,
  movedStretch,
  type Period,
  periodOf,
  periodText,
  SPANS,
  type Span,
  stretchLook,
  stretchText,
} from './spans.ts';
import { barsOf, ENERGY_NAMES, type EnergyName } from './sums.ts';

const never = () => undefined;
/** A summary is of at most so long. */
const SUMMED_DAYS = 400;
const MS_PER_DAY = 86_400_000;

export function SiteView({ site: { site_id: site, time_zone, first_month, last_month } }: { readonly site: Site }) {
  const known = useMemo<Known | undefined>(
    () => (first_month && last_month ? { first: first_month, last: last_month } : undefined),
    [first_month, last_month],
  );
  if (!known) return <p className="empty">Its record is being read …</p>;
  return <RecordView site={site} zone={time_zone} known={known} />;
}

function RecordView(props: { readonly site: string; readonly zone: string | null; readonly known: Known }) {
  const { site, zone, known } = props;
  const [span, setSpan] = useState<Span>('month');
  const [day, setDay] = useState(() => lastDay(known));
  /** Stretches that were zoomed into, the one that is looked at last. */
  const [zooms, setZooms] = useState<readonly Period[]>([]);
  const zoomed = zooms.at(-1);
  const period = useMemo(() => zoomed ?? periodOf(span, day, known), [zoomed, span, day, known]);
  const { from, to } = period;
  const { span: like, look } = zoomed ? stretchLook(zoomed) : { span, look: LOOKS[span] };
  const named = zoomed ? stretchText(zoomed) : periodText(span, period);
  const balance = useAsked(
    useCallback(
      () => call(siteBalance, { site, from, to, grain: look.grain, bar: barGrain(look.bar) }),
      [site, from, to, look.grain, look.bar],
    ),
    never,
  );
  const events = useAsked(
    useCallback(() => call(siteEvents, { site, ...eventPeriod({ from, to }) }), [site, from, to]),
    never,
  );
  const items = balance.value?.items;
  const bars = useMemo(
    () => (items && items.length > 0 ? barsOf(items, look.bar, barKeys(look, { from, to })) : []),
    [items, look, from, to],
  );
  const parts = useMemo(
    () => new Map(balance.value?.parts.map((part) => [part.local.slice(0, look.bar), part] as const)),
    [balance.value, look.bar],
  );
  const eventList = events.value?.events ?? [];
  const failed = balance.refused ?? events.refused;

  function choose(next: Span): void {
    setZooms([]);
    setSpan(next);
    // What was looked at stays in sight, and of that what there is.
    const last = bars.findLast((bar) => ENERGY_NAMES.some((name) => bar[name] !== null));
    if (last && SPANS.indexOf(next) < SPANS.indexOf(like)) setDay(dayOf(last.key));
    else if (zoomed) setDay(zoomed.from);
  }

  function open(key: string): void {
    if (!look.finer) return;
    choose(look.finer);
    setDay(dayOf(key));
  }

  const zoom = (first: string, last: string) => setZooms([...zooms, daysOfBars(first, last)]);
  const back = () => setZooms(zooms.slice(0, -1));

  function move(step: -1 | 1): void {
    if (zoomed) setZooms([...zooms.slice(0, -1), movedStretch(zoomed, step)]);
    else setDay(moved(period, step));
  }

  return (
    <div className="site">
      <div className="bar">
        <fieldset className="choices">
          <legend className="unseen">How much time</legend>
          {SPANS.map((each) => (
            <label key={each}>
              <input type="radio" name="span" checked={!zoomed && span === each} onChange={() => choose(each)} />
              <span>{LOOKS[each].name}</span>
            </label>
          ))}
        </fieldset>
        {(zoomed || span !== 'all') && (
          <div className="line">
            <button type="button" aria-label="Before" onClick={() => move(-1)}>
              ‹
            </button>
            <strong aria-live="polite">{named}</strong>
            <button type="button" aria-label="After" onClick={() => move(1)}>
              ›
            </button>
          </div>
        )}
        {!zoomed && span === 'all' && <strong>{named}</strong>}
        {zoomed && (
          <button type="button" onClick={back}>
            Zoom out
          </button>
        )}
        {zone !== null && <span className="quiet">{zone}</span>}
      </div>
      {failed && <RefusedNote refused={failed} again={balance.again} />}
      {!items && !failed && <p className="panel balance-waits quiet">Reading the balance …</p>}
      {items && bars.length === 0 && <p className="empty">Nothing counts in this time.</p>}
      {bars.length > 0 && (
        <section className="panel" aria-label="Balance">
          <BalanceChart
            title={`Balance by ${barGrain(look.bar)}, ${named}`}
            bars={bars}
            parts={parts}
            events={eventList}
            open={look.finer ? open : undefined}
            zoom={look.finer ? zoom : undefined}
            back={zoomed ? back : undefined}
          />
          <CsvButton name={balanceFile(site, period)} text={() => balanceCsv(bars, parts)} />
        </section>
      )}
      <Compared site={site} period={period} />
      <h2>Events</h2>
      {events.value ? (
        <Events key={`${from} ${to}`} events={eventList} />
      ) : (
        <p className="quiet">Reading the events …</p>
      )}
      {items && <HeatMaps span={like} items={items} />}
      <h2>The days to come</h2>
      <section className="panel" aria-label="Forecast">
        <Forecast site={site} />
      </section>
    </div>
  );
}

/** The first day of a bar. */
const dayOf = (key: string) => `${key}-01`.slice(0, 10);

/** @param bar how much of a local time names it */
function barGrain(bar: number): Grain {
  const span = SPANS.find((each) => LOOKS[each].bar === bar) ?? 'all';
  return BAR_GRAINS[span];
}

const BAR_GRAINS: Readonly<Record<Span, Grain>> = {
  day: 'interval',
  week: 'hour',
  month: 'day',
  year: 'month',
  all: 'month',
};

/** Of a longer stretch the last part: intervals are served no further back. */
function eventPeriod({ from, to }: Period): Period {
  const days = (Date.parse(to) - Date.parse(from)) / MS_PER_DAY + 1;
  if (days < SUMMED_DAYS - 3) return { from, to };
  return { from: new Date(Date.parse(to) - (SUMMED_DAYS - 4) * MS_PER_DAY).toISOString().slice(0, 10), to };
}

function HeatMaps(props: { readonly span: Span; readonly items: Parameters<typeof Heat>[0]['items'] }) {
  const { span, items } = props;
  const of = (['energy_consumed_kwh', 'energy_generated_kwh'] as const satisfies EnergyName[]).filter((name) =>
    items.some((item) => item[name] !== null),
  );
  if (of.length === 0 || span === 'day') return null;
  return (
    <>
      <h2>When</h2>
      <section className="panel" aria-label="When">
        {of.map((name) => (
          <Heat key={name} span={span} items={items} of={name} />
        ))}
      </section>
    </>
  );
}

/** The figures of the stretch, of this site and beside the others. */
function Compared({ site, period: { from, to } }: { readonly site: string; readonly period: Period }) {
  const days = (Date.parse(to) - Date.parse(from)) / MS_PER_DAY + 1;
  const { value, refused } = useAsked(
    useCallback(async () => (days > SUMMED_DAYS ? undefined : call(compareSites, { from, to })), [from, to, days]),
    never,
  );
  if (refused) return <RefusedNote refused={refused} />;
  if (!value) return null;
  const own = value.sites.find(({ site_id }) => site_id === site);
  return (
    <>
      {own && <Figures own={own} />}
      {value.sites.some(({ price_assumed }) => price_assumed) && (
        <p className="quiet">{`${ASSUMED_MARK} ${ASSUMED_PRICE}`}</p>
      )}
      <Compare sites={value.sites} />
    </>
  );
}

function Figures({ own }: { readonly own: ComparedSite }) {
  const energy = (name: string, kwh: number | null) => (kwh === null ? [] : [{ name, value: formatEnergy(kwh) }]);
  const facts = [
    ...energy('Used', own.energy_consumed_kwh),
    ...energy('Produced', own.energy_generated_kwh),
    ...energy('Net', own.net_energy_kwh),
    ...energy('From the grid', own.import_kwh),
    ...energy('Into the grid', own.export_kwh),
    ...(own.efficiency === null ? [] : [{ name: 'Own share of its use', value: formatPercent(own.efficiency) }]),
    ...[costText(own)].flatMap((value) => (value === undefined ? [] : [{ name: 'Cost', value }])),
  ];
  return (
    <dl className="facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
