/** Files that tell a site's flows in ways of their own: what the site used, made and exchanged comes out of each. */
import { describe, expect, it } from 'vitest';
import { answerOf, refusalOfUpload } from '../../../helpers/refusal.ts';
import { ingest } from '../../../helpers/validate.ts';

type Totals = Readonly<Record<string, number | null>>;

interface Case {
  readonly name: string;
  readonly text: string;
  readonly layout?: object;
  readonly totals: Totals;
}

const lines = (...all: string[]) => `${all.join('\n')}\n`;
const day = (at: number) => `2026-09-${String(at + 1).padStart(2, '0')}`;
const hour = (at: number) => `${day(Math.floor(at / 24))} ${String(at % 24).padStart(2, '0')}:00`;
const rows = (count: number, of: (at: number) => string) => Array.from({ length: count }, (_, at) => of(at));
const clock12 = (half: number) => {
  const twelve = String(((Math.floor(half / 2) + 11) % 12) + 1).padStart(2, '0');
  return `${twelve}:${half % 2 ? '30' : '00'} ${half < 24 ? 'AM' : 'PM'}`;
};
/** Small numbers that no two rows have in common. */
const some = (at: number, seed: number) => 1 + ((at * 37 + seed * 11) % 101) / 100;
const sum = (count: number, of: (at: number) => number) => rows(count, String).reduce((all, _, at) => all + of(at), 0);

const DAYS = 28;
const toHome = (at: number) => Math.round(10_000 * some(at, 1));
const toGrid = (at: number) => Math.round(4_000 * some(at, 2));
const toBattery = (at: number) => Math.round(3_000 * some(at, 3));
const fromBattery = (at: number) => Math.round(2_700 * some(at, 4));
const fromGrid = (at: number) => Math.round(5_000 * some(at, 5));
const kilo = (of: (at: number) => number) => sum(DAYS, of) / 1000;

