/** Random homes whose energy flows are known, and the files in which such homes export them. */
import fc from 'fast-check';

/** One hour of a home, Wh, all of them whole numbers: use = import - export + production + discharge - charge. */
export interface HomeHour {
  readonly use: number;
  readonly production: number;
  readonly import: number;
  readonly export: number;
  readonly charge: number;
  readonly discharge: number;
  /** Shares of the use. */
  readonly kitchen: number;
  readonly heating: number;
}

export interface Home {
  readonly hasSolar: boolean;
  readonly hasBattery: boolean;
  readonly hours: readonly HomeHour[];
}

const HOURS_OF_DAY = 24;
const DAYS = 4;
const START = Date.UTC(2026, 5, 1);
const HOUR = 3_600_000;
const BATTERY_WH = 6000;
const SUNRISE = 5;
const SUNSET = 21;

function generator(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function homeOf(seed: number, hasSolar: boolean, hasBattery: boolean): Home {
  const random = generator(seed);
  let stored = 0;
  const hours = Array.from({ length: DAYS * HOURS_OF_DAY }, (_, at): HomeHour => {
    const hour = at % HOURS_OF_DAY;
    const kitchen = Math.round(20 + 300 * random() * (hour >= 6 && hour <= 21 ? 1 : 0.1));
    const heating = Math.round(50 + 700 * random());
    const use = kitchen + heating + Math.round(100 + 400 * random());
    const height = Math.sin((Math.PI * (hour - SUNRISE)) / (SUNSET - SUNRISE));
    const production =
      hasSolar && hour > SUNRISE && hour < SUNSET ? Math.round(4500 * height * (0.3 + 0.7 * random())) : 0;
    let left = production - use;
    const charge = hasBattery && left > 0 ? Math.min(left, BATTERY_WH - stored, 2500) : 0;
    const discharge = hasBattery && left < 0 ? Math.min(-left, stored, 2500) : 0;
    stored += charge - discharge;
    left += discharge - charge;
    return {
      use,
      production,
      import: Math.max(0, -left),
      export: Math.max(0, left),
      charge,
      discharge,
      kitchen,
      heating,
    };
  });
  return { hasSolar, hasBattery, hours };
}

export const homeArbitrary = (solar: fc.Arbitrary<boolean>, battery: fc.Arbitrary<boolean>): fc.Arbitrary<Home> =>
  fc
    .tuple(fc.integer({ min: 1, max: 1_000_000 }), solar, battery)
    .map(([seed, hasSolar, hasBattery]) => homeOf(seed, hasSolar || hasBattery, hasBattery));

type Term = keyof HomeHour;

/** kWh of a term over all hours, to compare with. */
export function totalKwh({ hours }: Home, term: Term): number {
  return hours.reduce((sum, hour) => sum + hour[term], 0) / 1000;
}

export const timeOf = (at: number): string => new Date(START + at * HOUR).toISOString().slice(0, 16).replace('T', ' ');

/** A column of a file: its heading, and its cell for an hour. */
export interface HomeColumn {
  readonly heading: string;
  readonly cell: (hour: HomeHour, at: number, home: Home) => string;
}

const kwh = (wh: number): string => (wh / 1000).toFixed(3);

export const energyColumn = (heading: string, term: Term): HomeColumn => ({ heading, cell: (hour) => kwh(hour[term]) });

/** A signed energy: the first term less the second. */
export const signedColumn = (heading: string, plus: Term, minus: Term): HomeColumn => ({
  heading,
  cell: (hour) => kwh(hour[plus] - hour[minus]),
});

/** A file with a row an hour. @param order of the hours, as positions */
export function wideFile(home: Home, columns: readonly HomeColumn[], order?: readonly number[]): string {
  const positions = order ?? home.hours.map((_, at) => at);
  const rows = positions.flatMap((at) => {
    const hour = home.hours[at];
    return hour ? [[timeOf(at), ...columns.map(({ cell }) => cell(hour, at, home))].join(',')] : [];
  });
  return [['timestamp', ...columns.map(({ heading }) => heading)].join(','), ...rows, ''].join('\n');
}

/** A file with a row for each hour and series. */
export function longFile(home: Home, columns: readonly HomeColumn[], nameHeading: string): string {
  const rows = home.hours.flatMap((hour, at) =>
    columns.map(({ heading, cell }) => [timeOf(at), heading, cell(hour, at, home)].join(',')),
  );
  return [`timestamp,${nameHeading},kwh`, ...rows, ''].join('\n');
}
