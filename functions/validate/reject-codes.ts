import { keysOf } from '../../shared/keys-of.ts';

/**
 * Why a reading is not accepted. The order is part of nothing, the names are: people, queries and alarms match on them.
 * `number` is what a row carries through SQL, one byte.
 */
export const ROW_CODES = {
  RECORD_MALFORMED: { number: 2, message: 'The record cannot be taken apart into its columns.' },
  TIMESTAMP_MISSING: { number: 3, message: 'The timestamp is empty.' },
  TIMESTAMP_INVALID: { number: 4, message: 'The timestamp is not a date and time that exists.' },
  TIMESTAMP_IMPLAUSIBLE: { number: 5, message: 'The timestamp lies before 1990 or in the future.' },
  TIME_NONEXISTENT: { number: 6, message: 'The clock skipped this time of day at the site.' },
  NAME_INVALID: { number: 7, message: 'The site or appliance is empty, too long or holds control characters.' },
  TIME_AMBIGUOUS: {
    number: 11,
    message: 'The clock showed this time twice, and the file does not tell which one is meant.',
  },
  TIME_ZONE_UNKNOWN: { number: 14, message: 'The time zone is none that is known, such as Europe/Berlin.' },
  MEASURE_UNKNOWN: { number: 12, message: 'The record does not say whether energy was consumed or generated.' },
} as const;

export const VALUE_CODES = {
  VALUE_INVALID: { number: 8, message: 'The energy is not a number.' },
  VALUE_IMPLAUSIBLE: { number: 9, message: 'The energy is larger than any single reading can be.' },
  UNIT_UNKNOWN: { number: 13, message: 'The unit of the value is none of energy or power.' },
  CONFLICT: { number: 10, message: 'Another record gives a different energy for the same site, appliance and time.' },
} as const;

export const QUARANTINE_CODES = { ...ROW_CODES, ...VALUE_CODES } as const;
export type Code = keyof typeof QUARANTINE_CODES;

/** A value that is there and good. */
export const GOOD = 0;
/** A value that is not there, at a time that is good. */
export const MISSING = 1;
/** A header that is repeated among the records, or a forecast beside what came to be; such a row is no record. */
export const HEADER_AGAIN = -1;
/** A value that is not there, in a row that is not good either: it counts as missing and marks no interval. */
export const NOWHERE = -2;
/** The same, where the clock skipped the time. */
export const SKIPPED = -3;

/** SQL: whether a value is not there. */
export const IS_MISSING = `code IN (${MISSING}, ${NOWHERE}, ${SKIPPED})`;
const OF_VALUES = Object.values(VALUE_CODES).map(({ number }) => number);
/** SQL: whether a row says whose it is and when, be its value good or not. */
export const HAS_PLACE = `code IN (${[GOOD, MISSING, ...OF_VALUES].join(', ')})`;

const BY_NUMBER = new Map<number, Code>(keysOf(QUARANTINE_CODES).map((name) => [QUARANTINE_CODES[name].number, name]));

/** @throws Error for a number that no code has */
export function codeOf(number: number): Code {
  const code = BY_NUMBER.get(number);
  if (!code) throw new Error(`no reject code has the number ${number}`);
  return code;
}

/** Text in place of a value that says there is none, lower case. */
export const MISSING_WORDS = [
  ...['', 'na', 'n/a', 'n.a.', '#n/a', '#nv', 'n/d', 'n/e', 'nan', 'null', 'none', 'nil'],
  ...[
    '-',
    '--',
    '---',
    'unavailable',
    'unknown',
    'missing',
    'no data',
    'nodata',
    'not available',
    'undef',
    'undefined',
  ],
] as const;
/** In a column of quality: what the value of the record is not, lower case. */
export const INVALID_WORDS = [
  ...['invalid', 'bad', 'bad data', 'bad value', 'faulty', 'fault', 'error', 'err', 'corrupt', 'rejected', 'not valid'],
  ...['ungültig', 'ungueltig', 'fehler', 'fehlerhaft', 'invalide', 'non valide', 'erreur', 'ongeldig', 'fout'],
  ...['inválido', 'invalido', 'no válido', 'no valido', 'erróneo', 'erro', 'non valido', 'non valida', 'errato'],
  ...['ugyldig', 'ogiltig', 'virheellinen', 'nieprawidłowy', 'nieprawidłowa', 'błąd', 'neplatný', 'neplatná', 'chyba'],
  ...['test', 'testing', 'test data', 'ignore', 'ignored', 'exclude', 'do not use', 'discard', 'discarded', 'void'],
  ...['cancelled', 'canceled', 'deleted', 'excluded', 'implausible', 'no data', 'missing data', 'not available'],
  ...[
    'storniert',
    'gelöscht',
    'unplausibel',
    'keine daten',
    'annulé',
    'annulée',
    'supprimé',
    'annullato',
    'cancellato',
  ],
  ...['cancelado', 'cancelada', 'anulado', 'eliminado', 'borrado', 'geannuleerd', 'verwijderd', 'slettet', 'raderad'],
  ...['érvénytelen', 'hatalı', 'geçersiz', 'неверно', 'недействительно', 'ошибка', 'недійсний', '無効', '无效', '無效'],
];

const MISSING_SET: ReadonlySet<string> = new Set(MISSING_WORDS);

export function isMissingWord(text: string): boolean {
  return MISSING_SET.has(text.trim().toLowerCase());
}

/** Largest plausible energy of one interval of a site: a large power station's day. kWh */
export const MAX_KWH = 10_000_000;
/** The same where the file counts in millions of watts, as the operators of grids do: a continent's day. kWh */
export const MAX_KWH_OF_A_GRID = 900_000_000;

/** Readings before this were not taken by anything that writes files today. */
export const EARLIEST = '1990-01-01 00:00:00';
/** A logger's clock may run ahead, and time zones differ; beyond that a reading is from the future. */
export const FUTURE_HOURS = 48;

export const MAX_NAME_LENGTH = 200;
