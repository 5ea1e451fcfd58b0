/**
 * Meter readings of a head-end system (IEC 61968-9, MeterReadings): for each meter blocks of interval readings, whose
 * meaning stands in the eighteen numbers of their reading type.
 */
import { z } from 'zod';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { FileFormat } from './format.ts';
import { instant, listOf, readDocument } from './positions.ts';
import { DIRECTION, readingRow, readingsHeading, readingsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';
import { isWattHours, wattHours } from './watt-hours.ts';

const POINT = 'meter';

export const meterReadings: FileFormat = {
  name: 'meter-readings',
  detect: { by: 'text', is: ({ text }) => /^\s*</.test(text) && /<(?:\w+:)?MeterReadings[\s>]/.test(text) },
  holds: 'cells',
  fixes: { settings: readingsSettings(POINT) },
  ...asRows(readings, 'The document holds no interval of electrical energy or power.'),
};

const periodSchema = z.object({ start: z.string(), end: z.string() });
const readingSchema = z.object({
  timeStamp: z.string().optional(),
  value: z.string().default(''),
  timePeriod: periodSchema.optional().catch(undefined),
});
const blockSchema = z.object({
  IntervalReadings: listOf(readingSchema),
  ReadingType: z
    .object({ '@ref': z.string().default('') })
    .optional()
    .catch(undefined),
});
const namesSchema = listOf(z.object({ name: z.string() }).catch({ name: '' }));
const meterSchema = z.object({ mRID: z.string().optional(), Names: namesSchema }).optional().catch(undefined);
const documentSchema = z.object({
  MeterReadings: z.object({
    MeterReading: listOf(
      z.object({ Meter: meterSchema, UsagePoint: meterSchema, IntervalBlocks: listOf(blockSchema) }),
    ),
  }),
});
type Block = z.infer<typeof blockSchema>;
type Reading = z.infer<typeof readingSchema>;

/** Places of what a reading type says, among its eighteen numbers. */
const PERIOD = 2;
const ACCUMULATION = 3;
const DIRECTION_OF_FLOW = 4;
const COMMODITY = 5;
const MULTIPLIER = 15;
const UNIT = 16;

/** Minutes of a measuring period, by its number. */
const MINUTES: Readonly<Record<string, number>> = {
  '1': 10,
  '2': 15,
  '3': 1,
  '4': 24 * 60,
  '5': 30,
  '6': 5,
  '7': 60,
  '10': 2,
  '14': 3,
  '31': 20,
};
const REVERSE = '19';
/** Readings of a counter's stand, not of what went through in an interval. */
const REGISTERS = ['1', '3', '9'];
/** None, and electricity before and behind the transformers. */
const ELECTRICITY = ['0', '1', '2'];

async function* readings(file: string): AsyncGenerator<Row> {
  const { document, lines } = await readDocument(file, /<(?:\w+:)?IntervalReadings[\s>]/, true);
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) throw new InputRejected('UNREADABLE', 'The meter readings are not as their standard has them.');
  const places = lines.values();
  let rows = 0;
  for (const { Meter, UsagePoint, IntervalBlocks } of parsed.data.MeterReadings.MeterReading) {
    const named = Meter ?? UsagePoint;
    const point = named?.Names.find(({ name }) => name !== '')?.name ?? named?.mRID ?? 'total';
    for (const block of IntervalBlocks) {
      const type = (block.ReadingType?.['@ref'] ?? '').split('.');
      const length = lengthOf(block, type);
      for (const reading of block.IntervalReadings) {
        const line = places.next().value ?? 0;
        if (!isEnergy(type)) continue;
        const { start, end } = boundsOf(reading, length);
        if (rows === 0) yield readingsHeading(POINT);
        rows += 1;
        yield readingRow({
          point,
          direction: type[DIRECTION_OF_FLOW] === REVERSE ? DIRECTION.export : DIRECTION.import,
          unit: 'Wh',
          start,
          end,
          value: wattHours(reading.value, {
            powerOfTenMultiplier: type[MULTIPLIER],
            uom: type[UNIT],
            seconds: (Date.parse(end) - Date.parse(start)) / 1000,
          }),
          line,
          raw: `${point}, ${end}: ${reading.value}`,
        });
      }
    }
  }
}

function isEnergy(type: readonly string[]): boolean {
  return (
    isWattHours(type[UNIT]) &&
    ELECTRICITY.includes(type[COMMODITY] ?? '') &&
    !REGISTERS.includes(type[ACCUMULATION] ?? '')
  );
}

/** Milliseconds: as the type says, else the shortest time between two readings of the block. */
function lengthOf({ IntervalReadings }: Block, type: readonly string[]): number | undefined {
  const minutes = MINUTES[type[PERIOD] ?? ''];
  if (minutes !== undefined) return minutes * 60_000;
  const times = IntervalReadings.map(({ timeStamp = '' }) => Date.parse(timeStamp));
  const steps = times.slice(1).flatMap((time, at) => (time > (times[at] ?? time) ? [time - (times[at] ?? time)] : []));
  return steps.length > 0 ? Math.min(...steps) : undefined;
}

/** The time stamp is the end of the interval. @throws InputRejected UNREADABLE where nothing says how long it lasts */
function boundsOf({ timePeriod, timeStamp = '' }: Reading, length: number | undefined): { start: string; end: string } {
  if (timePeriod) return timePeriod;
  const end = Date.parse(timeStamp);
  if (Number.isNaN(end)) return { start: timeStamp, end: timeStamp };
  if (length === undefined)
    throw new InputRejected('UNREADABLE', `Nothing says how long the interval up to ${timeStamp.slice(0, 40)} lasts.`);
  return { start: instant(end - length), end: instant(end) };
}
