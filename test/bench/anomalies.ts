/**
 * How well anomalies are found: known ones are put into copies of the reference files, one kind at a time, and the real
 * step looks for them. The plain z-score's readings, made into events by the same rule, are judged the same way.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_KINDS } from '../../shared/energy/anomalies.ts';
import { HOURS_PER_YEAR } from '../../shared/time-units.ts';
import { openReferenceFile, type ReferenceFile, referenceFiles } from './anomalies/file.ts';
import { INJECTIONS, type InjectionKind, inject, SEED } from './anomalies/inject.ts';
import { add, freshScore, type Quality, quality, type Score, type Span, score } from './anomalies/score.ts';
import { rounded } from './measure.ts';

const DETECTORS = ['events', 'zScore'] as const;
const KINDS: readonly InjectionKind[] = ['spike', 'drop', 'stuck', 'shift'];

/** The events' macro F1 is at least the smaller of these. */
const TARGETS = { times_z_score: 2, macro_f1: 0.9 } as const;

interface Trial {
  readonly file: string;
  readonly kind: InjectionKind;
  readonly detector: (typeof DETECTORS)[number];
  readonly score: Score;
  /** Of what the untouched file does not have. */
  readonly fresh: Score;
}

/** @param folder of the reference files, with an expected.json */
export async function benchAnomalies(folder: string) {
  if (!existsSync(join(folder, 'expected.json')))
    return { skipped: `there is no expected.json in ${folder}`, ok: true };
  const trials: Trial[] = [];
  const untouched: Record<string, number[]> = {};
  for (const [name, settings] of referenceFiles(folder)) {
    const file = await openReferenceFile(folder, name, settings);
    try {
      const clean = await file.detect([]);
      untouched[name] = eventsPerYear(file, clean.events(EVENT_KINDS));
      for (const kind of KINDS) {
        const injected = file.series.flatMap((series) => inject(series, kind));
        const found = await file.detect(injected);
        const { kinds, directions } = INJECTIONS[kind];
        const trial = (detector: Trial['detector'], events: Span[], before: Span[]) =>
          trials.push({
            file: name,
            kind,
            detector,
            score: score(injected, events),
            fresh: freshScore(injected, events, before),
          });
        trial('events', found.events(kinds), clean.events(kinds));
        trial('zScore', found.zScore(directions), clean.zScore(directions));
      }
    } finally {
      file.close();
    }
  }
  const [events, zScore] = DETECTORS.map((detector) => summary(trials.filter((trial) => trial.detector === detector)));
  const wanted = Math.min(TARGETS.times_z_score * (zScore?.macro_f1 ?? 0), TARGETS.macro_f1);
  return {
    targets: TARGETS,
    seed: SEED,
    events,
    z_score: zScore,
    files: byFile(trials),
    untouched_events_per_year: untouched,
    ok: (events?.macro_f1 ?? 0) >= wanted,
  };
}

/** Of each series, as long as it is: what a person has to read. */
function eventsPerYear({ series }: ReferenceFile, events: readonly Span[]): number[] {
  return series.map(({ place, utc }) => {
    const years = ((utc.at(-1) ?? 0) - (utc[0] ?? 0)) / HOURS_PER_YEAR;
    return rounded(events.filter((event) => event.place === place).length / years, 1);
  });
}

function summary(trials: readonly Trial[]) {
  const kinds = Object.keys(INJECTIONS).map((kind) => {
    const mine = trials.filter((trial) => trial.kind === kind);
    const sum = add(mine.map((trial) => trial.score));
    return [
      kind,
      { ...sum, ...shown(quality(sum)), fresh: shown(quality(add(mine.map(({ fresh }) => fresh)))) },
    ] as const;
  });
  const macro = kinds.reduce((sum, [, { f1 }]) => sum + f1, 0) / kinds.length;
  const fresh = kinds.reduce((sum, [, each]) => sum + each.fresh.f1, 0) / kinds.length;
  return { macro_f1: rounded(macro), fresh_macro_f1: rounded(fresh), kinds: Object.fromEntries(kinds) };
}

function shown({ precision, recall, f1 }: Quality): Quality {
  return { precision: rounded(precision), recall: rounded(recall), f1: rounded(f1) };
}

/** What was found and what was wrong, by file, kind and detector. */
function byFile(trials: readonly Trial[]) {
  const files: Record<string, Record<string, Record<string, Score>>> = {};
  for (const { file, kind, detector, score: of } of trials) {
    const kinds = files[file] ?? {};
    files[file] = { ...kinds, [kind]: { ...kinds[kind], [detector]: of } };
  }
  return files;
}
