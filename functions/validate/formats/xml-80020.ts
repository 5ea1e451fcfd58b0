/**
 * The message 80020 of the wholesale market of Russia and its neighbours (and 80040, of the same structure): a day,
 * points of measurement, their channels, and the half hours of each as times of day.
 */
import { z } from 'zod';
import { unitIn } from '../../../shared/readings/units.ts';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { dayAfter } from '../../../shared/text/days.ts';
import type { FileFormat } from './format.ts';
import { listOf, readDocument } from './positions.ts';
import { DIRECTION, type Direction, readingRow, readingsHeading, readingsSettings } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const POINT = 'metering point';

export const xml80020: FileFormat = {
  name: 'xml-80020',
  detect: { by: 'text', is: ({ text }) => /<message\s(?:[^>]*\s)?class\s*=\s*["']800[24]0["']/.test(text) },
  holds: 'cells',
  fixes: { settings: readingsSettings(POINT, true) },
  ...asRows(readings, 'The message holds no half hour of active energy.'),
};

/** Active energy that is drawn and given; 03 and 04 are reactive. */
const CHANNELS: Readonly<Record<string, Direction>> = { '01': DIRECTION.import, '02': DIRECTION.export };
/** Of a value that is good enough for bills. */
const COMMERCIAL = '0';

const valueSchema = z.union([
  z.string().transform((text) => ({ '#text': text, '@status': COMMERCIAL })),
  z.object({ '#text': z.string().default(''), '@status': z.string().default(COMMERCIAL) }),
]);
const periodSchema = z.object({ '@start': z.string(), '@end': z.string(), value: valueSchema });
const channelSchema = z.object({
  '@code': z.string(),
  '@desc': z.string().default(''),
  period: listOf(periodSchema),
});
const pointSchema = z.object({
  '@code': z.string(),
  '@name': z.string().default(''),
  measuringchannel: listOf(channelSchema),
});
const messageSchema = z.object({
  datetime: z.object({ day: z.string().regex(/^\d{8}$/) }),
  area: listOf(z.object({ measuringpoint: listOf(pointSchema) })),
});
const documentSchema = z.object({ message: messageSchema });
type Period = z.infer<typeof periodSchema>;

async function* readings(file: string): AsyncGenerator<Row> {
  const { document, lines } = await readDocument(file, /<period[\s>]/, true);
  const { success, data } = documentSchema.safeParse(document);
  if (!success) throw new InputRejected('UNREADABLE', 'The message 80020 is not as its standard has it.');
  const { datetime, area } = data.message;
  const day = datetime.day.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const places = lines.values();
  const points = area.flatMap(({ measuringpoint }) => measuringpoint);
  let rows = 0;
  for (const { measuringchannel, '@code': code, '@name': name } of points) {
    for (const { period, '@code': channel, '@desc': description } of measuringchannel) {
      const direction = CHANNELS[channel.padStart(2, '0')];
      for (const each of period) {
        const line = places.next().value ?? 0;
        if (!direction) continue;
        if (rows === 0) yield readingsHeading(POINT, true);
        rows += 1;
        const reading = readingOf(each, day);
        // Of what a channel's description does not say, the standard has kilowatt-hours.
        const unit = unitIn(description)?.unit ?? 'kWh';
        const raw = `${name || code}, ${reading.start}: ${reading.value}`;
        yield readingRow({ ...reading, point: name || code, direction, unit, line, raw });
      }
    }
  }
}

/** `0000` at the end is the midnight behind the day. */
function readingOf({ '@start': from, '@end': to, value }: Period, day: string) {
  const clock = (text: string) => text.replace(/^(\d\d):?(\d\d)$/, '$1:$2');
  const isMidnight = /^(?:00:?00|24:?00)$/.test(to);
  return {
    start: `${day} ${clock(from)}`,
    end: isMidnight ? `${dayAfter(day, 1)} 00:00` : `${day} ${clock(to)}`,
    value: value['#text'].trim().replace(',', '.'),
    quality: value['@status'] === COMMERCIAL ? 'measured' : 'unknown',
  };
}
