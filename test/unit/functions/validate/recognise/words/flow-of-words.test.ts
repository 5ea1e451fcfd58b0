/** What the words of headings, cells and names say, in the languages of the field. */
import { describe, expect, it } from 'vitest';
import {
  flowOfDirection,
  flowOfWords,
  otherQuantityOf,
} from '../../../../../../functions/validate/recognise/words/flow-of-words.ts';
import { meaningOf } from '../../../../../../functions/validate/recognise/words/meaning.ts';
import { flowsOfSeries } from '../../../../../../functions/validate/recognise/words/series-flows.ts';
import { siteFlows } from '../../../../../../functions/validate/recognise/words/site-flows.ts';

describe('the words of a heading', () => {
  it.each([
    ['consumption', ['Gesamtverbrauch lt. Messung (bei Teilnahme gem. Erzeugung) [KWH]']],
    [
      'consumption',
      [
        'Consumption 15 min (kWh)',
        'Gesamtverbrauch (kWh)',
        'Förbrukning',
        'Spotřeba',
        '使用量(kWh)',
        'エリア需要〔MWh〕',
        'Home kWh',
        'Husets förbrukning (kWh)',
        'Geral fase R (kWh)',
        'Usage_kWh',
      ],
    ],
    [
      'import',
      [
        'Stand_181',
        'Köpt el',
        'Preuzeto iz mreže (kWh)',
        'Netzbezug',
        'kwh_del (kWh)',
        'kWh del',
        'Afname dag',
        'Odběr',
        'Energia prelevata',
        'Prélèvement heures pleines',
        'grid_consumption',
        '1-0:1.8.0',
        'A+ [kWh]',
        'Ea+ (kWh)',
        'data.tPI',
        'Köpt el (kWh)',
        'Einspeisung Trafo 1: Wirkenergie Bezug Summe L1-L3 [Wh]',
        'Aufgenommene Wirkenergie',
      ],
    ],
    [
      'export',
      [
        'Stand_282',
        'Isporučeno u mrežu (kWh)',
        'GELEV_KWH_X',
        'Wirkenergie geliefert Summe L1-L3 [Wh]',
        'Einspeisung',
        'Εγχεόμενη Ενέργεια (kWh)',
        'kWh rec',
        'Teruglevering laag',
        'energiaVertida_kWh',
        'Returned energy Wh (A)',
        'To Grid',
        '2.8.0',
        'Ea- (kWh)',
        'Isporučeno u mrežu (kWh)',
      ],
    ],
    [
      'production',
      [
        'Erzeugung (abzüglich Verbrauch)',
        'PV-Ertrag(W)',
        'Tuotanto',
        'Producción',
        'Solar Energy (kWh)',
        'Hydro [MW]',
        'Net Generation (MW) from Natural Gas',
      ],
    ],
    [
      'charge',
      [
        'Batterie_laden',
        'Teller laden (kWh)',
        'Energija v baterijo',
        'Stored in AC Batteries (Wh)',
        'Solar to battery',
      ],
    ],
    ['discharge', ['Batterieentladung', 'Teller ontladen (kWh)', 'From Powerwall (kWh)', 'battery_out']],
    ['self_used', ['Eigenverbrauch', 'Neposredna poraba', 'energiaAutoconsumida_kWh', 'Consumed directly']],
    ['net', ['Net Consumption (kWh)', 'Total Interchange (MW)', 'Grid power (W)', 'Netz(W)', '連系線', 'kWh del-rec']],
    ['heat', ['Heat pump heat output (kWh)']],
    [
      'submeter',
      [
        ...['Solar pump (kWh)', 'Battery room', 'Export department', 'Production Line 1', 'Pool return pump kWh'],
        ...['Einspeisepumpe', 'Nachtspeicher (kWh)', 'Netzwerkschrank (kWh)', 'Unit 3 (kWh)'],
      ],
    ],
    ['production', ['PV Produktion Büro', 'Solar hall']],
    ['battery', ['Batteriespeicher (kWh)']],
    [
      'submeter',
      [
        'Kitchen',
        'Ground floor',
        'Nueva sala kWh',
        'Meter A',
        'Heat pump electricity (kWh)',
        'B1',
        'P - Kitchen',
        'BLDGA_E01.PV total energy (kWh)',
        'Heat tape roof',
        'Pompa di calore',
      ],
    ],
  ] as const)('are those of %s', (flow, texts) => {
    expect(texts.map((text) => [text, flowOfWords(text)?.flow])).toEqual(texts.map((text) => [text, flow]));
  });

  it.each([
    ['price', ['Börsihind (EUR / MWh)', 'Unit rate (p/kWh)', 'Strompreis (EUR)', 'Pris']],
    ['money', ['Standing Charge Inc. Tax (p)', 'Kosten', 'Montant (€)']],
    ['reactive', ['Rv/12345678 [kVAr]', 'Energija R+ (kvarh)', 'Q+ Prejeta jalova moč']],
    ['forecast', ['Programada (MW)', 'Prevista (MW)', 'Fahrplan [MW]', '太陽光 抑制量〔MWh〕']],
    ['factor', ['Brennwert [kWh/m³]', 'Gas calorific value (kWh/m3)', 'Zustandszahl']],
    ['weather', ['irradiation (Wh/m2)']],
    ['reactive', ['data.tQI']],
    ['both_ways', ['kWh del+rec', 'Real Energy Into + Out the Load (kWh)']],
    ['harmonic', ['a_fund_act_energy', 'Fundamental energy (kWh)']],
    ['other_period', ['Yesterday (kWh)', 'Verbrauch Vorjahr', 'Consumption last year']],
    ['limit', ['a_max_act_power', 'Min power W', 'power_max', 'Rolling Avg. Power (AC kW)']],
    ['saving', ['Gasoline Savings', 'Ersparnis (€)']],
    ['identifier', ['Portfolio Manager Meter ID']],
    ['count', ['intervalRead.readIntervalLength', 'Energy share', 'Charging duration']],
    ['voltage', ['ENERGY.Voltage', 'uPv1', 'Vac2', 'Udc (V)']],
    ['current', ['ENERGY.Current', 'iPv12', 'I_ac1']],
    ['temperature', ['Outdoor temperature (C)', 'buitentemperatuur']],
    ['state_of_charge', ['Battery percent', 'power.battery.percent', 'Battery (percentage)', 'SoC']],
    ['identifier', ['Zählernummer', 'EAN', 'CampusKey']],
    ['limit', ['Maximum demand (kW)', 'Contracted power (kW)', '最大需要電力(kW)']],
  ] as const)('are no energy but %s', (quantity, texts) => {
    expect(texts.map((text) => otherQuantityOf(meaningOf(text)))).toEqual(texts.map(() => quantity));
  });

  it.each(['Index room kWh', 'Status light kWh', 'Water heater kWh', 'Area 51 kWh', 'Second floor'])(
    'keep %s, a name that somebody gave',
    (name) => expect(otherQuantityOf(meaningOf(name))).toBeUndefined(),
  );
});

