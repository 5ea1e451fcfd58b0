/**
 * Validated metered data of the Swiss market (SDAT-CH, the document E66 of ebIX): a metering point, a period, and a
 * volume for each number of its sequence. https://www.strom.ch (Standardisierter Datenaustausch)
 */
import { z } from 'zod';
import type { Unit } from '../../../shared/readings/layout.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { FileFormat } from './format.ts';
import { intervalsOf, readDocument } from './positions.ts';
import { DIRECTION, energyUnitOf, readingRow, readingsHeading, readingsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'metering point';

export const sdat: FileFormat = {
  name: 'sdat',
  detect: { by: 'text', is: ({ text }) => /^\s*</.test(text) && /<(?:\w+:)?ValidatedMeteredData/.test(text) },
  holds: 'cells',
  fixes: { settings: readingsSettings(POINT) },
  ...asRows(readings, 'The document holds no volume of active energy.'),
};

const pointSchema = z.object({ VSENationalID: z.string() });
const observationSchema = z.object({
  Position: z.object({ Sequence: z.coerce.number().int().min(1).max(100_000) }),
  Volume: z.string().optional(),
});
const meteringSchema = z.object({
  Interval: z.object({ StartDateTime: z.string(), EndDateTime: z.string() }),
  Resolution: z.object({ Resolution: z.coerce.number().int().min(1), Unit: z.string() }),
  ConsumptionMeteringPoint: pointSchema.optional(),
  ProductionMeteringPoint: pointSchema.optional(),
  Product: z.object({ MeasureUnit: z.string() }),
  Observation: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(observationSchema)),
});
type Metering = z.infer<typeof meteringSchema>;
const listSchema = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(meteringSchema));

/** @throws InputRejected UNREADABLE */
function meteringIn(document: unknown): Metering[] {
  const roots = z
    .record(z.string(), z.object({ MeteringData: listSchema }).optional().catch(undefined))
    .parse(document);
  const data = Object.values(roots).find((root) => root !== undefined)?.MeteringData;
  if (!data) throw new InputRejected('UNREADABLE', 'The metered data are not as their standard has them.');
  return data;
}

const MINUTES: Readonly<Record<string, number>> = { MIN: 1, HUR: 60 };

async function* readings(file: string): AsyncGenerator<Row> {
  const { document, lines } = await readDocument(file, /<(?:\w+:)?Sequence[\s>]/);
  const places = lines.values();
  let rows = 0;
  for (const metering of meteringIn(document)) {
    const points = metering.Observation.map(({ Position, Volume = '' }) => ({
      position: Position.Sequence,
      value: Volume,
      line: places.next().value ?? 0,
    }));
    const unit: Unit | undefined = energyUnitOf(metering.Product.MeasureUnit);
    if (unit === undefined) continue;
    for (const interval of intervalsOf(periodOf(metering), points)) {
      if (rows === 0) yield readingsHeading(POINT);
      rows += 1;
      const point = (metering.ConsumptionMeteringPoint ?? metering.ProductionMeteringPoint)?.VSENationalID ?? 'total';
      const direction = metering.ProductionMeteringPoint ? DIRECTION.export : DIRECTION.import;
      yield readingRow({ ...interval, point, direction, unit, raw: `${point}, ${interval.start}: ${interval.value}` });
    }
  }
}

function periodOf({ Interval, Resolution }: Metering) {
  const minutes = MINUTES[Resolution.Unit.trim().toUpperCase()];
  const length = minutes === undefined ? undefined : Resolution.Resolution * minutes * 60_000;
  return { start: Interval.StartDateTime, end: Interval.EndDateTime, length, holds: false };
}
