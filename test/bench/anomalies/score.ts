/** How well found events match what was put in; the same rules for every detector. */

export interface Span {
  readonly place: number;
  /** UTC hours; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

export interface Score {
  /** Anomalies put in, and those of them that some event overlaps: each counts once. */
  readonly injected: number;
  readonly found: number;
  /** Events that overlap none. */
  readonly wrong: number;
}

/**
 * The same for what is new. What a detector finds in the untouched file is real, or not: nobody knows. An event is new
 * when less than half of its time lies in events of the untouched file; only new ones find, and only new ones are
 * wrong.
 * @param before what the same detector found in the untouched file
 */
export function freshScore(injected: readonly Span[], events: readonly Span[], before: readonly Span[]): Score {
  const old = byPlace(before);
  const fresh = events.filter((event) => covered(event, old.get(event.place) ?? []) * 2 < event.end - event.start);
  return score(injected, fresh);
}

/** Every event counts: what was odd in the file before anything was put in is held to be wrong. */
export function score(injected: readonly Span[], events: readonly Span[]): Score {
  const overlaps = (one: Span) => (other: Span) =>
    one.place === other.place && one.start < other.end && other.start < one.end;
  const eventsOf = byPlace(events);
  const injectedOf = byPlace(injected);
  return {
    injected: injected.length,
    found: injected.filter((each) => (eventsOf.get(each.place) ?? []).some(overlaps(each))).length,
    wrong: events.filter((event) => !(injectedOf.get(event.place) ?? []).some(overlaps(event))).length,
  };
}

function byPlace(spans: readonly Span[]): Map<number, Span[]> {
  const places = new Map<number, Span[]>();
  for (const span of spans) places.set(span.place, [...(places.get(span.place) ?? []), span]);
  return places;
}

function covered(event: Span, spans: readonly Span[]): number {
  let hours = 0;
  let reached = event.start;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const from = Math.max(reached, start);
    const to = Math.min(event.end, end);
    if (to <= from) continue;
    hours += to - from;
    reached = to;
  }
  return hours;
}

export function add(scores: readonly Score[]): Score {
  return scores.reduce(
    (sum, each) => ({
      injected: sum.injected + each.injected,
      found: sum.found + each.found,
      wrong: sum.wrong + each.wrong,
    }),
    { injected: 0, found: 0, wrong: 0 },
  );
}

export interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export function quality({ injected, found, wrong }: Score): Quality {
  const precision = found + wrong === 0 ? 0 : found / (found + wrong);
  const recall = injected === 0 ? 0 : found / injected;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}

/** Anomalous readings with at most this many ordinary ones between them are one event. */
const GAP = 1;

/** Single readings made into events. @param readings in the order of place and time; each as long as its interval */
export function merged(readings: readonly Span[]): Span[] {
  const events: { place: number; start: number; end: number }[] = [];
  for (const { place, start, end } of readings) {
    const last = events.at(-1);
    if (last?.place === place && start - last.end <= GAP * (end - start) * 1.001) last.end = end;
    else events.push({ place, start, end });
  }
  return events;
}
