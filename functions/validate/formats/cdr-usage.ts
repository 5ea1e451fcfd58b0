/**
 * Usage data of the Consumer Data Right of Australia: reads of a register, each with the values of its intervals from
 * the first midnight of its days on. https://consumerdatastandardsaustralia.github.io/standards (EnergyUsageRead)
 */
import { z } from 'zod';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { MS_PER_DAY } from '../../../shared/text/days.ts';
import { MINUTES_PER_DAY } from '../../../shared/time-units.ts';
import type { FileFormat } from './format.ts';
import { minutesAfter, NEM_CLOCK, nemTime } from './nem.ts';
import { readDocument } from './positions.ts';
import {
  DIRECTION,
  type Direction,
  energyUnitOf,
  readingRow,
  readingsHeading,
  readingsSettings,
} from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'nmi';

export const cdrUsage: FileFormat = {
  name: 'cdr-usage',
  detect: {
    by: 'text',
    is: ({ text }) => /^\s*[[{]/.test(text) && /"readUType"\s*:/.test(text) && /"intervalRead"\s*:/.test(text),
  },
  holds: 'cells',
  fixes: {
    clock: { ...NEM_CLOCK, why: 'the days of meter data are those of the Australian market, all year' },
    settings: readingsSettings(POINT, true),
  },
  ...asRows(readings, 'The usage data holds no intervals of active energy.'),
};

const MAX_DEPTH = 6;
const DEFAULT_MINUTES = 30;

const text = z.coerce.string().optional();
/** A value alone, or with its quality, as the standard had it first. */
const valueSchema = z.union([
  z.number().transform((value) => ({ value: String(value), quality: undefined })),
  z.object({ value: z.coerce.string(), quality: text }),
]);
const readSchema = z.object({
  servicePointId: text,
  registerSuffix: text,
  meterId: text,
  meterID: text,
  readStartDate: z.string(),
  readEndDate: z.string().nullish(),
  unitOfMeasure: z.string().default('KWH'),
  intervalRead: z.object({
    readIntervalLength: z.coerce.number().int().min(1).max(1440).default(DEFAULT_MINUTES),
    aggregateValue: z.number().optional(),
    intervalReads: z.array(valueSchema).default([]),
    readQualities: z
      .array(z.object({ startInterval: z.coerce.number(), endInterval: z.coerce.number(), quality: z.string() }))
      .default([]),
  }),
});
type Read = z.infer<typeof readSchema>;

/** Reads of intervals, wherever they lie; stands of a register (`basicRead`) are none. */
function* readsIn(value: unknown, depth = 0): Generator<Read> {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  if (!('intervalRead' in value) || !value.intervalRead) {
    for (const each of Object.values(value)) yield* readsIn(each, depth + 1);
    return;
  }
  const read = readSchema.safeParse(value);
  if (!read.success) throw new InputRejected('UNREADABLE', 'A read of the usage data is not as its standard has it.');
  yield read.data;
}

async function* readings(file: string): AsyncGenerator<Row> {
  const { document, lines } = await readDocument(file, /"intervalRead"/);
  const places = lines.values();
  let rows = 0;
  for (const read of readsIn(document)) {
    const line = places.next().value ?? 1;
    const unit = energyUnitOf(read.unitOfMeasure);
    if (!unit) continue;
    const { minutes, values, readQualities } = intervalsOf(read);
    const start = nemTime(read.readStartDate.slice(0, 10).replaceAll('-', ''));
    const point = read.servicePointId ?? read.meterId ?? read.meterID ?? 'total';
    for (const [at, { value, quality }] of values.entries()) {
      if (rows === 0) yield readingsHeading(POINT, true);
      rows += 1;
      const begin = minutesAfter(start, at * minutes);
      const judged = readQualities.find((each) => each.startInterval <= at + 1 && at + 1 <= each.endInterval);
      yield readingRow({
        point,
        direction: directionOf(read.registerSuffix, value),
        unit,
        start: begin,
        end: minutesAfter(begin, minutes),
        // What is given to the grid is below zero.
        value: value.replace(/^-/, ''),
        quality: judged?.quality ?? quality ?? 'ACTUAL',
        line,
        raw: `${point}, ${begin}: ${value}`,
      });
    }
  }
}

/** Of a read that has no more than its sum, all of its days are one interval. */
function intervalsOf({ readStartDate, readEndDate, intervalRead }: Read) {
  const { readIntervalLength: minutes, intervalReads: values, aggregateValue: sum, readQualities } = intervalRead;
  if (values.length > 0 || sum === undefined) return { minutes, values, readQualities };
  const days =
    (Date.parse((readEndDate ?? readStartDate).slice(0, 10)) - Date.parse(readStartDate.slice(0, 10))) / MS_PER_DAY;
  return {
    minutes: MINUTES_PER_DAY * (1 + Math.max(0, days || 0)),
    values: [{ value: String(sum), quality: undefined }],
    readQualities,
  };
}

/** The suffix of a register says its direction, as in NEM12; a value below zero is one that was given. */
function directionOf(suffix: string | undefined, value: string): Direction {
  return /^B/i.test(suffix ?? '') || value.startsWith('-') ? DIRECTION.export : DIRECTION.import;
}