it('takes the letters of registers for directions only where directions stand', () => {
  expect([flowOfDirection('E1')?.flow, flowOfDirection('B1')?.flow, flowOfDirection('CON')?.flow]).toEqual([
    'import',
    'export',
    'consumption',
  ]);
});

describe('what stands beside a flow', () => {
  const flows = (texts: readonly string[], deliveryPoint = false) =>
    texts.map((text) => siteFlows(texts, { deliveryPoint, producer: false }).get(text)?.flow);

  it('makes consumption and generation the two directions of the meter at a point of delivery', () => {
    expect(flows(['Consumption', 'Generation'], true)).toEqual(['import', 'export']);
  });
  it('makes them the house and its panels where the exchange with the grid is there', () => {
    expect(flows(['Verbrauch', 'Produktion', 'Einspeisung'])).toEqual(['consumption', 'production', 'export']);
  });
  it('leaves them open where nothing is', () => {
    expect(
      siteFlows(['Consumption', 'Generation'], { deliveryPoint: false, producer: false }).get('Generation')?.open,
    ).toBe(true);
  });
  it('takes a lone direction for the consumption', () => {
    expect(flows(['Afname (kWh)'])).toEqual(['consumption']);
  });
});

it('tells the series of a file by their names, and takes what a person says before it', () => {
  const of = (name: string) => ({ name, direction: null, column: undefined });
  const series = ['Netzbezug', 'Einspeisung', 'PV_Gesamtertrag', 'Wohnung 1'].map(of);
  const flowsOf = (given = {}) => flowsOfSeries(series, [], given).map(({ flow }) => flow);
  expect(flowsOf()).toEqual(['import', 'export', 'production', 'submeter']);
  expect(flowsOf({ 'Wohnung 1': 'consumption' })).toEqual(['import', 'export', 'production', 'consumption']);
});

it('takes from no object what a person did not say', () => {
  const series = ['toString', 'constructor'].map((name) => ({ name, direction: name, column: undefined }));
  const found = flowsOfSeries(series, [], { TV: 'submeter' });
  expect(found.map(({ flow }) => flow)).toEqual(['submeter', 'submeter']);
});

it('takes both directions of a battery in one column for a signed one', () => {
  expect(flowOfWords('Battery charge/discharge power(kW)')?.flow).toBe('battery');
  expect(flowOfWords('Batterieentladung (kWh)')?.flow).toBe('discharge');
});

it('takes what was bought ahead for no energy that was used', () => {
  const quantity = (text: string) => otherQuantityOf(meaningOf(text));
  expect(['Opening Balance (kWh)', 'Units Recharged (kWh)'].map(quantity)).toEqual(['prepaid', 'prepaid']);
  expect(quantity('Units Used (kWh)')).toBeUndefined();
});

it.each([
  ['1.0.1.8.0.255 (kWh)', 'import'],
  ['1.0.2.8.0.255 (kWh)', 'export'],
  ['V\u00fdkon odb\u011bru (W)', 'import'],
  ['V\u00fdkon dod\u00e1vky (W)', 'export'],
  ['Vyb\u00edjec\u00ed v\u00fdkon (W)', 'discharge'],
  ['\u041e\u0442 \u043c\u0440\u0435\u0436\u0430\u0442\u0430', 'import'],
  ['\u041a\u044a\u043c \u043c\u0440\u0435\u0436\u0430\u0442\u0430', 'export'],
])('%s', (text, flow) => expect(flowOfWords(text)?.flow).toBe(flow));
