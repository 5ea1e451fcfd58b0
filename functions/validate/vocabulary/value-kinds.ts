/** Words for what a value is of: what came to be, or a forecast, a budget, another year beside it. Whole cells. */
import { tokensOf } from './tokens.ts';

const phrases = (text: string): ReadonlySet<string> =>
  new Set(text.split(',').map((phrase) => tokensOf(phrase).join(' ')));

export const CAME_TO_BE = phrases(`
  actual, actuals, real, measured, metered, observed, realised, realized, current, this year, current year, act,
  ist, istwert, ist wert, gemessen, messung, messwert, aktuell, dieses jahr, aktuelles jahr, laufendes jahr,
  réel, réelle, réalisé, mesure, mesuré, mesurée, constaté, année en cours, real, medido, medida, realizado, año actual,
  effettivo, effettiva, consuntivo, reale, misurato, misurata, anno corrente, werkelijk, gemeten, realisatie,
  gerealiseerd, dit jaar, ano atual, utfall, faktisk, faktiskt, toteutunut, rzeczywiste, skutečnost`);
export const DID_NOT = phrases(`
  forecast, forecasts, forecasted, predicted, prediction, projected, projection, day ahead, budget, budgeted,
  plan, planned, target, goal, baseline, benchmark, reference, expected, typical, simulated, simulation, modelled,
  model, modeled, scenario, last year, previous year, prior year, year ago, ly, py, prior, previous, fc, bud,
  soll, sollwert, soll wert, prognose, prognostiziert, vorhersage, fahrplan, geplant, vorjahr, letztes jahr, ziel,
  zielwert, referenz, basisjahr, hochrechnung, prévision, prévisions, prévu, prévue, objectif, budgété, année
  précédente, référence, an dernier, previsión, previsto, prevista, pronóstico, presupuesto, objetivo, año
  anterior, referencia, previsione, preventivo, obiettivo, anno precedente, riferimento, voorspelling, voorspeld,
  begroting, begroot, doel, vorig jaar, referentie, previsão, orçamento, ano anterior, prognos, budsjett,
  budjetti, ennuste, fjor, prognoza, predpověď, plán`);
/** How far ahead, and of what: `dayahead_forecast`, `Measured load`. They say nothing of whether it came to be. */
export const HORIZONS: ReadonlySet<string> = new Set(
  tokensOf('dayahead day ahead intraday week hour month short long term load demand total system'),
);
