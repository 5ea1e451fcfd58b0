/** What is said about a file's registers: their falls, the stands that were left out, and where each register ends. */
import { z } from 'zod';
import type { Database } from '../../../../shared/database/duckdb.ts';
import type { Note } from '../../../../shared/readings/layout.ts';
import type { SeriesName } from '../../read/slots.ts';
import { FALLS, type Fall, REGISTER } from './falls.ts';

/** Of each kind at most this many are named with their time. */
const NAMED = 5;
const ISO = "'%Y-%m-%dT%H:%M:%S'";

/** What a note of registers is about. */
type Told = Fall | 'FALSE';

export interface RegisterCounts {
  /** Registers that were read: each has a last stand. */
  readonly ends: number;
  readonly falseStands: number;
  /** Steps whose energy is not known. */
  readonly unknown: number;
  readonly told: readonly { readonly what: Told; readonly count: number; readonly where: string }[];
}

const countSchema = z.object({ n: z.coerce.number() });
const toldSchema = z.object({
  what: z.enum([...FALLS, 'FALSE']),
  n: z.coerce.number(),
  keys: z.array(z.string()),
  times: z.array(z.string()),
});

const exchangeSchema = z.object({ key: z.string(), time: z.string(), ended: z.string(), began: z.string() });

/**
 * Needs `asleep_stands`.
 * @param judged whether the tables of `judgeFalls` are there
 * @param nameOf takes the key of a series apart
 */
export async function countRegisters(
  judged: boolean,
  nameOf: (key: string) => SeriesName | undefined,
  db: Database,
): Promise<RegisterCounts> {
  const [ends] = await db.rows('SELECT count(*) AS n FROM register_steps WHERE next_utc IS NULL');
  const none = { ends: countSchema.parse(ends).n, falseStands: 0, unknown: 0 };
  const number = (value: string) => `CAST(CAST(${value} AS DOUBLE) AS VARCHAR)`;
  const first = (column: string) => `list(${column} ORDER BY utc, ${REGISTER})[:${NAMED}]`;
  const falseOf = (table: string) =>
    `SELECT ${REGISTER}, 'FALSE' AS what, timestamp, utc, ${number('value')} AS shown FROM ${table}`;
  const from = [
    falseOf('asleep_stands'),
    ...(judged
      ? [
          `SELECT ${REGISTER}, fall AS what, next_timestamp AS timestamp, ` +
            `next_utc AS utc, ${number('value')} || ' to ' || ${number('next_value')} AS shown ` +
            `FROM judged_steps WHERE fall IS NOT NULL`,
          falseOf('false_stands'),
        ]
      : []),
  ];
  const rows = await db.rows(
    `SELECT what, count(*) AS n, ${first('appliance')} ` +
      `AS keys, ${first(`strftime(timestamp, ${ISO}) || ' (' || shown || ' kWh)'`)} AS times FROM (` +
      `${from.join(' UNION ALL ')}) GROUP BY what ORDER BY what`,
  );
  const told = rows.map((row) => {
    const { what, n, keys, times } = toldSchema.parse(row);
    const where = keys.map((key, at) => `${nameOf(key)?.name ?? key} at ${times[at]}`).join(', ');
    return { what, count: n, where };
  });
  const of = (name: Told) => told.find(({ what }) => what === name)?.count ?? 0;
  return { ...none, falseStands: of('FALSE'), unknown: of('UNKNOWN'), told };
}

/** @param count rows of the table `exchanged` */
export async function exchangeNote(
  count: number,
  nameOf: (key: string) => SeriesName | undefined,
  db: Database,
): Promise<Note> {
  const rows = await db.rows(
    `SELECT appliance AS key, strftime(timestamp, ${ISO}) AS time, ended::DOUBLE::VARCHAR AS ended, ` +
      `began::DOUBLE::VARCHAR AS began FROM exchanged JOIN register_steps USING (${REGISTER}, utc) ` +
      `ORDER BY utc, ${REGISTER} LIMIT ${NAMED}`,
  );
  const where = rows.map((row) => {
    const { key, time, ended, began } = exchangeSchema.parse(row);
    return `${nameOf(key)?.name ?? key} at ${time} (${ended} and ${began} kWh)`;
  });
  return {
    code: 'REGISTER_REPLACED',
    count,
    message:
      'A register shows two stands at one time, where one meter ended and another began: ' +
      `the energy up to the one and from the other counts: ${where.join(', ')}${count > NAMED ? ', …' : ''}.`,
  };
}

const NOTES = {
  FALSE: {
    code: 'REGISTER_FALSE_STAND',
    message: 'A register showed something else for a while and then went on: these stands are left out',
  },
  JITTER: {
    code: 'REGISTER_DECREASE',
    message: 'A register fell by a few of its last digits: it counts again from where it had been',
  },
  ROLLOVER: { code: 'REGISTER_ROLLOVER', message: 'A register passed its last digit and began again from 0' },
  RESTART: {
    code: 'REGISTER_RESTART',
    message: 'A counter of the day, month or year began again: what it shows since then counts',
  },
  RESET: { code: 'REGISTER_RESET', message: 'A register began again from 0: what it shows since then counts' },
  UNKNOWN: {
    code: 'REGISTER_EXCHANGED',
    message:
      'A register went on from a lower stand than it can have reached from 0: ' +
      'the energy of that step is not known and counts as missing',
  },
} as const satisfies Record<Told, { code: string; message: string }>;

export function registerNotes({ told }: RegisterCounts): Note[] {
  return told.map(({ what, count, where }) => ({
    code: NOTES[what].code,
    count,
    message: `${NOTES[what].message}: ${where}${count > NAMED ? ', …' : ''}.`,
  }));
}
