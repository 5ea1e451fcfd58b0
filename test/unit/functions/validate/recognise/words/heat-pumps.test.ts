/** The electricity that a heat pump takes, and the heat that it gives. */
import { expect, it } from 'vitest';
import { heatPumpFlows } from '../../../../../../functions/validate/recognise/words/heat-pumps.ts';

const flowsOf = (...texts: string[]) =>
  Object.fromEntries([...heatPumpFlows(texts)].map(([text, { flow }]) => [text, flow]));

it('are told by a pair of the same purpose', () => {
  expect(
    flowsOf(
      'HeatingEnergyConsumed (kWh)',
      'HeatingEnergyProduced (kWh)',
      'Energy used hot water',
      'Produced hot water',
    ),
  ).toEqual({
    'HeatingEnergyConsumed (kWh)': 'submeter',
    'HeatingEnergyProduced (kWh)': 'heat',
    'Energy used hot water': 'submeter',
    'Produced hot water': 'heat',
  });
});

it('are not seen in a house and its panels', () => {
  expect(flowsOf('Energy consumed', 'Energy produced', 'Heating consumed')).toEqual({});
});
