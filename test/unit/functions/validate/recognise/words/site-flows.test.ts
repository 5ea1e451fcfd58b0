/** What else a file says of where its figures were taken. */
import { expect, test } from 'vitest';
import { namesProducer } from '../../../../../../functions/validate/recognise/words/site-flows.ts';

test.each(['Inverter', 'powerplant', 'Power Plant', 'Tens. Fotov. 1 [V]', 'PV current (A)'])(
  '%s is a heading of what produces',
  (name) => expect(namesProducer(name)).toBe(true),
);

test.each(['Plant', 'Power station', 'Voltage (V)', 'Solar meter'])('%s is none', (name) =>
  expect(namesProducer(name)).toBe(false),
);
