/** Names that hold a word of a flow and say none. */
import { expect, it } from 'vitest';
import { flowOfWords } from '../../../../../../functions/validate/recognise/words/flow-of-words.ts';
import { isProperName } from '../../../../../../functions/validate/recognise/words/proper-names.ts';
import { flowsOfSeries } from '../../../../../../functions/validate/recognise/words/series-flows.ts';

it.each(['Solarstrasse 5', 'Battery Street 12 (kWh)', 'Via Rete 2', 'Export House Ltd', 'Müller Einspeisung GmbH'])(
  '%s is a name',
  (text) => {
    expect(isProperName(text)).toBe(true);
    expect(flowOfWords(text)).toMatchObject({ flow: 'submeter', certainty: 'named' });
  },
);

it.each(['Einspeisung Solarstraße 5', 'Einspeisung Stadtwerke GmbH', 'PV Ertrag Hauptstrasse 3', 'Grid import kWh'])(
  '%s says a flow',
  (text) => expect(isProperName(text)).toBe(false),
);

it('says no flow in a column of tenants', () => {
  const series = ['Export', 'Solar Café', 'Wärme Weber'].map((name) => ({ name, direction: null, column: undefined }));
  expect(flowsOfSeries(series, []).map(({ flow }) => flow)).toContain('export');
  const tenants = series.map((each) => ({ ...each, ofPeople: true }));
  expect(flowsOfSeries(tenants, []).map(({ flow }) => flow)).toEqual(['consumption', 'consumption', 'consumption']);
});