const CASES: readonly Case[] = [
  {
    name: 'the counters of two tariffs, of which one always stands still',
    text: lines(
      'Tijdstempel,Dagteller (kWh),Nachtteller (kWh)',
      ...rows(72, (at) => {
        const nights = rows(at, String).filter((_, each) => each % 24 < 7).length;
        return `${hour(at)},${(8000 + (at - nights) / 4).toFixed(3)},${(6000 + nights / 4).toFixed(3)}`;
      }),
    ),
    totals: { use_kwh: 71 / 4, import_kwh: null, export_kwh: null },
  },
  {
    name: 'ways whose cells are empty where nothing went',
    text: lines(
      'timestamp,PV to battery [kWh],PV to grid [kWh],PV to consumers [kWh],' +
        'Battery to consumers [kWh],Grid to consumers [kWh]',
      '2026-09-01 00:00,,,,0.5,0.25',
      '2026-09-01 01:00,,,,,0.75',
      '2026-09-01 02:00,1.5,0.5,0.25,,',
      '2026-09-01 03:00,,,,,',
    ),
    totals: {
      ...{ import_kwh: 1, export_kwh: 0.5, production_kwh: 2.25 },
      ...{ charge_kwh: 1.5, discharge_kwh: 0.5, use_kwh: 1.75 },
    },
  },
  {
    name: 'ways beside what they add up to, and beside ways on which nothing goes',
    text: lines(
      'timestamp,solar_energy_exported,generator_energy_exported,grid_energy_imported,battery_energy_exported,' +
        'grid_energy_exported_from_solar,grid_energy_exported_from_battery,battery_energy_imported_from_solar,' +
        'battery_energy_imported_from_grid,consumer_energy_imported_from_solar,consumer_energy_imported_from_battery,' +
        'consumer_energy_imported_from_grid',
      ...rows(
        DAYS,
        (at) =>
          `${day(at)},${toHome(at) + toGrid(at) + toBattery(at)},0,${fromGrid(at)},${fromBattery(at)},` +
          `${toGrid(at)},0,` +
          `${toBattery(at)},0,${toHome(at)},${fromBattery(at)},${fromGrid(at)}`,
      ),
    ),
    layout: { unit: 'Wh' },
    totals: {
      import_kwh: kilo(fromGrid),
      export_kwh: kilo(toGrid),
      production_kwh: kilo((at) => toHome(at) + toGrid(at) + toBattery(at)),
      charge_kwh: kilo(toBattery),
      discharge_kwh: kilo(fromBattery),
      use_kwh: kilo((at) => toHome(at) + fromBattery(at) + fromGrid(at)),
    },
  },
  {
    name: 'what goes into and out of a site whose panels and battery are told',
    text: lines(
      'date,eCharge,epv,eOutput,eInput,eGridCharge,eDischarge',
      ...rows(
        DAYS,
        (at) => `${day(at)},${some(at, 1)},${10 + some(at, 2)},${some(at, 3)},${some(at, 4)},0,${some(at, 5)}`,
      ),
    ),
    layout: { unit: 'kWh' },
    totals: { import_kwh: sum(DAYS, (at) => some(at, 4)), export_kwh: sum(DAYS, (at) => some(at, 3)) },
  },
  {
    name: 'a plant whose name has the sun in it',
    text: lines(
      'Period,Plant Name,PV Yield (kWh),Export (kWh),Import (kWh),Consumption (kWh)',
      ...rows(DAYS, (at) => `${day(at)},Casa Sol,${9 + some(at, 1)},${3 + some(at, 2)},3,9`),
    ),
    totals: { import_kwh: 3 * DAYS, export_kwh: sum(DAYS, (at) => 3 + some(at, 2)), use_kwh: 9 * DAYS },
  },
  {
    name: 'the quadrants of a meter',
    text: lines(
      'Reading time;A14 Active energy [kWh];A23 Active energy export [kWh];R12 Reactive energy [kvarh]',
      ...rows(49, (at) => `${hour(at)};${18_000 + at};${6_000 + 2 * at};${100 + at}`),
    ),
    totals: { import_kwh: 48, export_kwh: 96 },
  },
  {
    name: 'active and reactive rows of a half-hourly meter',
    text: lines(
      `MPAN,Measurement Quantity,Date,${rows(48, (at) => `HH${String(at + 1).padStart(2, '0')}`).join(',')}`,
      `1012345678901,AI,03/09/2026,${rows(48, () => '2').join(',')}`,
      `1012345678901,RI,03/09/2026,${rows(48, () => '0.5').join(',')}`,
      `1012345678901,AI,21/09/2026,${rows(48, () => '3').join(',')}`,
      `1012345678901,RI,21/09/2026,${rows(48, () => '0.5').join(',')}`,
    ),
    layout: { unit: 'kWh' },
    totals: { use_kwh: 240 },
  },
  {
    name: 'a device that is named for the direction which it does not measure',
    text: lines(
      'Startzeit;Endzeit;NSHV Einspeisung - Wirkarbeit bezogen [Wh];NSHV Einspeisung - Wirkarbeit geliefert [Wh]',
      ...rows(23, (at) => `${hour(at)};${hour(at + 1)};${4000 + 100 * some(at, 1)};0`),
    ),
    totals: { import_kwh: 92 + sum(23, (at) => some(at, 1)) / 10, export_kwh: 0 },
  },
  {
    name: 'what of the load wind and sun leave to others',
    text: lines(
      'Datum von;Datum bis;Gesamt (Netzlast) [MWh];Residuallast [MWh]',
      ...rows(23, (at) => `${hour(at)};${hour(at + 1)};12,5;${9 + (at % 3)}`),
    ),
    totals: { use_kwh: 287_500 },
  },
  {
    name: 'the register of a machine that runs now and then, beside others',
    text: lines(
      'time,home_grid_import,home_dishwasher,home_freezer',
      ...rows(96, (at) => `${hour(at)},${3000 + at / 2},${80 + Math.floor(at / 40)},${150 + at / 50}`),
    ),
    layout: {
      columns: {
        home_grid_import: { unit: 'kWh', role: 'register', flow: 'import' },
        home_freezer: { unit: 'kWh', role: 'register', flow: 'submeter' },
      },
      unit: 'kWh',
    },
    totals: { import_kwh: 47.5 },
  },
  {
    name: 'a house whose meter at the grid is told with its sign, beside circuits',
    text: lines(
      'Date & Time,use [kW],gen [kW],Grid [kW],Furnace [kW],Washer [kW]',
      ...rows(96, (at) => {
        const [use, made] = [some(at, 1), at % 24 > 8 && at % 24 < 17 ? 3 + some(at, 2) : 0];
        return `${hour(at)},${use},${made},${(use - made).toFixed(2)},${0.3 * use},${0.1 * use}`;
      }),
    ),
    totals: {
      use_kwh: sum(96, (at) => some(at, 1)),
      production_kwh: sum(96, (at) => (at % 24 > 8 && at % 24 < 17 ? 3 + some(at, 2) : 0)),
    },
  },
  {
    name: 'what a heat pump takes from around it, beside the electricity',
    text: lines(
      'Date;CONSUMED_ELECTRICAL_ENERGY:HEATING;EARNED_ENVIRONMENT_ENERGY:HEATING;HEAT_GENERATED:HEATING',
      ...rows(DAYS, (at) => `${day(at)};${toHome(at)};${2 * toHome(at)};${3 * toHome(at)}`),
    ),
    layout: { unit: 'Wh' },
    totals: { use_kwh: kilo(toHome) },
  },
  {
    name: 'watts of a second',
    text: lines('Start,Consumption Energy (Ws)', ...rows(24, (at) => `${hour(at)},${3_600_000 * (1 + (at % 3))}`)),
    totals: { use_kwh: 48 },
  },
  {
    name: 'half hours of a clock of twelve, with their total',
    text: lines(
      `Meter Number,Date,Flow Direction,UOM,${rows(48, (at) => clock12(at)).join(',')},Total`,
      `0123456789,09/01/2026,Delivered,kWh,${rows(48, () => '0.5').join(',')},24`,
      `0123456789,09/01/2026,Received,kWh,${rows(48, () => '0.25').join(',')},12`,
      `0123456789,09/22/2026,Delivered,kWh,${rows(48, () => '0.5').join(',')},24`,
      `0123456789,09/22/2026,Received,kWh,${rows(48, () => '0.25').join(',')},12`,
    ),
    totals: { import_kwh: 48, export_kwh: 24 },
  },
  {
    name: 'hours that are numbered in Korean',
    text: lines(
      `날짜,${rows(24, (at) => `${at + 1}시`).join(',')}`,
      ...rows(3, (at) => `${day(at)},${rows(24, () => '60000').join(',')}`),
    ),
    layout: { unit: 'MWh' },
    totals: { use_kwh: 4_320_000_000 },
  },
  {
    name: 'sessions whose parts lie in lists of their own',
    text: JSON.stringify({
      data: rows(9, String).map((_, at) => ({
        id: `CDR${at}`,
        start_date_time: `${day(at)}T17:00:00Z`,
        end_date_time: `${day(at)}T19:30:00Z`,
        charging_periods: [{ start_date_time: `${day(at)}T17:00:00Z`, dimensions: [{ type: 'ENERGY', volume: 7 }] }],
        total_energy: 7 + at,
      })),
    }),
    layout: { unit: 'kWh' },
    totals: { use_kwh: 99 },
  },
  {
    name: 'the quality of a value that a home automation writes as q',
    text: JSON.stringify(
      rows(96, String).map((_, at) => ({
        val: 23_870 + at / 20,
        ts: Date.UTC(2026, 8, 1) + at * 900_000,
        ack: true,
        q: at % 7 === 0 ? 64 : 0,
      })),
    ),
    layout: { unit: 'kWh' },
    totals: { use_kwh: 4.75 },
  },
];

