/**
 * The flows of measures of the Italian market (FlussoMisure, such as PDO and PDO2G): for each point of delivery and
 * month the quarter hours of a day as attributes E1 to E96 of an element, whose text is the day. They count from
 * midnight on: of a day of 25 hours there are 100.
 */
import { z } from 'zod';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import type { FileFormat } from './format.ts';
import { listOf, readDocument } from './positions.ts';
import { DIRECTION, periodsHeading, periodsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'pod';

export const flussoMisure: FileFormat = {
  name: 'flusso-misure',
  detect: { by: 'text', is: ({ text }) => /<(?:\w+:)?FlussoMisure[\s>]/.test(text) && /<(?:\w+:)?Ea\s/.test(text) },
  holds: 'cells',
  fixes: { settings: periodsSettings(POINT, 'YMD', true) },
  ...asRows(readings, 'The flow holds no quarter hours of active energy.'),
};

type Element = Readonly<Record<string, unknown>>;
const elementSchema = z.record(z.string(), z.unknown());

const pointSchema = z.object({ Pod: z.string(), MeseAnno: z.string().regex(/^\d\d\/\d{4}$/) }).and(elementSchema);
const documentSchema = z.object({ FlussoMisure: z.object({ DatiPod: listOf(pointSchema) }) });

/** Measured and estimated, in the words of the flow. */
const QUALITIES: Readonly<Record<string, string>> = { E: 'measured', S: 'estimated' };
const QUARTER = /^@E(\d{1,3})$/;

async function* readings(file: string): AsyncGenerator<Row> {
  const { document, lines } = await readDocument(file, /<(?:\w+:)?Ea\s/, true);
  const { success, data } = documentSchema.safeParse(document);
  if (!success) throw new InputRejected('UNREADABLE', 'The flow of measures is not as its standard has it.');
  const places = lines.values();
  let rows = 0;
  for (const { Pod, MeseAnno, ...others } of data.FlussoMisure.DatiPod) {
    const [month = '', year = ''] = MeseAnno.split('/');
    for (const { day, quality } of daysIn(others)) {
      const line = places.next().value ?? 0;
      if (rows === 0) yield periodsHeading(POINT, true);
      rows += 1;
      const date = `${year}-${month}-${String(day['#text'] ?? '').padStart(2, '0')}`;
      for (const [name, written] of Object.entries(day)) {
        const period = QUARTER.exec(name)?.[1];
        const value = String(written).trim().replace(',', '.');
        // A day of 23 hours ends before its last attributes.
        if (period === undefined || value === '') continue;
        const cells = [Pod, DIRECTION.import, date, period, value, quality];
        yield { cells, line, raw: `${Pod}, ${date}, ${name.slice(1)}: ${value}` };
      }
    }
  }
}

/** Elements of active energy, however deep they stand, with what is said beside them of how they came about. */
function* daysIn(value: unknown, quality = ''): Generator<{ readonly day: Element; readonly quality: string }> {
  if (Array.isArray(value)) for (const each of value) yield* daysIn(each, quality);
  const { success, data } = elementSchema.safeParse(value);
  if (!success || Array.isArray(value)) return;
  const own = QUALITIES[String(data.TipoDato)] ?? quality;
  for (const [name, each] of Object.entries(data)) {
    if (name !== 'Ea') yield* daysIn(each, own);
    else
      for (const one of Array.isArray(each) ? each : [each]) {
        const day = elementSchema.safeParse(one);
        if (day.success && Object.keys(day.data).some((key) => QUARTER.test(key)))
          yield { day: day.data, quality: own };
      }
  }
}
