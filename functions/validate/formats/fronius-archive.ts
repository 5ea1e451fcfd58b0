/**
 * GetArchiveData of the Solar API of Fronius: devices with channels, of which each has its values by the seconds since
 * the start of the data. Energies of inverters are those of intervals, those of meters are stands.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InputRejected } from '../../../shared/runtime/errors.ts';
import { parseJson } from '../../../shared/text/parse-json.ts';
import type { FileFormat } from './format.ts';
import { instant } from './positions.ts';
import { DIRECTION, type Direction } from './readings-table.ts';
import { asRows, type Row } from './rows.ts';

const HEADING = ['device', 'direction', 'start', 'energy', 'stand'] as const;

export const froniusArchive: FileFormat = {
  name: 'fronius-archive',
  detect: {
    by: 'text',
    is: ({ text }) => /^\s*\{/.test(text) && /"EnergyReal_WAC_\w+"\s*:\s*\{/.test(text) && text.includes('"Values"'),
  },
  holds: 'cells',
  fixes: {
    settings: {
      decimal: '.',
      columns: {
        device: { role: 'appliance' },
        direction: { role: 'measure' },
        start: { role: 'timestamp' },
        energy: { role: 'energy', unit: 'Wh' },
        stand: { role: 'register', unit: 'Wh' },
      },
    },
  },
  ...asRows(readings, 'The archive holds no energy of an inverter or a meter.'),
};

interface Channel {
  readonly direction: Direction;
  readonly isStand: boolean;
}

/** A meter counts what is drawn as plus, and what is fed in as minus. */
const CHANNELS: Readonly<Record<string, Channel>> = {
  EnergyReal_WAC_Sum_Produced: { direction: DIRECTION.production, isStand: false },
  EnergyReal_WAC_Sum_Consumed: { direction: DIRECTION.consumption, isStand: false },
  EnergyReal_WAC_Plus_Absolute: { direction: DIRECTION.import, isStand: true },
  EnergyReal_WAC_Minus_Absolute: { direction: DIRECTION.export, isStand: true },
};

const valueSchema = z.union([z.number(), z.string(), z.null()]);
const deviceSchema = z.object({
  Start: z.string(),
  Data: z.record(
    z.string(),
    z
      .object({ Values: z.record(z.string(), valueSchema) })
      .optional()
      .catch(undefined),
  ),
});
const documentSchema = z.object({ Body: z.object({ Data: z.record(z.string(), deviceSchema) }) });

async function* readings(file: string): AsyncGenerator<Row> {
  const { success, data } = documentSchema.safeParse(parseJson(await readFile(file, 'utf8')));
  if (!success) throw new InputRejected('UNREADABLE', 'The archive is not as the Solar API gives it, or not complete.');
  let rows = 0;
  for (const [device, { Start, Data }] of Object.entries(data.Body.Data)) {
    const start = Date.parse(Start);
    if (Number.isNaN(start)) continue;
    for (const [name, { direction, isStand }] of Object.entries(CHANNELS)) {
      for (const [seconds, value] of Object.entries(Data[name]?.Values ?? {})) {
        if (rows === 0) yield { cells: [...HEADING], line: 0, raw: '' };
        rows += 1;
        const [time, text] = [instant(start + Number(seconds) * 1000), value === null ? '' : String(value)];
        const cells = [device, direction, time, isStand ? '' : text, isStand ? text : ''];
        yield { cells, line: 1, raw: `${device}, ${name}, ${seconds}: ${text}` };
      }
    }
  }
}