describe('the balance of a site', () => {
  it.each(CASES)('comes out of $name', async ({ text, layout, totals }) => {
    const metadata = { 'time-zone': 'UTC', ...(layout ? { layout: JSON.stringify(layout) } : {}) };
    const read = await ingest(text, { metadata, now: new Date('2026-11-02T08:00:00Z') });
    for (const [term, expected] of Object.entries(totals))
      expect(read.layout?.balance?.totals, term).toMatchObject({
        [term]: expected === null ? null : expect.closeTo(expected, 6),
      });
  });
});

it('of ways whose unit nothing says is asked about', async () => {
  const text = lines(
    'date,solar to home,solar to grid,grid to home',
    ...rows(DAYS, (at) => `${day(at)},${toHome(at)},${toGrid(at)},${fromGrid(at)}`),
  );
  const asked = await refusalOfUpload(text);
  expect(asked.code).toBe('UNIT_UNKNOWN');
  const { layout } = await ingest(text, answerOf(asked));
  expect(layout?.balance?.totals).toMatchObject({
    use_kwh: expect.closeTo(
      kilo((at) => toHome(at) + fromGrid(at)),
      6,
    ),
  });
});

describe('times', () => {
  it.each([
    ['with the name of the zone behind the offset', 'ts', (at: number) => `2026-09-0${at + 1}T00:00:00-05:00 New_York`],
    ['with the day of the week before', 'start', (at: number) => `"Tue, 0${at + 1} Sep 2026 05:00:00 GMT"`],
    ['with the year behind the clock', 'Time', (at: number) => `Tue Sep 0${at + 1} 01:00:00 EDT 2026`],
    ['in UTC, as the heading says', 'UTCTransactionStart', (at: number) => `2026-09-0${at + 1} 05:00`],
  ])('%s are read', async (_, name, of) => {
    const text = lines(`${name},kWh`, ...rows(5, (at) => `${of(at)},${at + 1}`));
    const { rows: read } = await ingest(text, { metadata: { 'time-zone': 'Europe/Berlin' } });
    expect(read.map(({ utc, kwh }) => [utc, Number(kwh)])).toEqual(
      rows(5, String).map((_day, at) => [`2026-09-0${at + 1} 05:00:00`, at + 1]),
    );
  });
});

