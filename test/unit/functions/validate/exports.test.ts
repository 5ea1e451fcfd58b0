/** Small files as utilities, inverters and loggers write them: what is read, or what is asked. */
import { describe, expect, it } from 'vitest';
import { InputRejected } from '../../../../shared/runtime/errors.ts';
import { type IngestOptions, ingest } from '../../../helpers/validate.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly zone?: string;
  readonly layout?: object;
  /** The first readings: series, UTC start, kWh, generated kWh. */
  readonly reads: readonly string[];
}

const lines = (...all: string[]) => `${all.join('\n')}\n`;

const eight = ['00:00', '00:15', '00:30', '00:45', '01:00', '01:15', '01:30', '01:45'].map(
  (at) => `total 2025-10-26 ${at}:00 3`,
);

const CASES: readonly Case[] = [
  {
    name: 'two days below more lines of text, with a sentence at the end',
    text: lines(
      'Hourly readings kWh - Electricity',
      ...['Report Date,12/07/26 00:00:00', 'Run Date,13/07/26 15:15:44', 'Company,County', 'Meters in set,1', ''],
      `Site,Meter ID,Date,${Array.from({ length: 24 }, (_, hour) => `${String(hour + 1).padStart(2, '0')}:00`)}`,
      ...['22/03/26', '11/07/26'].map(
        (day) => `School,M1,${day},${Array.from({ length: 24 }, (_, hour) => hour + 0.5)}`,
      ),
      '',
      '"Report Time Zone: (UTC+00:00) Dublin, Lisbon, London"',
    ),
    zone: 'Europe/London',
    reads: ['2026-03-22 0', '2026-07-10 23'].flatMap((first) => {
      const start = Date.parse(`${first.slice(0, 10)}T${first.slice(11).padStart(2, '0')}:00:00Z`);
      const at = (hour: number) => new Date(start + hour * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      return Array.from({ length: 24 }, (_, hour) => `M1 ${at(hour)} ${hour + 0.5}`);
    }),
  },
  {
    name: 'a date in the first row of each day only, above hours that are written 0時',
    text: lines(
      '単位[kWh],,',
      '月日,時刻,使用量',
      ...Array.from(
        { length: 48 },
        (_, hour) => `${hour % 24 ? '' : `2026/10/${1 + hour / 24}`},${hour % 24}時,${hour % 7}`,
      ),
    ),
    zone: 'Asia/Tokyo',
    reads: Array.from(
      { length: 48 },
      (_, hour) =>
        `total ${new Date(Date.UTC(2026, 8, 30, 15 + hour)).toISOString().slice(0, 19).replace('T', ' ')} ${hour % 7}`,
    ),
  },
  {
    name: 'what each kind of power station of a country generates, gas and the sun as well',
    text: lines(
      'Datum von;Datum bis;Wasserkraft [MWh];Wind Offshore [MWh];Photovoltaik [MWh];Kernenergie [MWh];Erdgas [MWh]',
      '26.10.2025 00:00;26.10.2025 01:00;1.438,5;4.313,25;0,00;-;5.182,00',
      '26.10.2025 01:00;26.10.2025 02:00;1.395,5;4.256,75;1,00;-;5.098,00',
      '26.10.2025 02:00;26.10.2025 03:00;1.388,5;4.151,75;2,00;-;5.018,00',
    ),
    zone: 'Europe/Berlin',
    reads: [
      'Erdgas 2025-10-25 22:00:00 5182000',
      'Erdgas 2025-10-25 23:00:00 5098000',
      'Erdgas 2025-10-26 00:00:00 5018000',
      'Photovoltaik 2025-10-25 22:00:00 0',
      'Photovoltaik 2025-10-25 23:00:00 1000',
      'Photovoltaik 2025-10-26 00:00:00 2000',
      'Wind Offshore 2025-10-25 22:00:00 4313250',
      'Wind Offshore 2025-10-25 23:00:00 4256750',
      'Wind Offshore 2025-10-26 00:00:00 4151750',
      'total 2025-10-25 22:00:00 1438500',
      'total 2025-10-25 23:00:00 1395500',
      'total 2025-10-26 00:00:00 1388500',
    ],
  },
  {
    name: 'circuits that are said to be of the column before them',
    text: lines(
      'time,Panel north [kWh],of which: chillers [kWh],of which: lifts [kWh]',
      '2026-10-01 00:00,35.5,15.5,1.5',
      '2026-10-01 01:00,33,16.5,1.5',
      '2026-10-01 02:00,28.5,17,1.5',
    ),
    reads: [
      'of which: chillers 2026-10-01 00:00:00 15.5',
      'of which: chillers 2026-10-01 01:00:00 16.5',
      'of which: chillers 2026-10-01 02:00:00 17',
      'of which: lifts 2026-10-01 00:00:00 1.5',
      'of which: lifts 2026-10-01 01:00:00 1.5',
      'of which: lifts 2026-10-01 02:00:00 1.5',
      'rest 2026-10-01 00:00:00 18.5',
      'rest 2026-10-01 01:00:00 15',
      'rest 2026-10-01 02:00:00 10',
    ],
  },
  {
    name: 'years of the Buddhist calendar, with points in the times',
    text: lines(
      'Date;RATE A (kWh)',
      '29/02/2567 00.15;0.5',
      '29/02/2567 00.30;0.25',
      '29/02/2567 00.45;0.25',
      '29/02/2567 01.00;0.25',
    ),
    zone: 'Asia/Bangkok',
    reads: [
      'RATE A 2024-02-28 17:15:00 0.5',
      'RATE A 2024-02-28 17:30:00 0.25',
      'RATE A 2024-02-28 17:45:00 0.25',
      'RATE A 2024-02-28 18:00:00 0.25',
    ],
  },
  {
    name: 'groups of columns whose names come again, of which one is heat',
    text: lines(
      ';Bezug;;Wärme;;Laufzeit',
      'Datum;Heizen [kWh];Warmwasser [kWh];Heizen [kWh];Warmwasser [kWh];[h]',
      '01.10.2026;15,5;1,5;60,5;3,5;13',
      '02.10.2026;12,5;3,5;51,5;8,5;12',
      '03.10.2026;32,5;3,5;95,5;7,5;17',
    ),
    reads: ['total 2026-10-01 00:00:00 17', 'total 2026-10-02 00:00:00 16', 'total 2026-10-03 00:00:00 36'],
  },
  {
    name: 'rows of electricity, heat, water and what allocates the heat of a house',
    text: lines(
      'von;bis;nutzeinheit;medium;verbrauch;einheit',
      '01.01.2026;31.01.2026;WE 1;Strom;144,5;kWh',
      '01.01.2026;31.01.2026;WE 1;Wärme;701;kWh',
      '01.01.2026;31.01.2026;WE 1;Warmwasser;1,55;m³',
      '01.01.2026;31.01.2026;WE 1;Heizkostenverteiler;10,8;Einheiten',
      '01.02.2026;28.02.2026;WE 1;Strom;129,5;kWh',
      '01.02.2026;28.02.2026;WE 1;Wärme;640;kWh',
      '01.02.2026;28.02.2026;WE 1;Warmwasser;1,25;m³',
      '01.02.2026;28.02.2026;WE 1;Heizkostenverteiler;9,8;Einheiten',
    ),
    reads: ['WE 1 2026-01-01 00:00:00 144.5', 'WE 1 2026-02-01 00:00:00 129.5'],
  },
  {
    name: 'a letter on both ends of the quarter-hours that come twice, below a preamble of two cells a line',
    text: lines(
      'Zählpunkt:;DE0000000000000000000000000000001',
      'Einheit:;kW',
      'Messgröße:;Verbrauch',
      'Status:;geprüft',
      '',
      'Datum;von;bis;Wert;Status',
      '26.10.2025;01:30;01:45;4;W',
      '26.10.2025;01:45;02:00A;8;W',
      ...['A', 'B'].flatMap((letter) =>
        ['02:00', '02:15', '02:30', '02:45'].map(
          (from, at) =>
            `26.10.2025;${from}${letter};${['02:15', '02:30', '02:45', letter === 'A' ? '02:00' : '03:00'][at]}` +
            `${at < 3 ? letter : letter === 'A' ? 'B' : ''};12;W`,
        ),
      ),
      '26.10.2025;03:00;03:15;16;W',
    ),
    zone: 'Europe/Berlin',
    reads: ['total 2025-10-25 23:30:00 1', 'total 2025-10-25 23:45:00 2', ...eight, 'total 2025-10-26 02:00:00 4'],
  },
  {
    name: 'times of day of starts and ends over the hour that comes twice, of two directions',
    text: lines(
      'From (date),From (time),Until (time),Offtake (kWh),Injection (kWh)',
      ...['01:30,01:45', '01:45,02:00', '02:00,02:15', '02:15,02:30', '02:30,02:45', '02:45,02:00', '02:00,02:15']
        .concat(['02:15,02:30', '02:30,02:45', '02:45,03:00', '03:00,03:15', '03:15,03:30'])
        .map((times, at) => `25/10/2026,${times},${at + 1},0.5`),
    ),
    zone: 'Europe/Brussels',
    reads: Array.from({ length: 12 }, (_, at) => {
      const utc = new Date(Date.UTC(2026, 9, 24, 23, 30 + 15 * at)).toISOString().slice(0, 19).replace('T', ' ');
      return `total ${utc} ${at + 1} 0.5`;
    }),
  },
  {
    name: 'registers of which one lacks a stand: the others meet it in the two days of which it tells',
    text: lines(
      'time,production [Wh],feed-in [Wh],grid import [Wh]',
      ...Array.from({ length: 12 }, (_, day) =>
        [
          `2026-06-${String(day + 1).padStart(2, '0')} 00:00`,
          day === 2 ? '' : 9_000_000 + 20_000 * day,
          8_000_000 + 10_000 * day + (day === 2 ? 5000 : 0),
          7_000_000 + 5000 * day,
        ].join(','),
      ),
    ),
    reads: [
      'total 2026-06-01 00:00:00 15 20',
      // Two days of 20 - 10 + 5 kWh.
      'total 2026-06-02 00:00:00 30 40',
      ...['04', '05', '06', '07', '08', '09', '10', '11'].map((day) => `total 2026-06-${day} 00:00:00 15 20`),
    ],
  },
  {
    name: 'the irradiation of a square metre and an export that was lost, beside the energies of a plant',
    text: lines(
      'Time,Global Irradiation (kWh/㎡),PV Yield (kWh),Export (kWh),Import (kWh),Consumption (kWh),' +
        'Loss Export Energy (kWh)',
      '2026-10-01 10:00,0.5,2,1.5,0.25,0.75,0',
      '2026-10-01 11:00,0.75,3,2.5,0,0.5,0.25',
      '2026-10-01 12:00,0.5,2,1.5,0.25,0.75,0',
    ),
    reads: ['total 2026-10-01 10:00:00 0.75 2', 'total 2026-10-01 11:00:00 0.5 3', 'total 2026-10-01 12:00:00 0.75 2'],
  },
  {
    name: 'two mains of a split phase, circuits behind them, and a channel without a sensor',
    text: lines(
      'Time Bucket (America/New_York),Home-Mains_A (kWhs),Home-Mains_B (kWhs),Home-1-Range (kWhs),Home-2-Free (kWhs)',
      '05/15/2026 00:00:00,0.5,0.25,0.125,No CT',
      '05/15/2026 01:00:00,1,0.5,0.25,No CT',
    ),
    reads: [
      'Home-1-Range 2026-05-15 04:00:00 0.125',
      'Home-1-Range 2026-05-15 05:00:00 0.25',
      'rest 2026-05-15 04:00:00 0.625',
      'rest 2026-05-15 05:00:00 1.25',
    ],
  },
  {
    name: 'days of the week and dates as columns, hours as rows',
    text: lines(
      'Consumption (kWh)',
      'Hour,Thu 01/10/2026,Fri 02/10/2026',
      '00:00,0.5,1',
      '01:00,0.25,2',
      'Total,0.75,3',
    ),
    layout: { date_order: 'DMY' },
    reads: [
      'total 2026-10-01 00:00:00 0.5',
      'total 2026-10-01 01:00:00 0.25',
      'total 2026-10-02 00:00:00 1',
      'total 2026-10-02 01:00:00 2',
    ],
  },
  {
    name: 'years as columns and months as rows, in Spanish',
    text: lines('Mes;2024;2025', 'Enero;210;200', 'Febrero;190;180', 'Marzo;170;'),
    layout: { unit: 'kWh' },
    reads: [
      'total 2024-01-01 00:00:00 210',
      'total 2024-02-01 00:00:00 190',
      'total 2024-03-01 00:00:00 170',
      'total 2025-01-01 00:00:00 200',
      'total 2025-02-01 00:00:00 180',
    ],
  },
  {
    name: 'months as columns and days as rows, with the year in the title, and a meter before them',
    text: lines(
      'Usage (kWh) of 2025',
      'Meter,Day,January,February',
      ...Array.from({ length: 31 }, (_, at) => `M1,${at + 1},${at + 1},${at < 28 ? 1 : ''}`),
    ),
    reads: [
      ...Array.from({ length: 31 }, (_, at) => `M1 2025-01-${String(at + 1).padStart(2, '0')} 00:00:00 ${at + 1}`),
      ...Array.from({ length: 28 }, (_, at) => `M1 2025-02-${String(at + 1).padStart(2, '0')} 00:00:00 1`),
    ],
  },
  {
    name: 'a day in the title, whose order only the day itself tells, and a column of money that says energy',
    text: lines('Energy and power 11/25/2020', 'Time;Usage [kWh];Energy in Euro', '00:00;0.5;0.10', '01:00;0.25;0.05'),
    reads: ['total 2020-11-25 00:00:00 0.5', 'total 2020-11-25 01:00:00 0.25'],
  },
  {
    name: 'days without a year below the end of a month, with three decimals that the money beside them tells',
    text: lines('Datum;Energie;Einheit;Kosten;;12.01.2026 12-16 Uhr', '31.12.;1,500;kWh;0,45', '1.1.;1,250;kWh;0,38'),
    reads: ['total 2025-12-31 00:00:00 1.5', 'total 2026-01-01 00:00:00 1.25'],
  },
  {
    name: 'hours of a week, whose names of days agree with its end',
    text: lines(
      'Zeit;Energie;Einheit;;29.05.2025 17-56 Uhr',
      ...['18', 'Mi.', '6', '12', '18', 'Do.', '6', '12'].map((hour, at) => `${hour};0,${at + 1}5;kWh`),
    ),
    reads: [
      ...['2025-05-27 18', '2025-05-28 00', '2025-05-28 06', '2025-05-28 12', '2025-05-28 18'],
      ...['2025-05-29 00', '2025-05-29 06', '2025-05-29 12'],
    ].map((hour, at) => `total ${hour}:00:00 0.${at + 1}5`),
  },
  {
    name: 'Chinese headings and dates, and an hour beside them that is no energy',
    text: lines('时间,用电量(千瓦时),小时', '2026年03月03日 00时,0.5,0', '2026年03月03日 01时,0.25,1'),
    reads: ['total 2026-03-03 00:00:00 0.5', 'total 2026-03-03 01:00:00 0.25'],
  },
  {
    name: 'dates with the Japanese words of year, month and day',
    text: lines('日時,使用電力量(kWh)', '2026年6月1日 0時00分,0.5', '2026年6月1日 0時30分,0.25'),
    zone: 'Asia/Tokyo',
    reads: ['total 2026-05-31 15:00:00 0.5', 'total 2026-05-31 15:30:00 0.25'],
  },
  {
    name: 'Korean headings, with the highest demand, reactive energy and factor beside the use',
    text: lines(
      '일시,사용량(kWh),최대수요(kW),무효전력(kVarh) 지상,역률(%) 지상',
      '2026-10-01 00:15,0.5,3,0.1,96',
      '2026-10-01 00:30,0.25,2,0.2,95',
    ),
    zone: 'Asia/Seoul',
    reads: ['total 2026-09-30 15:15:00 0.5', 'total 2026-09-30 15:30:00 0.25'],
  },
  {
    name: 'a yield that the weather would have given, beside that of the inverter',
    text: lines(
      'Date,Theoretical Yield (kWh),Inverter Yield (kWh),Consumption (kWh)',
      '2026-10-01,25,20,10',
      '2026-10-02,30,22,11',
    ),
    reads: ['total 2026-10-01 00:00:00 10 20', 'total 2026-10-02 00:00:00 11 22'],
  },
  {
    name: 'hours of a day in Polish, one record for each direction',
    text: lines(
      `Data;PPE;Kierunek;${Array.from({ length: 24 }, (_, at) => `Godz. ${at + 1} [kWh]`).join(';')}`,
      `2026-02-10;590543500000000001;Pobór;${Array.from({ length: 24 }, () => '0,5').join(';')}`,
      `2026-02-10;590543500000000001;Oddanie;${Array.from({ length: 24 }, () => '0,25').join(';')}`,
    ),
    reads: Array.from({ length: 24 }, (_, at) => `total 2026-02-10 ${String(at).padStart(2, '0')}:00:00 0.5 0.25`),
  },
  {
    name: 'a header that ends in more separators than its records',
    text: lines('date;kWh;;;', '2026-10-01 00:00;1', '2026-10-01 01:00;2'),
    reads: ['total 2026-10-01 00:00:00 1', 'total 2026-10-01 01:00:00 2'],
  },
  {
    name: 'a preamble that is a table of its own',
    text: lines(
      'Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Unite',
      '02100000000000;Courbe de charge;01/10/2026;02/10/2026;Energie active;W',
      'Horodate;Valeur',
      '2026-10-01T00:30:00+02:00;800',
      '2026-10-01T01:00:00+02:00;600',
    ),
    zone: 'Europe/Paris',
    layout: { unit: 'W' },
    reads: ['total 2026-09-30 22:30:00 0.4', 'total 2026-09-30 23:00:00 0.3'],
  },
  {
    name: 'two-digit years that stand first',
    text: lines('Date,kWh', '26-10-14 00:00,1', '26-10-15 00:00,2', '26-10-16 00:00,3'),
    reads: ['total 2026-10-14 00:00:00 1', 'total 2026-10-15 00:00:00 2', 'total 2026-10-16 00:00:00 3'],
  },
  {
    name: 'two-digit years that stand last',
    text: lines('Date,kWh', '30/09/26,1', '01/10/26,2', '02/10/26,3'),
    reads: ['total 2026-09-30 00:00:00 1', 'total 2026-10-01 00:00:00 2', 'total 2026-10-02 00:00:00 3'],
  },
  {
    name: 'dates and times in digits alone, in one column',
    text: lines('Date,kWh', '202610010000,1', '202610010030,2'),
    reads: ['total 2026-10-01 00:00:00 1', 'total 2026-10-01 00:30:00 2'],
  },
  {
    name: 'fourteen digits',
    text: lines('timestamp,kWh', '20261001000000,1', '20261001003000,2'),
    reads: ['total 2026-10-01 00:00:00 1', 'total 2026-10-01 00:30:00 2'],
  },
  {
    name: 'dates in digits beside times in digits',
    text: lines('Date,Time,kWh', '20261001,0000,1', '20261001,0030,2', '20261001,0100,3'),
    reads: ['total 2026-10-01 00:00:00 1', 'total 2026-10-01 00:30:00 2', 'total 2026-10-01 01:00:00 3'],
  },
  {
    name: 'hours that end, in digits that lost their zeros',
    text: lines('Date,Hour Ending,kWh', '2026-10-01,100,1', '2026-10-01,200,2', '2026-10-01,2400,3'),
    reads: ['total 2026-10-01 00:00:00 1', 'total 2026-10-01 01:00:00 2', 'total 2026-10-01 23:00:00 3'],
  },
  {
    name: 'a column that says that its times are UTC',
    text: lines('timestamp (UTC),kWh', '2026-10-01 00:00,1', '2026-10-01 00:30,2'),
    zone: 'Europe/London',
    reads: ['total 2026-10-01 00:00:00 1', 'total 2026-10-01 00:30:00 2'],
  },
  {
    name: 'a column that says how far its times are from UTC',
    text: lines('Time (GMT+01:00),kWh', '2026-07-01 00:00,1', '2026-07-01 00:30,2'),
    zone: 'Europe/Berlin',
    reads: ['total 2026-06-30 23:00:00 1', 'total 2026-06-30 23:30:00 2'],
  },
  {
    name: 'a clock that the cells name by its two abbreviations, in another zone than the site',
    text: lines(
      'MTU,Hydro [MW],Wind [MW]',
      '01.10.2026 00:00 - 01.10.2026 01:00 (CET/CEST),18000,20',
      '01.10.2026 01:00 - 01.10.2026 02:00 (CET/CEST),17000,21',
      '13.10.2026 02:00 - 13.10.2026 03:00 (CET/CEST),16000,n/e',
    ),
    zone: 'Europe/Helsinki',
    reads: [
      'Wind 2026-09-30 22:00:00 20000',
      'Wind 2026-09-30 23:00:00 21000',
      'total 2026-09-30 22:00:00 18000000',
      'total 2026-09-30 23:00:00 17000000',
      'total 2026-10-13 00:00:00 16000000',
    ],
  },
  {
    name: 'the hour that the clock shows twice, told in its cells only',
    text: lines(
      'Hour (CET/CEST),kWh',
      '25/10/2026 01:00 - 25/10/2026 02:00,1',
      '25/10/2026 02:00 (CEST) - 25/10/2026 02:00 (CET),2',
      '25/10/2026 02:00 (CET) - 25/10/2026 03:00 (CET),3',
      '25/10/2026 03:00 - 25/10/2026 04:00,4',
    ),
    zone: 'Europe/Paris',
    reads: ['24 23', '25 00', '25 01', '25 02'].map((at, value) => `total 2026-10-${at}:00:00 ${value + 1}`),
  },
  {
    name: 'half hours whose two ends have a word for the hour and the minute',
    text: lines('日付,時間帯,電力量(kWh)', '2026/10/01,23時00分～23時30分,1', '2026/10/01,23時30分～24時00分,2'),
    reads: ['total 2026-10-01 23:00:00 1', 'total 2026-10-01 23:30:00 2'],
  },
  {
    name: 'half hours whose two ends stand in one cell behind their date',
    text: lines('日付,時間帯,電力量(kWh)', '2026/10/01,23:00~23:30,1', '2026/10/01,23:30~24:00,2'),
    reads: ['total 2026-10-01 23:00:00 1', 'total 2026-10-01 23:30:00 2'],
  },
  {
    name: 'words for a value that is not there',
    text: lines(
      'timestamp,kWh',
      ...['1', 'unavailable', 'unknown', 'No Data', '-', 'NaN', '#N/A', '2'].map(
        (cell, at) => `2026-10-01 0${at}:00,${cell}`,
      ),
    ),
    reads: ['total 2026-10-01 00:00:00 1', 'total 2026-10-01 07:00:00 2'],
  },
  {
    name: 'hours of the day whose headings name their unit',
    text: lines(
      `Date,${Array.from({ length: 24 }, (_, hour) => `H${String(hour + 1).padStart(2, '0')} (kWh)`).join(',')}`,
      `2026-10-01,${Array.from({ length: 24 }, (_, hour) => hour).join(',')}`,
    ),
    reads: Array.from({ length: 24 }, (_, hour) => `total 2026-10-01 ${String(hour).padStart(2, '0')}:00:00 ${hour}`),
  },
  {
    name: 'dates that end in a dot',
    text: lines('Időpont;Vételezés (kWh)', '2026.10.13. 00:00;1', '2026.10.13. 01:00;2'),
    reads: ['total 2026-10-13 00:00:00 1', 'total 2026-10-13 01:00:00 2'],
  },
  {
    name: 'stands of tariffs that are too few to be told by their numbers',
    text: lines(
      'Datum;Dagstand afname (kWh);Nachtstand afname (kWh)',
      ...[0, 10, 40, 90, 160, 250, 360, 490, 640].map(
        (stand, at) => `2026-${String(at + 1).padStart(2, '0')}-01;${300 + stand};${100 + 5 * at}`,
      ),
    ),
    reads: [15, 35, 55, 75, 95, 115, 135, 155].map(
      (kwh, at) => `total 2026-${String(at + 1).padStart(2, '0')}-01 00:00:00 ${kwh}`,
    ),
  },
  {
    name: 'statistics by the entity, with epochs of start and end',
    text: JSON.stringify({
      'sensor.energy_total': [0, 1, 2].map((hour) => ({
        start: Date.UTC(2026, 9, 1, hour),
        end: Date.UTC(2026, 9, 1, hour + 1),
        change: hour + 0.5,
      })),
    }),
    layout: { unit: 'kWh' },
    reads: [0, 1, 2].map((hour) => `sensor.energy_total 2026-10-01 0${hour}:00:00 ${hour + 0.5}`),
  },
  {
    name: 'states called W, which are no watts',
    text: lines('Von;Messwert (kWh);Status', '13.10.2026 00:00;1;W', '13.10.2026 01:00;2;W'),
    reads: ['total 2026-10-13 00:00:00 1', 'total 2026-10-13 01:00:00 2'],
  },
  {
    name: 'days of a spreadsheet with a comma, under the name of a time',
    text: lines('Zeit;Verbrauch kWh', '46307,5;1', '46307,54167;2'),
    reads: ['total 2026-10-12 12:00:00 1', 'total 2026-10-12 13:00:00 2'],
  },
  {
    name: 'the totals of days between their hours',
    text: lines(
      'Begin;End;Energy;Unit',
      '2026-10-01 00:00:00;2026-10-02 00:00:00;6;kWh',
      '2026-10-01 00:00:00;2026-10-01 06:00:00;1;kWh',
      '2026-10-01 06:00:00;2026-10-01 12:00:00;2;kWh',
      '2026-10-01 12:00:00;2026-10-01 18:00:00;3;kWh',
      '2026-10-02 00:00:00;2026-10-03 00:00:00;5;kWh',
      '2026-10-02 00:00:00;2026-10-02 06:00:00;4;kWh',
      '2026-10-02 06:00:00;2026-10-02 12:00:00;1;kWh',
    ),
    reads: [
      'total 2026-10-01 00:00:00 1',
      'total 2026-10-01 06:00:00 2',
      'total 2026-10-01 12:00:00 3',
      'total 2026-10-02 00:00:00 4',
      'total 2026-10-02 06:00:00 1',
    ],
  },
  {
    name: 'a unit in brackets, which is no part of a name',
    text: lines('time,Kitchen [kWh],Hall (Wh),Attic kWh', '2026-10-01 00:00,1,500,2', '2026-10-01 01:00,2,600,1'),
    reads: [
      'Attic kWh 2026-10-01 00:00:00 2',
      'Attic kWh 2026-10-01 01:00:00 1',
      'Hall 2026-10-01 00:00:00 0.5',
      'Hall 2026-10-01 01:00:00 0.6',
      'Kitchen 2026-10-01 00:00:00 1',
      'Kitchen 2026-10-01 01:00:00 2',
    ],
  },
  {
    name: 'a letter in every row, under a name that says no direction',
    text: lines('date,value (kWh),measure_type', '2026-10-01 00:00,1,B', '2026-10-01 01:00,2,B'),
    reads: ['total 2026-10-01 00:00:00 1', 'total 2026-10-01 01:00:00 2'],
  },
  {
    name: 'both ends of the interval in one cell',
    text: lines(
      'Energy consumption time period,Usage(Real energy in kilowatt-hours)',
      '"2026-10-01 00:00:00 to 2026-10-01 01:00:00",1',
      '"2026-10-01 01:00:00 to 2026-10-01 02:00:00",2',
    ),
    reads: ['total 2026-10-01 00:00:00 1', 'total 2026-10-01 01:00:00 2'],
  },
  {
    name: 'a date beside both ends of the interval',
    text: lines('Date,Time,kWh', '13/10/2026,00:00 - 00:30,1', '13/10/2026,00:30 - 01:00,2'),
    reads: ['total 2026-10-13 00:00:00 1', 'total 2026-10-13 00:30:00 2'],
  },
  {
    name: 'directions in a longer text',
    text: lines(
      'Meter Serial Number,Read Value,Read Type,Read Date and End Time',
      '1,0.5,Active Import Interval (kW),13-10-2026 00:30',
      '1,0.0,Active Export Interval (kW),13-10-2026 00:30',
      '1,0.7,Active Import Interval (kW),13-10-2026 01:00',
      '1,0.1,Active Export Interval (kW),13-10-2026 01:00',
    ),
    layout: { unit: 'kW' },
    reads: ['1 2026-10-13 00:00:00 0.25 0', '1 2026-10-13 00:30:00 0.35 0.05'],
  },
  {
    name: 'directions by their OBIS codes',
    text: lines(
      'timestamp,meter,obis,kWh',
      '2026-10-01 00:00,M1,1.8.0,1',
      '2026-10-01 00:00,M1,2.8.0,2',
      '2026-10-01 01:00,M1,1-0:1.8.0,3',
      '2026-10-01 01:00,M1,1-0:2.8.0,4',
    ),
    reads: ['M1 2026-10-01 00:00:00 1 2', 'M1 2026-10-01 01:00:00 3 4'],
  },
  {
    name: 'two columns of one name',
    text: lines('timestamp,Oven kWh,Oven kWh', '2026-10-01 00:00,1,2'),
    reads: ['Oven kWh 2026-10-01 00:00:00 1', 'Oven kWh (2) 2026-10-01 00:00:00 2'],
  },
];

async function read({ text, zone, layout }: Pick<Case, 'text' | 'zone' | 'layout'>, more: IngestOptions = {}) {
  return ingest(text, {
    ...more,
    metadata: {
      ...(zone ? { 'time-zone': zone } : {}),
      ...(layout ? { layout: JSON.stringify(layout) } : {}),
    },
  });
}

const number = (value: unknown) => (value === null ? '' : ` ${Number(value)}`);

describe('files as they are exported', () => {
  it.each(CASES.map((each) => [each.name, each] as const))('%s', async (_, given) => {
    const { rows, rejected } = await read(given);
    expect(rejected).toEqual([]);
    expect(rows.map((row) => `${row.appliance} ${row.utc}${number(row.kwh)}${number(row.generated_kwh)}`)).toEqual(
      given.reads,
    );
  });

  it.each([
    ['a total beside its only part', 'timestamp,Total kWh,Oven kWh', ['3,1', '4,2', '5,2']],
    [
      'a total in another unit than its parts',
      'timestamp,Total kWh,Oven Wh,Fridge Wh',
      ['3,1000,2000', '5,4000,1000', '2,500,1500'],
    ],
  ])('finds %s', async (_, header, values) => {
    const text = lines(header, ...values.map((cells, at) => `2026-10-01 0${at}:00,${cells}`));
    const { output } = await read({ text });
    expect(output).toMatchObject({ bases: ['house'] });
  });

  it('takes none of two series of one kind for the total of the other', async () => {
    const { output } = await read({
      text: lines('timestamp,A kWh,B kWh', '2026-10-01 00:00,2,1', '2026-10-01 01:00,3,1', '2026-10-01 02:00,3,2'),
    });
    expect(output).toMatchObject({ bases: ['parts'] });
  });
});

describe('what an export leaves open', () => {
  it.each([
    [
      'the year may stand first',
      lines('Date,kWh', '26-10-14 00:00,1', '26-10-14 01:00,2'),
      'LAYOUT_AMBIGUOUS',
      '{"date_order":"YMD"}',
    ],
    [
      'both columns are the whole',
      lines('timestamp,Energy (kWh),kwh', '2026-10-01,1,2'),
      'LAYOUT_AMBIGUOUS',
      '{"columns":{"Energy (kWh)":{"role":"energy","unit":"kWh","flow":"consumption"},"kwh":{"role":"ignored"}}}',
    ],
    [
      'the unit of a region',
      lines('REGION,SETTLEMENTDATE,TOTALDEMAND,RRP', 'NSW1,2026/10/01 00:05:00,5836.01,108.04'),
      'UNIT_UNKNOWN',
      '{"columns":{"TOTALDEMAND":{"role":"power","unit":"MW","flow":"consumption"}}}',
    ],
    [
      'units of several columns',
      lines('timestamp,A,B', '2026-10-01,1,2'),
      'UNIT_UNKNOWN',
      '{"columns":{"A":{"role":"energy","unit":"kWh","flow":"submeter"},' +
        '"B":{"role":"energy","unit":"kWh","flow":"submeter"}}}',
    ],
    [
      'values that only ever grow may be energies, and are where their name says use',
      lines(
        'date,Usage (kWh)',
        ...Array.from({ length: 12 }, (_, at) => `2026-${String(at + 1).padStart(2, '0')}-01,${300 + 7 * at}`),
      ).replaceAll('2026-', '2025-'),
      'LAYOUT_AMBIGUOUS',
      'Say which with --layout: {"columns":{"Usage (kWh)":{"role":"energy","unit":"kWh","flow":"consumption"}}}',
    ],
    [
      'four registers of a point of delivery beside what was worked out from them',
      lines(
        'eancode,date,reading1,usage1,reading3,usage3,reading2,usage2,reading4,usage4',
        '871687000000000001,2026-10-01,100,,3,,200,,4,',
        ...[1, 2, 3, 4, 5, 6, 7, 8].map(
          (at) =>
            `871687000000000001,2026-10-0${at + 1},${100 + at * (at + 1)},${2 * at},${3 + 0.5 * at},0.5,` +
            `${200 + 3 * at * (at + 1)},${6 * at},${4 + at},1`,
        ),
      ),
      'UNIT_UNKNOWN',
      '"reading3":{"role":"register","unit":"kWh","flow":"export"}',
    ],
    [
      'records that contradict each other',
      lines('timestamp,kwh', '2026-10-01 00:00,1', '2026-10-01 00:00,2', '2026-10-01 01:00,1', '2026-10-01 01:00,2'),
      'LAYOUT_AMBIGUOUS',
      '{"repeats":"sum"}',
    ],
    [
      'meters with the numbers of public sets',
      lines(
        'building_id,meter,timestamp,meter_reading',
        '0,0,2016-01-01 00:00:00,3',
        '0,1,2016-01-01 00:00:00,27',
        '0,0,2016-01-01 01:00:00,4',
        '0,1,2016-01-01 01:00:00,28',
      ),
      'UNIT_UNKNOWN',
      '"flows":{"1":"heat"}',
    ],
    [
      'dates that may be days or the firsts of months',
      lines('date,kWh', ...Array.from({ length: 9 }, (_, at) => `01/0${at + 1}/2026,${at % 3}`)),
      'LAYOUT_AMBIGUOUS',
      '{"date_order":"DMY"}',
    ],
    ['an object without a list', JSON.stringify({ data: { count: 3 } }, null, 2), 'UNKNOWN_LAYOUT', 'holds no list'],
  ])('%s', async (_, text, code, says) => {
    const error = await read({ text }).catch((thrown: unknown) => thrown);
    if (!(error instanceof InputRejected)) throw new Error(`was not refused: ${String(error)}`);
    expect(error.code).toBe(code);
    expect(error.sentence).toContain(says);
  });
});
