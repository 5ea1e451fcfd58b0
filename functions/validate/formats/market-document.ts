/**
 * Market documents of the European grids, the common information model of IEC 62325-451: time series of periods with
 * points at positions, in XML as the transparency platform of ENTSO-E gives them, or in JSON as hubs of metering data
 * do. https://transparency.entsoe.eu (Implementation guides)
 */
import { z } from 'zod';
import type { Unit } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { FileFormat } from './format.ts';
import { intervalsOf, readDocument } from './positions.ts';
import { DIRECTION, type Direction, readingRow, readingsHeading, readingsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const SERIES = 'series';

export const marketDocument: FileFormat = {
  name: 'market-document',
  detect: {
    by: 'text',
    is: ({ text }) =>
      (/^\s*</.test(text) && /<(?:\w+:)?\w*_MarketDocument[\s>]/.test(text)) ||
      (/^\s*[[{]/.test(text) && /"TimeSeries"\s*:/.test(text) && /"timeInterval"\s*:/.test(text)),
  },
  holds: 'cells',
  fixes: { settings: readingsSettings(SERIES) },
  ...asRows(readings, 'The market document holds no quantity of energy or power.'),
};

const MAX_DEPTH = 8;

const text = z.coerce.string().optional();
/** A mark may be a text of its own, or one with the scheme of its codes beside it. */
const mark = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional();
const listOf = <T extends z.ZodType>(element: T) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? (value ?? []) : [value]), z.array(element));
const pointSchema = z.looseObject({ position: z.coerce.number().int().min(1).max(100_000) });
const periodSchema = z.object({
  timeInterval: z.object({ start: z.string(), end: z.string() }),
  resolution: text,
  Point: listOf(pointSchema),
});
const seriesSchema = z.looseObject({
  mRID: text,
  businessType: text,
  curveType: text,
  MarketEvaluationPoint: z.object({ mRID: mark }).optional(),
  MktPSRType: z.object({ psrType: text }).optional(),
  Period: listOf(periodSchema),
});
type Series = z.infer<typeof seriesSchema>;
/** Time series wherever they lie, as documents stand in answers and in one another. */
function* seriesIn(value: unknown, depth = 0): Generator<Series> {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  for (const [name, each] of Object.entries(value)) {
    if (name !== 'TimeSeries') yield* seriesIn(each, depth + 1);
    else {
      const parsed = listOf(seriesSchema).safeParse(each);
      if (!parsed.success)
        throw new InputRejected('UNREADABLE', `A time series of the market document is not as its standard has it.`);
      yield* parsed.data;
    }
  }
}

async function* readings(file: string): AsyncGenerator<Row> {
  const { document, lines } = await readDocument(file, /"position"|<(?:\w+:)?position[\s>]/);
  const places = lines.values();
  let rows = 0;
  for (const series of seriesIn(document)) {
    const unit = unitOf(series);
    for (const { timeInterval, resolution = '', Point } of series.Period) {
      const points = Point.map((point) => ({
        position: point.position,
        value: quantityOf(point),
        line: places.next().value ?? 0,
      }));
      if (unit === undefined) continue;
      const holds = series.curveType === VARIABLE_BLOCKS;
      for (const interval of intervalsOf({ ...timeInterval, length: millisecondsIn(resolution), holds }, points)) {
        if (rows === 0) yield readingsHeading(SERIES);
        rows += 1;
        const [point, direction] = [nameOf(series), directionOf(series)];
        const raw = `${point}, ${interval.start}: ${interval.value}`;
        yield readingRow({ ...interval, point, direction, unit, raw });
      }
    }
  }
}

/** UN/CEFACT codes of units, as `measurement_Unit.name` and its kin have them. */
const UNIT_CODES: Readonly<Record<string, Unit>> = {
  WHR: 'Wh',
  KWH: 'kWh',
  MWH: 'MWh',
  GWH: 'GWh',
  WTT: 'W',
  KWT: 'kW',
  MAW: 'MW',
};

function unitOf(series: Series): Unit | undefined {
  const [, code] = Object.entries(series).find(([name]) => /measure(ment)?_?unit\.name$/i.test(name)) ?? [];
  return typeof code === 'string' ? UNIT_CODES[code.trim().toUpperCase()] : undefined;
}

/** Business type of what is made; all others are used. */
const PRODUCTION = 'A01';

/** A metering point lies at the grid, whose import and export are the two; a region uses and makes. */
function directionOf({ businessType, MarketEvaluationPoint, ...others }: Series): Direction {
  const made = businessType === PRODUCTION && !Object.keys(others).some((name) => /^outBiddingZone/i.test(name));
  if (MarketEvaluationPoint) return made ? DIRECTION.export : DIRECTION.import;
  return made ? DIRECTION.production : DIRECTION.consumption;
}

/** Kinds of power stations. */
const SOURCES: Readonly<Record<string, string>> = {
  B01: 'Biomass',
  B02: 'Lignite',
  B03: 'Coal-derived gas',
  B04: 'Fossil gas',
  B05: 'Hard coal',
  B06: 'Oil',
  B07: 'Oil shale',
  B08: 'Peat',
  B09: 'Geothermal',
  B10: 'Pumped storage',
  B11: 'Run-of-river',
  B12: 'Water reservoir',
  B13: 'Marine',
  B14: 'Nuclear',
  B15: 'Other renewable',
  B16: 'Solar',
  B17: 'Waste',
  B18: 'Wind offshore',
  B19: 'Wind onshore',
  B20: 'Other',
};

function nameOf({ MarketEvaluationPoint, MktPSRType, mRID, ...others }: Series): string {
  const source = SOURCES[MktPSRType?.psrType ?? ''];
  const [, zone] = Object.entries(others).find(([name]) => /BiddingZone_Domain\.mRID$/i.test(name)) ?? [];
  return MarketEvaluationPoint?.mRID ?? source ?? (typeof zone === 'string' ? zone : undefined) ?? mRID ?? 'total';
}

/** Of a curve of this type a position is left out where its value is that of the one before. */
const VARIABLE_BLOCKS = 'A03';

function quantityOf(point: z.infer<typeof pointSchema>): string {
  const [, value] = Object.entries(point).find(([name]) => /quantity$/i.test(name)) ?? [];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** @returns undefined for days and longer: they differ by the clock's changes and the lengths of months */
function millisecondsIn(resolution: string): number | undefined {
  const found = /^PT(?:(\d{1,2})H)?(?:(\d{1,3})M)?(?:(\d{1,4})S)?$/.exec(resolution);
  if (!found) return undefined;
  const [hours, minutes, seconds] = found.slice(1).map((each) => Number(each ?? 0));
  const length = ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
  return length > 0 ? length : undefined;
}
