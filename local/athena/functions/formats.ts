import { notSupported, type Place } from '../sql/error.ts';

/** MySQL's letters, as date_format and date_parse have them, in strftime's spelling. */
const MYSQL: Readonly<Record<string, string>> = {
  a: '%a',
  b: '%b',
  c: '%-m',
  d: '%d',
  e: '%-d',
  f: '%f',
  H: '%H',
  h: '%I',
  I: '%I',
  i: '%M',
  j: '%j',
  k: '%-H',
  l: '%-I',
  M: '%B',
  m: '%m',
  p: '%p',
  r: '%I:%M:%S %p',
  S: '%S',
  s: '%S',
  T: '%H:%M:%S',
  v: '%V',
  W: '%A',
  x: '%G',
  Y: '%Y',
  y: '%y',
  '%': '%%',
};

/** Joda's runs of letters, as format_datetime and parse_datetime have them, in strftime's spelling. */
const JODA: Readonly<Record<string, string>> = {
  y: '%Y',
  yyyy: '%Y',
  YYYY: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%-m',
  dd: '%d',
  d: '%-d',
  DDD: '%j',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  SSS: '%g',
  a: '%p',
  EEEE: '%A',
  EEE: '%a',
  E: '%a',
  e: '%u',
  ww: '%V',
  xxxx: '%G',
};

/** @throws QueryError NOT_SUPPORTED for a letter that is not on the list */
export function fromMysql(format: string, at: Place): string {
  return format.replace(/%(.?)/gsu, (_, letter: string) => {
    const translated = MYSQL[letter];
    if (translated === undefined) throw notSupported(`%${letter} in a date format`, at);
    return translated;
  });
}

/** @throws QueryError NOT_SUPPORTED for letters that are not on the list */
export function fromJoda(format: string, at: Place): string {
  return format.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*|%/g, (run: string, quoted: string | undefined) => {
    if (run === "''") return "'";
    if (quoted !== undefined) return quoted.replaceAll("''", "'").replaceAll('%', '%%');
    if (run === '%') return '%%';
    const translated = JODA[run];
    if (translated === undefined) throw notSupported(`${run} in a date format`, at);
    return translated;
  });
}