it('messages are read behind their topics', async () => {
  const message = (at: number) =>
    `tele/washer/SENSOR {"Time":"2026-09-01T0${at}:00:00","ENERGY":{"Total":${100 + at / 2},"Power":${at}}}`;
  const { layout } = await ingest(lines(...rows(9, message)), {
    metadata: { 'time-zone': 'UTC', layout: '{"unit":"kWh"}' },
  });
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(4, 9);
});

it.each([
  [
    'in times of day',
    [
      'Von;Bis;Last [MW]',
      ...['2A', '2B', '03'].flatMap((clock, at) =>
        ['00', '15', '30', '45'].map((minute) => `25.10.2026 ${clock}:${minute}:00;25.10.2026 04:00:00;${at},5`),
      ),
    ],
    'Europe/Vienna',
    rows(
      12,
      (at) => `2026-10-25 ${String(Math.floor(at / 4)).padStart(2, '0')}:${String((at % 4) * 15).padStart(2, '0')}:00`,
    ),
  ],
  [
    'in hours that are numbered by their ends',
    [
      'Date (HE),Demand (MW)',
      ...rows(24, (at) => `"10/31/2026 ${String(at + 1).padStart(2, '0')}","${at}.25"`),
      ...['01', '02', '02*', '03', '04', '05'].map((he, at) => `"11/01/2026 ${he}","${at}.5"`),
    ],
    'America/Denver',
    rows(30, (at) => new Date(Date.UTC(2026, 9, 31, 6 + at)).toISOString().slice(0, 19).replace('T', ' ')),
  ],
])('the hour that comes twice is told by a letter %s', async (_, text, zone, starts) => {
  const { rows: read } = await ingest(lines(...text), { metadata: { 'time-zone': zone } });
  expect(read.map(({ utc }) => utc)).toEqual(starts);
});

it('the number of a meter above the table is no date', async () => {
  const text = lines(
    '"","Data"',
    '"Name","Street"',
    '"A B","C 1"',
    '',
    '"Code","Number"',
    '"503","23123456"',
    '',
    '"d","t","צריכה בקוט""ש"',
    ...rows(48, (at) => `"${String(1 + Math.floor(at / 24)).padStart(2, '0')}/09/2026","${hour(at).slice(11)}","0.5"`),
    '"13/09/2026","00:00","0.5"',
  );
  const { layout } = await ingest(text, { metadata: { 'time-zone': 'UTC' } });
  expect(layout?.balance?.totals.use_kwh).toBeCloseTo(24.5, 9);
});

describe('half hours of a day that are numbered as trading periods', () => {
  it('are read as they follow one another', async () => {
    const text = lines(
      `POC,TRADING_DATE,${rows(50, (at) => `TP${at + 1}`).join(',')}`,
      ...rows(3, (at) => `ALB0331,${day(at)},${rows(48, () => '1.5').join(',')},,`),
    );
    const { rows: read } = await ingest(text, { metadata: { 'time-zone': 'UTC', layout: '{"unit":"kWh"}' } });
    expect(read).toHaveLength(144);
    expect(read[47]).toMatchObject({ timestamp: '2026-09-01 23:30:00', kwh: '1.500000000' });
  });
});

describe('energies larger than a site has', () => {
  const solar = (at: number) => (at % 24 > 5 && at % 24 < 20 ? 9_000_000 + 400_000 * (at % 7) : 0);

  it('are those of a region, if a person says so', async () => {
    const text = lines('validfrom (UTC),type,volume (kWh)', ...rows(72, (at) => `${hour(at)},Solar,${solar(at)}`));
    const asked = await refusalOfUpload(text);
    expect(asked.sentence).toContain('larger than 10 GWh');
    const { layout } = await ingest(text, answerOf(asked));
    expect(layout?.balance?.totals.production_kwh).toBeCloseTo(sum(72, solar), 3);
  });

  it('are asked about where together they are more than is kept', async () => {
    const text = lines(
      'time,North,South',
      ...rows(30, (at) => `${hour(at)},${600_000 + 100 * some(at, 1)},${500_000 + 90 * some(at, 2)}`),
    );
    const asked = await refusalOfUpload(text, { metadata: { layout: '{"unit":"MWh"}' } });
    expect(asked.code).toBe('LAYOUT_AMBIGUOUS');
    expect(asked.sentence).toContain('more than 1,000 GWh at 2026-09-01 00:00');
  });

  it('are none of a counter, whose stands are those of years', async () => {
    const stand = (at: number) => 22_114_000 + 50 * at + (at % 7);
    const text = lines('time,Meter (kWh),Crane (kWh)', ...rows(72, (at) => `${hour(at)},${stand(at)},${some(at, 1)}`));
    const { layout, rejected } = await ingest(text);
    expect(rejected).toEqual([]);
    expect(layout?.balance?.totals.use_kwh).toBeCloseTo(stand(71) - stand(0), 6);
  });
});
